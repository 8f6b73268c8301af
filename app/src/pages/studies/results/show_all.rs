//! The way from the first rows of a long table to all of them.

use crate::erased::IntoErasedView;
use leptos::prelude::*;

/// A button that is there while `all` is not set and there are more than `few`.
#[component]
pub fn ShowAll(all: RwSignal<bool>, count: Memo<usize>, few: usize) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button small"
            hidden=move || all.get() || count.get() <= few
            on:click=move |_| all.set(true)
        >
            {move || format!("Show all {}", count.get())}
        </button>
    }
    .into_erased()
}
