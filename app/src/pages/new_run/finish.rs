//! The end of the form: problems, expected time, the file, and the start button.

use super::FormState;
use super::field::field_id;
use crate::api::{ApiError, start_run};
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use crate::parts::whole::load;
use leptos::prelude::*;
use view_model::new_run::NewRun;
use view_model::settings;
use view_model::{number, paths, time};
use wasm_bindgen::JsCast;
use wire::run::Problem;

/// The configuration as a file for the command line.
#[component]
pub fn AsFile(state: FormState) -> impl IntoView {
    let copied = RwSignal::new(false);
    let toml = Memo::new(move |_| state.checks.toml().unwrap_or_default());
    Effect::new(move || {
        toml.track();
        copied.set(false);
    });
    let copy = move |_| {
        // The promise fails if the page may not write to the clipboard; the text can be selected by hand.
        let _ = window().navigator().clipboard().write_text(&toml.get_untracked());
        copied.set(true);
    };
    view! {
        <details class="panel">
            <summary>"As a file"</summary>
            <p class="quiet">
                "The same run from a command line: save this as " <code>"run.toml"</code> " and call "
                <code>"effigy experiment run.toml --out DIR"</code> "."
            </p>
            <pre tabindex="0" aria-label="Configuration as TOML">{toml}</pre>
            <button type="button" class="button" on:click=copy>
                {move || if copied.get() { "Copied" } else { "Copy" }}
            </button>
        </details>
    }
    .into_erased()
}

/// Problems, the expected time, and the start button.
#[component]
pub fn Finish(state: FormState) -> impl IntoView {
    let start = Action::new(move |(): &()| {
        let config = state.form.with_untracked(|form| form.config().clone());
        async move { start_run(config).await }
    });
    Effect::new(move || match start.value().get() {
        // A page of another section of the site.
        Some(Ok(id)) => load(&paths::live_page(&id)),
        Some(Err(ApiError::Invalid(problems))) => state.checks.refused.set(problems),
        _ => {}
    });
    let trouble = move || {
        let error = match start.value().get() {
            Some(Err(ApiError::Invalid(_))) => state.checks.trouble(),
            Some(Err(error)) => Some(error),
            _ => state.checks.trouble(),
        };
        error.map(|error| sentence(&error.to_string()))
    };
    let problems = Memo::new(move |_| state.checks.problems());
    let blocked = move || state.form.with(|form| !form.problems().is_empty()) || start.pending().get();
    let expected = move || match state.checks.seconds(state.form.with(NewRun::preset)) {
        Some(seconds) if problems.with(Vec::is_empty) => format!("About {} on this device.", time::duration(seconds)),
        _ => String::new(),
    };
    view! {
        <div class="finish">
            <Problems state problems />
            <Warnings state />
            <p class="field-problem" role="alert">
                {trouble}
            </p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary large"
                    disabled=blocked
                    on:click=move |_| { start.dispatch(()); }
                >
                    {move || if start.pending().get() { "Starting…" } else { "Start the attack" }}
                </button>
                <span class="quiet" aria-live="polite">
                    {expected}
                </span>
            </div>
        </div>
    }
    .into_erased()
}

#[component]
fn Problems(state: FormState, problems: Memo<Vec<Problem>>) -> impl IntoView {
    let title = move || {
        let count = problems.with(Vec::len) as u64;
        (count > 0).then(|| format!("{} to solve before this can start", number::counted(count, "problem")))
    };
    let entry = move |problem: Problem| view! { <Entry state problem /> };
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

/// A link to a field by its name, with the message about it.
#[component]
fn Entry(state: FormState, problem: Problem) -> impl IntoView {
    let known = settings::find(&problem.field);
    let name = known.map_or_else(|| problem.field.clone(), |setting| setting.label.to_owned());
    let field = problem.field.clone();
    view! {
        <li>
            {match known {
                Some(_) => {
                    view! {
                        <button type="button" class="link" on:click=move |_| go_to(state, &field)>
                            {name}
                        </button>
                    }
                        .into_erased()
                }
                None => view! { <code>{name}</code> }.into_erased(),
            }} ": " {sentence(&problem.message)}
        </li>
    }
    .into_erased()
}

/// What will rule out a verdict, although the run can start.
#[component]
fn Warnings(state: FormState) -> impl IntoView {
    let warnings = Memo::new(move |_| state.checks.warnings());
    let entry = move |problem: Problem| view! { <Entry state problem /> };
    view! {
        <div class="warnings" aria-live="polite">
            <ul>{move || warnings.get().into_iter().map(entry).collect_view()}</ul>
        </div>
    }
    .into_erased()
}

/// Reveals a field and focuses it.
fn go_to(state: FormState, path: &str) {
    if settings::GROUPS.iter().any(|group| group.settings().any(|setting| setting.path == path)) {
        state.all_settings.set(true);
    }
    let id = field_id(path);
    request_animation_frame(move || {
        let input = document().get_element_by_id(&id).and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(input) = input {
            if let Some(details) = input.closest("details").ok().flatten() {
                // Fails only for a malformed name.
                let _ = details.set_attribute("open", "");
            }
            // An input can always be focused.
            let _ = input.focus();
        }
    });
}
