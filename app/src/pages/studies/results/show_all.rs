//! The button that shows all rows of a long table.

use crate::erased::IntoErasedView;
use leptos::prelude::*;

/// A button that sets `all`, shown while it is unset and there are more than `few` rows.
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
