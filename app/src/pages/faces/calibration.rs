//! The check of an embedding network on its card: photographs to choose, progress, and the result as a picture.

use crate::api::faces::{check_recognizer, get_recognizer_check, stop_recognizer_check};
use crate::erased::IntoErasedView;
use crate::parts::chart::Chart;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use view_model::chart::distribution_svg;
use view_model::faces::calibration::{CalibrationWords, picture, picture_words};
use wire::calibration::{Calibration, CalibrationState, CheckedWith};
use wire::faces::{FaceSetId, FaceSetState, FaceSetSummary, RecognizerId};

/// Between two looks at a check under way.
const EVERY: Duration = Duration::from_millis(700);

/// What the card knows of the check.
#[derive(Clone, Copy)]
struct Check {
    id: StoredValue<RecognizerId>,
    state: RwSignal<CalibrationState>,
    problem: RwSignal<String>,
}

impl Check {
    /// Asks for the state, and again while the check is under way. The page may be closed meanwhile.
    fn look(self) {
        spawn_local(async move {
            let Some(id) = self.id.try_get_value() else { return };
            match get_recognizer_check(id).await {
                Ok(state) => {
                    let is_running = matches!(state, CalibrationState::Running { .. });
                    if self.state.try_set(state).is_none() && is_running {
                        set_timeout(move || self.look(), EVERY);
                    }
                }
                Err(error) => drop(self.problem.try_set(sentence(&error.to_string()))),
            }
        });
    }

    fn start(self, with: CheckedWith) {
        self.problem.set(String::new());
        spawn_local(async move {
            match check_recognizer(self.id.get_value(), with).await {
                Ok(()) => self.look(),
                Err(error) => drop(self.problem.try_set(sentence(&error.to_string()))),
            }
        });
    }

    fn stop(self) {
        spawn_local(async move {
            if stop_recognizer_check(self.id.get_value()).await.is_ok() {
                self.look();
            }
        });
    }
}

/// The check of one network.
#[component]
pub fn NetworkCheck(id: RecognizerId, sets: Vec<FaceSetSummary>, may_start: bool) -> impl IntoView {
    let field = format!("check-{}", id.0);
    let check = Check { id: StoredValue::new(id), state: RwSignal::default(), problem: RwSignal::default() };
    Effect::new(move || check.look());
    let chosen = RwSignal::new(String::new());
    let start = move |_| {
        let with = match chosen.get_untracked() {
            id if id.is_empty() => CheckedWith::Drawn,
            id => CheckedWith::Set { id: FaceSetId(id) },
        };
        check.start(with);
    };
    let is_running = Memo::new(move |_| check.state.with(|state| matches!(state, CalibrationState::Running { .. })));
    let option = |set: &FaceSetSummary| view! { <option value=set.id.0.clone()>{set.name.clone()}</option> };
    let ready = sets.iter().filter(|set| set.state == FaceSetState::Ready).map(option).collect_view();
    let form = may_start.then(|| {
        view! {
            <div class="check-form">
                <label for=field.clone()>"Is it understood rightly? Check it with"</label>
                <select
                    id=field
                    disabled=is_running
                    on:change=move |event: ev::Event| chosen.set(event_target_value(&event))
                >
                    <option value="">"drawn people"</option>
                    {ready}
                </select>
                <button type="button" class="button small" disabled=is_running on:click=start>
                    "Check"
                </button>
                <Show when=move || is_running.get()>
                    <button type="button" class="button small" on:click=move |_| check.stop()>
                        "Stop"
                    </button>
                </Show>
            </div>
        }
    });
    let shown = move || match check.state.get() {
        CalibrationState::None => view! { <p class="check-state"></p> }.into_erased(),
        CalibrationState::Running { done, total } => {
            let share = f64::from(done) / f64::from(total.max(1));
            view! {
                <p class="check-state" role="status">
                    {format!("Trying the usual preprocessings: {:.0} %", 100.0 * share)}
                </p>
            }
            .into_erased()
        }
        CalibrationState::Failed { why } => view! { <p class="field-problem">{sentence(&why)}</p> }.into_erased(),
        CalibrationState::Done { calibration } => view! { <Outcome calibration /> }.into_erased(),
    };
    view! {
        <div class="network-check">
            {form}
            <p class="field-problem" role="alert">
                {check.problem}
            </p>
            {shown}
        </div>
    }
    .into_erased()
}

/// The result: a sentence, the picture, and everything that was tried.
#[component]
fn Outcome(calibration: Calibration) -> impl IntoView {
    let best = calibration.tried.first().cloned().unwrap_or_default();
    let words = CalibrationWords::of(&calibration);
    let said = words.map(|CalibrationWords { headline, warning, columns, rows }| {
        let row = |cells: [String; 7]| view! { <tr>{cells.map(|cell| view! { <td>{cell}</td> })}</tr> };
        view! {
            <p role="status">{headline}</p>
            <p class="field-warning">{warning}</p>
            <Chart svg=distribution_svg(&picture(&best)) label=picture_words(&best) />
            <p class="quiet">"Cosines from −0.4 to 1: pairs of the same person in colour, of two people in grey."</p>
            <details>
                <summary>"All preprocessings that were tried"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Preprocessings">
                    <table>
                        <thead>
                            <tr>{columns.map(|column| view! { <th scope="col">{column}</th> })}</tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </details>
        }
    });
    view! { <div>{said}</div> }.into_erased()
}
