//! The end of the form: problems, the work for participants, and the button that creates the study.

use super::FormState;
use crate::api::ApiError;
use crate::api::studies::create_study;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use view_model::number::counted;
use view_model::study::addresses;
use view_model::study::new_study::{FormSection, NewStudy};
use view_model::study::work::work;
use wasm_bindgen::JsCast;
use wire::run::Problem;

/// Problems, the work, and the button that creates the study.
#[component]
pub fn Finish(state: FormState) -> impl IntoView {
    let navigate = use_navigate();
    let make = Action::new(move |(): &()| {
        let config = state.form.with_untracked(NewStudy::config);
        async move { create_study(config).await }
    });
    Effect::new(move || match make.value().get() {
        Some(Ok(id)) => navigate(&addresses::study_page(&id), Default::default()),
        Some(Err(ApiError::Invalid(problems))) => state.checks.refused.set(problems),
        _ => {}
    });
    let trouble = move || {
        let refused = match make.value().get() {
            Some(Err(ApiError::Invalid(_))) | Some(Ok(_)) | None => None,
            Some(Err(error)) => Some(error),
        };
        refused.or_else(|| state.checks.trouble()).map(|error| sentence(&error.to_string()))
    };
    let blocked = move || {
        make.pending().get()
            || !state.form.with(NewStudy::is_readable)
            || state.checks.found().is_some_and(|checked| !checked.problems.is_empty())
    };
    view! {
        <div class="finish">
            <Problems state />
            <Work state />
            <p class="field-problem" role="alert">
                {trouble}
            </p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary large"
                    disabled=blocked
                    on:click=move |_| { make.dispatch(()); }
                >
                    {move || if make.pending().get() { "Making…" } else { "Make the study" }}
                </button>
                <span class="quiet">"It starts as a draft: nobody can join until you open it."</span>
            </div>
        </div>
    }
    .into_erased()
}

#[component]
fn Work(state: FormState) -> impl IntoView {
    let words = move || {
        let found = state.checks.found().filter(|checked| checked.problems.is_empty())?;
        Some(work(&found, &state.form.with(|form| form.asked().iter().map(|kind| kind.title()).collect::<Vec<_>>())))
    };
    view! {
        <p class="work" role="status">
            {words}
        </p>
    }
    .into_erased()
}

#[component]
fn Problems(state: FormState) -> impl IntoView {
    let problems = Memo::new(move |_| state.checks.problems());
    let title = move || {
        let count = problems.with(Vec::len) as u64;
        (count > 0).then(|| format!("{} to solve before the study can be made", counted(count, "problem")))
    };
    let entry = |(place, problem): (FormSection, Problem)| {
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| go_to(place)>
                    {place.title()}
                </button>
                ": "
                {sentence(&problem.message)}
            </li>
        }
    };
    view! {
        <div class="problems" aria-live="polite" class:has-problems=move || problems.with(|all| !all.is_empty())>
            <p>
                <strong>{title}</strong>
            </p>
            <ul>{move || problems.get().into_iter().map(entry).collect_view()}</ul>
        </div>
    }
    .into_erased()
}

/// Focuses the message about a problem, beside its fields.
fn go_to(place: FormSection) {
    let note = document().get_element_by_id(&place.id()).and_then(|note| note.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(note) = note {
        // The message can always be focused.
        let _ = note.focus();
    }
}
