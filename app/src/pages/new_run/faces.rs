//! Step 1: where the faces come from, and whether recognizers are trained or loaded.

use super::FormState;
use super::field::{Field, Layout};
use crate::parts::explain::Explain;
use crate::piece::IntoPiece;
use crate::view_model::new_run::{NewRun, Source};
use crate::view_model::settings::{Setting, find};
use crate::view_model::terms::Term;
use leptos::prelude::*;

/// Faces and recognizers.
#[component]
pub fn FacesStep(state: FormState) -> impl IntoView {
    let fields = |paths: &'static [&'static str]| -> Vec<&'static Setting> {
        paths.iter().filter_map(|path| find(path)).collect()
    };
    let field = move |setting| view! { <Field state setting layout=Layout::Block /> };
    let own = ["name", "faces.folder.identities", "faces.folder.public"].as_slice();
    let loaded = ["recognizers.target", "recognizers.evaluation"].as_slice();
    view! {
        <section class="panel">
            <h2>
                <span class="number">"1"</span>
                "Faces and recognizers"
            </h2>
            <fieldset>
                <legend>"Whose faces?"</legend>
                <div class="choices">{Source::ALL.map(|source| view! { <SourceCard state source /> })}</div>
            </fieldset>
            {fields(own).into_iter().map(field).collect_view()}
            <p class="quiet">
                "Two recognizers are trained on these faces: a " <span class="term">
                    "target recognizer " <Explain term=Term::TargetRecognizer />
                </span> " and an " <span class="term">
                    "evaluation recognizer " <Explain term=Term::EvaluationRecognizer />
                </span> "."
            </p>
            <details>
                <summary>"Load recognizers instead of training them"</summary>
                {fields(loaded).into_iter().map(field).collect_view()}
            </details>
        </section>
    }
    .into_piece()
}

#[component]
fn SourceCard(state: FormState, source: Source) -> impl IntoView {
    let chosen = move || state.form.with(NewRun::source) == source;
    let choose = move |_| {
        state.defaults.with_value(|defaults| state.form.update(|form| form.start_from(source, defaults)));
    };
    view! {
        <label class="choice">
            <input
                type="radio"
                name="source"
                value=format!("{source:?}").to_ascii_lowercase()
                checked=chosen
                prop:checked=chosen
                on:change=choose
            />
            <span class="choice-title">{source.title()}</span>
            <span class="choice-line">{source.line()}</span>
        </label>
    }
    .into_piece()
}
