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
    let whole = move || match &*text.get() {
        "" => "Effigy".to_owned(),
        text => format!("{text} · Effigy"),
    };
    view! { <Title text=whole /> }
}
