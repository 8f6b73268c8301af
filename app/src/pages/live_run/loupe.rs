//! One clone enlarged, beside the seed that it started from.

use super::PageState;
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::html::Canvas;
use leptos::prelude::*;
use view_model::terms::Term;
use view_model::{number, paths};

/// The clone hovered, focused or touched.
#[component]
pub fn Loupe(view: PageState) -> impl IntoView {
    let slot = Memo::new(move |_| view.slot());
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            view.live.frames.enlarge_on(view.target.get(), slot.get(), canvas);
        }
    });
    let name = Memo::new(move |_| view.of_target(|target| target.name.clone()));
    let picture = Memo::new(move |_| view.live.frames.words(view.target.get(), slot.get()).get());
    let id = StoredValue::new(view.live.state.with_untracked(|state| state.run.id.clone()));
    let seed = Memo::new(move |_| id.with_value(|id| paths::seed(id, &name.get(), slot.get())));
    // A seed that is not stored (yet).
    let missing = RwSignal::new(String::new());
    let shown = move || Some(seed.get()).filter(|seed| *seed != missing.get());
    let score = move || picture.get().map_or("–".into(), |picture| number::score(picture.target_score.into()));
    let step = move || picture.get().map(|picture| format!(" at step {}", picture.iteration));
    view! {
        <section class="loupe" aria-label="Enlarged clone">
            <figure>
                <canvas
                    node_ref=canvas
                    width="128"
                    height="128"
                    role="img"
                    aria-label=move || alternative(&name.get(), slot.get())
                ></canvas>
                <figcaption>{move || format!("Clone {} of {}", slot.get() + 1, name.get())}</figcaption>
            </figure>
            <figure>
                <img
                    src=shown
                    alt=move || format!("Seed of clone {}", slot.get() + 1)
                    width="128"
                    height="128"
                    on:error=move |_| missing.set(seed.get_untracked())
                />
                <figcaption class="term">"Its seed " <Explain term=Term::Seed /></figcaption>
            </figure>
            <p class="figures">
                <span class="term">"Score in the attack " <Explain term=Term::ScoreInAttack /></span>
                <span>
                    <strong>{score}</strong>
                    <span class="at-step">{step}</span>
                </span>
            </p>
        </section>
    }
    .into_erased()
}

fn alternative(name: &str, slot: usize) -> String {
    format!("Clone {} of {name}, enlarged", slot + 1)
}
