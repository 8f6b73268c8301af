//! The path of the run as a stepper.

use crate::erased::IntoErasedView;
use crate::live::LiveRun;
use leptos::prelude::*;
use view_model::stepper::{Step, StepState, steps};

/// The stages, with the current one marked.
#[component]
pub fn PathOfRun(live: LiveRun) -> impl IntoView {
    let path = Memo::new(move |_| live.state.with(steps));
    let item = |step: Step| {
        let now = (step.state == StepState::Now).then_some("step");
        view! {
            <li class=step.state.class() aria-current=now>
                <span class="mark" aria-hidden="true"></span>
                <span>{step.label}</span>
                <span class="unseen">{format!(", {}", step.state.words())}</span>
            </li>
        }
    };
    view! {
        <ol class="path" aria-label="Path of the run">
            {move || path.get().into_iter().map(item).collect_view()}
        </ol>
    }
    .into_erased()
}
