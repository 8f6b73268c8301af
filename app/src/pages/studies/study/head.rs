//! The head of the page: name, state, and possible changes of state.

use crate::api::studies::set_study_state;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::error_note::sentence;
use leptos::html;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::study::addresses;
use view_model::study::progress::{StateChange, items, participant_lines, state_changes, state_meaning, state_word};
use view_model::study::terms::StudyTerm;
use view_model::time;
use wire::people::Role;
use wire::study::summary::StudyState;

/// Name, state, and buttons that change it.
#[component]
pub fn Head(page: StudyPageState) -> impl IntoView {
    let summary = page.study.with_untracked(|study| study.summary.clone());
    let state = Memo::new(move |_| page.study.with(|study| study.summary.state));
    let counts = move || {
        let lines = page.study.with(|study| participant_lines(&study.summary));
        if lines.is_empty() { "Nobody has taken part yet.".into() } else { lines.join("; ") + "." }
    };
    view! {
        <header class="study-head">
            <p class="quiet">
                {format!(
                    "Study · {} from {} · made {}",
                    items(summary.items),
                    counted(summary.runs.len() as u64, "run"),
                    time::date(summary.created_ms),
                )}
            </p>
            <h1>{summary.name}</h1>
            <Steps page state />
            <p class="quiet" role="status">
                {counts}
            </p>
        </header>
    }
    .into_erased()
}

#[component]
fn Steps(page: StudyPageState, state: Memo<StudyState>) -> impl IntoView {
    let standing = NodeRef::<html::P>::new();
    let go = Action::new(move |&to: &StudyState| set_study_state(page.id(), to));
    Effect::new(move || {
        if let Some(Ok(())) = go.value().get() {
            page.refresh();
            // The pressed button may be removed.
            if let Some(line) = standing.get_untracked() {
                let _ = line.focus();
            }
        }
    });
    let trouble = move || match go.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => page.trouble.get(),
    };
    let button = move |step: &'static StateChange| {
        view! {
            <button
                type="button"
                class="button"
                class:primary=step.is_main
                disabled=go.pending()
                on:click=move |_| { go.dispatch(step.to); }
            >
                {step.label}
            </button>
        }
    };
    let may = current_user().has(Role::Collaborator);
    let preview = page.study.with_untracked(|study| addresses::preview(&study.link));
    view! {
        <p tabindex="-1" node_ref=standing>
            <span class=move || format!("state {}", state_word(state.get()).to_ascii_lowercase())>
                {move || state_word(state.get())}
            </span>
            " "
            {move || state_meaning(state.get())}
            " "
            <ExplainStudy term=StudyTerm::Pilot />
        </p>
        <div class="actions">
            {move || may.then(|| state_changes(state.get()).iter().map(button).collect_view())}
            <a class="button" href=preview target="_blank" rel="external noopener">
                "Preview as a participant"
                <span class="unseen">" (opens a new tab)"</span>
            </a>
        </div>
        <p class="field-problem" role="alert">
            {trouble}
        </p>
    }
    .into_erased()
}
