//! The title of a page, as the browser's tab and history show it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_meta::Title;
use view_model::markup::escaped;

/// Names a page, with the program's name behind it.
#[component]
pub fn PageTitle(
    /// The page's name; empty for the first page.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=in_page(move || with_program(&text.get())) /> }
}

/// Names a page that says nothing of the program.
#[component]
pub fn PlainTitle(
    /// All that it says.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=in_page(move || text.get().to_string()) /> }
}

fn with_program(name: &str) -> String {
    if name.is_empty() { "Effigy".to_owned() } else { format!("{name} · Effigy") }
}

/// On the server a title is read at once: it is put into a page that is drawn already, maybe by another thread, where
/// nothing that belongs to the page can be read. And it is put there as it is, so that a text must be one already; the
/// browser takes it for text.
fn in_page(read: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    if cfg!(feature = "ssr") { escaped(&untrack(read)).into() } else { read.into() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_server_reads_a_title_while_it_can() {
        let owner = Owner::new();
        let title = owner.with(|| {
            let name = RwSignal::new("Ada".to_owned());
            in_page(move || with_program(&name.get()))
        });
        drop(owner);
        assert_eq!(&*title.get(), "Ada · Effigy");
        assert_eq!(with_program(""), "Effigy");
    }

    #[test]
    fn a_title_cannot_become_markup() {
        let title = Owner::new().with(|| in_page(|| "</title><meta http-equiv=refresh>".to_owned()));
        assert_eq!(&*title.get(), "&lt;/title&gt;&lt;meta http-equiv=refresh&gt;");
    }
}
