//! The two ends of a scale.

use leptos::prelude::*;

/// What the ends of a scale mean.
#[component]
pub fn Ends(ends: [String; 2]) -> impl IntoView {
    let [low, high] = ends;
    view! {
        <p class="ends quiet" aria-hidden="true">
            <span>{low}</span>
            <span>{high}</span>
        </p>
    }
}
