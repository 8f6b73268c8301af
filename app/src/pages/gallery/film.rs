//! The film of a clone forming, to play or to step through.

use crate::erased::IntoErasedView;
use crate::parts::steps::{Names, Steps};
use leptos::prelude::*;
use std::time::Duration;
use view_model::gallery::film::Film;
use view_model::number::score;
use wire::gallery::FilmStep;

/// How long a frame is shown.
const MOMENT: Duration = Duration::from_millis(120);

const NAMES: Names = Names { back: "One moment back", on: "One moment on", slider: "Moment" };

/// The film. Its frames lie side by side in one file, and one is shown at a time.
#[component]
pub fn FilmPlayer(
    /// The film's description.
    label: String,
    /// The file.
    strip: String,
    /// One for each frame.
    steps: Vec<FilmStep>,
) -> impl IntoView {
    let moments = steps.len();
    let film = RwSignal::new(Film::new(moments));
    let steps = StoredValue::new(steps);
    play(film);
    let words = Memo::new(move |_| steps.with_value(|steps| steps.get(film.get().at()).map_or(String::new(), words)));
    let shown = format!("background-image: url({strip}); background-size: {}% 100%; ", 100 * moments);
    let style = move || format!("{shown}background-position: {:.3}% 0", film.get().offset());
    view! {
        <figure class="film">
            <div class="screen" role="img" aria-label=move || format!("{label}, {}", words.get()) style=style></div>
            <div class="timeline" role="group" aria-label="Film">
                <button type="button" class="button small" on:click=move |_| film.update(Film::toggle)>
                    {move || if film.get().plays() { "Pause" } else { "Play" }}
                </button>
                <Steps
                    names=NAMES
                    at=Memo::new(move |_| film.get().at())
                    last=Signal::stored(moments.saturating_sub(1))
                    words
                    jump=move |to| film.update(|film| film.jump(to))
                    step=move |by| film.update(|film| film.step(by))
                />
            </div>
        </figure>
    }
    .into_erased()
}

/// Advances the film while it plays.
fn play(film: RwSignal<Film>) {
    let plays = Memo::new(move |_| film.get().plays());
    Effect::new(move || {
        if !plays.get() {
            return;
        }
        let timer = set_interval_with_handle(move || film.update(Film::tick), MOMENT);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
}

fn words(step: &FilmStep) -> String {
    format!("step {}, score in the attack {}", step.iteration, score(step.target_score.into()))
}
