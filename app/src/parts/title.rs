//! The title of a page, as the browser's tab and history show it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_meta::Title;
use view_model::markup::escaped;

/// A title that ends with the program's name.
#[component]
pub fn PageTitle(
    /// The page's name; empty for the first page.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=in_page(move || with_program(&text.get())) /> }
}

/// A title without the program's name.
#[component]
pub fn PlainTitle(
    /// The title.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=in_page(move || text.get().to_string()) /> }
}

/// A title that ends with the program's name.
pub fn with_program(name: &str) -> String {
    if name.is_empty() { "Effigy".to_owned() } else { format!("{name} · Effigy") }
}

/// Evaluates a title for the page. On the server it is evaluated and escaped at once: `leptos_meta` inserts it as it is
/// into a page that is drawn already, perhaps on another thread, where the page's signals are gone. The browser sets it
/// as text.
pub fn in_page(read: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    if cfg!(feature = "ssr") { escaped(&untrack(read)).into() } else { read.into() }
}
