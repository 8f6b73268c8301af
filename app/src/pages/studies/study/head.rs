//! The head of the page: name, state, and the steps that can be taken.

use crate::api::studies::set_study_state;
use crate::pages::studies::desk::Desk;
use crate::pages::studies::explain::ExplainStudy;
use crate::parts::error_note::sentence;
use crate::piece::IntoPiece;
use crate::who::who;
use leptos::html;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::study::addresses;
use view_model::study::standing::{Move, crowd_lines, items, moves, state_meaning, state_word};
use view_model::study::terms::StudyTerm;
use view_model::time;
use wire::people::Role;
use wire::study::summary::StudyState;

/// Name, state, steps.
#[component]
pub fn Head(desk: Desk) -> impl IntoView {
    let summary = desk.study.with_untracked(|study| study.summary.clone());
    let state = Memo::new(move |_| desk.study.with(|study| study.summary.state));
    let crowd = move || {
        let lines = desk.study.with(|study| crowd_lines(&study.summary));
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
            <Steps desk state />
            <p class="quiet" role="status">
                {crowd}
            </p>
        </header>
    }
    .into_piece()
}

#[component]
fn Steps(desk: Desk, state: Memo<StudyState>) -> impl IntoView {
    let standing = NodeRef::<html::P>::new();
    let go = Action::new(move |&to: &StudyState| set_study_state(desk.id(), to));
    Effect::new(move || {
        if let Some(Ok(())) = go.value().get() {
            desk.refresh();
            // The button that was pressed may be gone.
            if let Some(line) = standing.get_untracked() {
                let _ = line.focus();
            }
        }
    });
    let trouble = move || match go.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => desk.trouble.get(),
    };
    let button = move |step: &'static Move| {
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
    let may = who().has(Role::Collaborator);
    let preview = desk.study.with_untracked(|study| addresses::preview(&study.link));
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
            {move || may.then(|| moves(state.get()).iter().map(button).collect_view())}
            <a class="button" href=preview target="_blank" rel="external noopener">
                "Preview as a participant"
                <span class="unseen">" (opens a new tab)"</span>
            </a>
        </div>
        <p class="field-problem" role="alert">
            {trouble}
        </p>
    }
    .into_piece()
}
