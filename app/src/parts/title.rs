//! The title of a page, as the browser's tab and history show it.

use leptos::prelude::*;
use leptos_meta::Title;

/// Names the page.
#[component]
pub fn PageTitle(
    /// The page's name; empty for the first page.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let whole = if text.is_empty() { "Effigy".into() } else { format!("{text} · Effigy") };
    view! { <Title text=whole /> }
}
