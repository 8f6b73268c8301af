//! The title of a page, as the browser's tab and history show it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_meta::Title;

/// Names the page.
#[component]
pub fn PageTitle(
    /// The page's name; empty for the first page.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=whole(text) /> }
}

/// With the program's name. On the server this is read at once: the title is put into a page that is drawn already, maybe by
/// another thread, where nothing that belongs to the page can be read.
fn whole(text: TextProp) -> TextProp {
    let read = move || match &*text.get() {
        "" => "Effigy".to_owned(),
        text => format!("{text} · Effigy"),
    };
    if cfg!(feature = "ssr") { untrack(read).into() } else { read.into() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_server_reads_a_title_while_it_can() {
        let owner = Owner::new();
        let title = owner.with(|| {
            let name = RwSignal::new("Ada");
            whole((move || name.get()).into())
        });
        drop(owner);
        assert_eq!(&*title.get(), "Ada · Effigy");
        assert_eq!(&*Owner::new().with(|| whole("".into())).get(), "Effigy");
    }
}
