//! One slider over all snapshots of the target shown.

use super::PageState;
use crate::erased::IntoErasedView;
use crate::parts::steps::{Names, Steps};
use leptos::prelude::*;
use view_model::scrubber::Scrubber;

const NAMES: Names = Names { back: "One snapshot back", on: "One snapshot on", slider: "Snapshot" };

/// Steps, jumps, or follows the run.
#[component]
pub fn Timeline(view: PageState) -> impl IntoView {
    let scrubber = view.scrubber;
    let last = Memo::new(move |_| scrubber.with(Scrubber::len).saturating_sub(1));
    let index = Memo::new(move |_| scrubber.with(Scrubber::index));
    let words = Memo::new(move |_| scrubber.with(Scrubber::words));
    let following = Memo::new(move |_| scrubber.with(Scrubber::is_following));
    let over = Memo::new(move |_| view.live.state.with(|state| state.run.state.is_over()));
    view! {
        <div class="timeline" role="group" aria-label="Snapshots">
            <Steps
                names=NAMES
                at=index
                last
                words
                jump=move |to| view.scrub(|it| it.jump(to))
                step=move |by| view.scrub(|it| it.step(by))
            />
            <button
                class="button small"
                aria-pressed=move || following.get().to_string()
                on:click=move |_| view.scrub(Scrubber::follow)
            >
                {move || if over.get() { "Newest" } else { "Follow live" }}
            </button>
            <Show when=move || view.missing.get()>
                <p class="field-problem" role="alert">
                    "This snapshot cannot be read."
                </p>
            </Show>
        </div>
    }
    .into_erased()
}
