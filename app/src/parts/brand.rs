//! What every page begins with.

use leptos::prelude::*;

/// The first thing that a keyboard reaches: past the bar, to the page itself.
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
    /// How the way home is to be followed.
    rel: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a href="/" rel=rel class="brand">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            "Effigy"
        </a>
    }
}
