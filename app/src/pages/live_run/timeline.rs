//! One slider over all snapshots of the target shown.

use super::View;
use crate::piece::IntoPiece;
use crate::view_model::scrubber::Scrubber;
use leptos::ev;
use leptos::prelude::*;

/// Step, jump, or go with the run.
#[component]
pub fn Timeline(view: View) -> impl IntoView {
    let scrubber = view.scrubber;
    let last = move || scrubber.with(Scrubber::len).saturating_sub(1).to_string();
    let index = Memo::new(move |_| scrubber.with(Scrubber::index));
    let words = Memo::new(move |_| scrubber.with(Scrubber::words));
    let following = Memo::new(move |_| scrubber.with(Scrubber::is_following));
    let over = Memo::new(move |_| view.live.state.with(|state| state.run.state.is_over()));
    let jump = move |event: ev::Event| {
        if let Ok(index) = event_target_value(&event).parse() {
            view.scrub(|scrubber| scrubber.jump(index));
        }
    };
    view! {
        <div class="timeline" role="group" aria-label="Snapshots">
            <button class="button small" aria-label="One snapshot back" on:click=move |_| view.scrub(|it| it.step(-1))>
                "‹"
            </button>
            <input
                type="range"
                min="0"
                max=last
                step="1"
                value=move || index.get().to_string()
                prop:value=move || index.get().to_string()
                aria-label="Snapshot"
                aria-valuetext=words
                on:input=jump
            />
            <button class="button small" aria-label="One snapshot on" on:click=move |_| view.scrub(|it| it.step(1))>
                "›"
            </button>
            <span class="at">{words}</span>
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
    .into_piece()
}
