//! Step 1: the source of faces, and whether recognizers are trained or loaded.

use super::FormState;
use super::field::{Field, FieldProblem, FieldWarning, Layout, field_id};
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::ev;
use leptos::prelude::*;
use view_model::faces::words;
use view_model::new_run::{NewRun, Source};
use view_model::settings::{Setting, find};
use view_model::terms::Term;
use wire::faces::{FaceSetSummary, RecognizerSummary};

/// The setting that names a set.
const SET: &str = "faces.set";

/// Faces and recognizers.
#[component]
pub fn FacesStep(state: FormState) -> impl IntoView {
    let fields = |paths: &'static [&'static str]| -> Vec<&'static Setting> {
        paths.iter().filter_map(|path| find(path)).collect()
    };
    let field = move |setting| view! { <Field state setting layout=Layout::Block /> };
    let own = ["name", "faces.folder.identities", "faces.folder.public"].as_slice();
    let loaded = ["recognizers.target", "recognizers.evaluation", "recognizers.judges"].as_slice();
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
            <SetChoice state />
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
                <KeptChoice state path="recognizers.kept_target" />
                <KeptChoice state path="recognizers.kept_evaluation" />
                <KeptJudges state />
                {fields(loaded).into_iter().map(field).collect_view()}
            </details>
        </section>
    }
    .into_erased()
}

/// The choice of a set of the workspace, with a link to add one.
#[component]
fn SetChoice(state: FormState) -> impl IntoView {
    let is_set = move || state.form.with(|form| form.source() == Source::Set);
    let option = move |set: &FaceSetSummary| {
        let id = set.id.clone();
        let chosen = move || state.form.with(|form| form.config().faces.set.as_ref() == Some(&id));
        let text = format!("{} ({})", set.name, words::content(set).to_lowercase());
        view! {
            <option value=set.id.0.clone() selected=chosen>
                {text}
            </option>
        }
    };
    let choose = move |event: ev::Event| {
        let id = event_target_value(&event);
        let set = state.defaults.with_value(|all| all.sets.iter().find(|set| set.id.0 == id).cloned());
        set.into_iter().for_each(|set| state.form.update(|form| form.choose_set(&set)));
    };
    let authority = move || {
        let chosen = state.form.with(|form| form.config().faces.set.clone());
        state.defaults.with_value(|all| {
            let set = all.sets.iter().find(|set| Some(&set.id) == chosen.as_ref())?;
            Some(words::authority(&set.authorisation))
        })
    };
    let field = move || {
        let id = field_id(SET);
        if state.defaults.with_value(|all| all.sets.is_empty()) {
            return view! { <p>"This workspace has no set of faces that is ready."</p> }.into_erased();
        }
        view! {
            <div class="field">
                <label for=id.clone()>"Set of faces"</label>
                <select id=id.clone() aria-describedby=format!("{id}-hint") on:change=choose>
                    {state.defaults.with_value(|all| all.sets.iter().map(option).collect_view())}
                </select>
                <p class="hint" id=format!("{id}-hint")>
                    {authority}
                </p>
            </div>
        }
        .into_erased()
    };
    view! {
        <Show when=is_set>
            {field()}
            <p>
                <a href=words::FACES_PAGE rel="external">
                    "Add faces"
                </a>
            </p>
        </Show>
    }
    .into_erased()
}

/// The choice of a recognizer of the workspace for a role; nothing if there is none.
#[component]
fn KeptChoice(state: FormState, path: &'static str) -> impl IntoView {
    let setting = find(path)?;
    if state.defaults.with_value(|all| all.recognizers.is_empty()) {
        return None;
    }
    let id = field_id(path);
    let option = move |kept: &RecognizerSummary| {
        let value = kept.id.0.clone();
        let own = value.clone();
        let chosen = move || state.form.with(|form| form.text(setting)) == own;
        let text = format!("{} ({})", kept.name, words::known(kept.classes));
        view! {
            <option value=value selected=chosen>
                {text}
            </option>
        }
    };
    let choose = move |event: ev::Event| state.form.update(|form| form.enter(setting, &event_target_value(&event)));
    Some(view! {
        <div class="field">
            <label for=id.clone()>{setting.label}</label>
            <select id=id.clone() aria-describedby=format!("{id}-hint {id}-warning") on:change=choose>
                <option value="">"None"</option>
                {state.defaults.with_value(|all| all.recognizers.iter().map(option).collect_view())}
            </select>
            <FieldWarning state path=setting.path />
            <p class="hint" id=format!("{id}-hint")>
                {setting.meaning}
            </p>
        </div>
    })
}

/// The choice of further judges among the recognizers of the workspace; nothing if there is none.
#[component]
fn KeptJudges(state: FormState) -> impl IntoView {
    const PATH: &str = "recognizers.kept_judges";
    let setting = find(PATH)?;
    if state.defaults.with_value(|all| all.recognizers.is_empty()) {
        return None;
    }
    let id = field_id(PATH);
    let all = state.defaults.with_value(|all| all.recognizers.clone());
    let option = move |kept: RecognizerSummary| {
        let (own, changed) = (kept.id.clone(), kept.id);
        let chosen = move || state.form.with(|form| form.config().recognizers.kept_judges.contains(&own));
        let change = move |event: ev::Event| {
            let is_chosen = event_target_checked(&event);
            state.form.update(|form| form.choose_judge(&changed, is_chosen));
        };
        let is_chosen = chosen.clone();
        view! {
            <label class="check">
                <input type="checkbox" checked=is_chosen prop:checked=chosen on:change=change />
                {format!("{} ({})", kept.name, words::known(kept.classes))}
            </label>
        }
    };
    Some(view! {
        <fieldset class="field" id=id.clone() aria-describedby=format!("{id}-hint {id}-problem")>
            <legend>{setting.label}</legend>
            {all.into_iter().map(option).collect_view()}
            <FieldProblem state setting />
            <p class="hint" id=format!("{id}-hint")>
                {setting.meaning}
            </p>
        </fieldset>
    })
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
    .into_erased()
}
