//! The start of every page.

use leptos::prelude::*;

/// A link past the bar to the content, first in the tab order.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip" href="#main">
            "Skip to content"
        </a>
    }
}

/// The program's name, which leads home.
#[component]
pub fn Brand(
    /// The `rel` of the link home.
    rel: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a href="/" rel=rel class="brand">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            "Effigy"
        </a>
    }
}
