//! One timeline for all places, and, for whole runs, the choice of the target.

use super::view::CompareView;
use crate::erased::IntoErasedView;
use crate::parts::steps::{Names, Steps};
use leptos::ev;
use leptos::prelude::*;
use view_model::compare::item::target_names;
use view_model::compare::subject::Subject;
use view_model::compare::timeline::Timeline;

const NAMES: Names = Names { back: "One step back", on: "One step on", slider: "Step of all" };

/// Steps through all attacks together.
#[component]
pub fn Scrub(view: CompareView) -> impl IntoView {
    let last = Memo::new(move |_| view.timeline.with(Timeline::last));
    let position = Memo::new(move |_| view.timeline.with(|timeline| timeline.position(view.step.get())));
    let words = Memo::new(move |_| view.timeline.with(|timeline| timeline.words(position.get())));
    let go = move |to: usize| view.step.set(view.timeline.with_untracked(|timeline| timeline.step(to)));
    let step = move |by| go(position.get_untracked().saturating_add_signed(by).min(last.get_untracked()));
    view! {
        <div class="timeline" role="group" aria-label="Steps of all">
            <Steps names=NAMES at=position last words jump=go step />
        </div>
    }
    .into_erased()
}

/// The choice of the target whose clones are shown, for whole runs.
#[component]
pub fn TargetChoice(view: CompareView) -> impl IntoView {
    let whole = view.subject.with_value(|subject| matches!(subject, Subject::Runs(_)));
    let names = view.runs.with_value(|runs| target_names(runs));
    let option = move |(at, name): (usize, String)| {
        view! {
            <option value=at.to_string() selected=move || view.target.get() == at>
                {name}
            </option>
        }
    };
    let choose = move |event: ev::Event| {
        if let Ok(at) = event_target_value(&event).parse() {
            view.target.set(at);
        }
    };
    (whole && names.len() > 1).then(|| {
        view! {
            <label class="sort">
                "Target " <select on:change=choose>{names.into_iter().enumerate().map(option).collect_view()}</select>
            </label>
        }
    })
}
