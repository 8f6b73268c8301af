//! The head of the page: the run's name, activity, progress and actions.

use super::notify::TellMe;
use super::stop::StopButton;
use crate::api::resume_run;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::live::{Link, LiveRun};
use crate::parts::comments_link::CommentsLink;
use crate::parts::error_note::sentence;
use crate::parts::sign_in_link::SignInLink;
use leptos::prelude::*;
use view_model::{kept, number, paths, presence, time};
use wire::live::LiveState;
use wire::people::Role;
use wire::run::RunState;

/// Name, state, progress, actions.
#[component]
pub fn Status(live: LiveRun) -> impl IntoView {
    let run = move || live.state.with(|state| state.run.clone());
    let progress = Memo::new(move |_| run().progress);
    let state = Memo::new(move |_| run().state);
    let going = move || !state.get().is_over();
    view! {
        <header class="status">
            <div class="status-head">
                <h1>{move || run().name}</h1>
                <Actions live state />
            </div>
            <p class="doing" role="status">
                {move || headline(&run().doing, state.get())}
            </p>
            <Show when=going>
                <progress max="1" value=move || progress.get().to_string() aria-label="Progress of the run"></progress>
            </Show>
            <p class="quiet facts">
                <span>{move || live.state.with(facts)}</span>
                <LinkState live />
            </p>
            <Problem live />
        </header>
    }
    .into_erased()
}

fn headline(doing: &str, state: RunState) -> String {
    match state {
        RunState::Queued => "Waiting for the device".into(),
        RunState::Running => doing.to_owned(),
        RunState::Finished => "Finished".into(),
        RunState::Cancelled => format!("Stopped. It can be resumed. {}", kept::WORDS),
        RunState::Failed => "Failed".into(),
    }
}

/// Progress, time left, viewers, in one line.
fn facts(state: &LiveState) -> String {
    let mut facts = Vec::new();
    if state.run.state == RunState::Running {
        let progress = &state.progress;
        if progress.total > 0 {
            facts.push(format!(
                "{} of {} {}",
                number::count(progress.done),
                number::count(progress.total),
                progress.unit
            ));
        }
        facts.push(format!("{} of the run", number::progress(state.run.progress)));
        facts.push(time::time_left(state.remaining_seconds));
    }
    if !state.run.state.is_over() && state.viewers > 0 {
        facts.push(presence::words(state.viewers, &state.watching));
    }
    if state.run.synthetic {
        facts.push("drawn people, none real".into());
    }
    facts.join(" · ")
}

#[component]
fn LinkState(live: LiveRun) -> impl IntoView {
    let text = move || match live.link.get() {
        Link::Reconnecting => "Connection lost. Reconnecting…",
        Link::Refused => "The server ended this connection. Reload the page to watch again.",
        Link::NotAllowed => "You are signed out, or may no longer see this run. ",
        Link::Connecting | Link::Open | Link::Closed => "",
    };
    view! {
        <span class="link-state" role="status">
            {text}
            <Show when=move || live.link.get() == Link::NotAllowed>
                <SignInLink />
            </Show>
        </span>
    }
    .into_erased()
}

#[component]
fn Actions(live: LiveRun, state: Memo<RunState>) -> impl IntoView {
    let id = StoredValue::new(live.state.with_untracked(|state| state.run.id.clone()));
    // Queued and running runs share one button, so that an open confirmation stays open when the run starts.
    let standing = Memo::new(move |_| match state.get() {
        RunState::Queued => RunState::Running,
        other => other,
    });
    let may = current_user().has(Role::Collaborator);
    let actions = move || match standing.get() {
        RunState::Queued | RunState::Running if may => view! { <StopButton id=id.get_value() /> }.into_erased(),
        RunState::Finished => view! {
            <a class="button primary" href=paths::report_page(&id.get_value())>
                "Open the report"
            </a>
        }
        .into_erased(),
        RunState::Cancelled | RunState::Failed if may => view! { <Resume live /> }.into_erased(),
        _ => view! { <span></span> }.into_erased(),
    };
    view! {
        <div class="actions">
            {actions}
            {may
                .then(|| {
                    view! {
                        <a class="button" href=paths::run_again(&id.get_value()) rel="external">
                            "Run again with changes"
                        </a>
                    }
                })}
            <TellMe live />
            <CommentsLink id=id.get_value() />
        </div>
    }
    .into_erased()
}

#[component]
fn Resume(live: LiveRun) -> impl IntoView {
    let id = live.state.with_untracked(|state| state.run.id.clone());
    let resume = Action::new(move |(): &()| {
        let id = id.clone();
        async move { resume_run(id).await }
    });
    Effect::new(move || {
        if let Some(Ok(())) = resume.value().get() {
            live.reconnect();
        }
    });
    let problem = move || match resume.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    view! {
        <button class="button primary" disabled=resume.pending() on:click=move |_| { resume.dispatch(()); }>
            "Resume"
        </button>
        <p class="field-problem" role="alert">
            {problem}
        </p>
    }
    .into_erased()
}

#[component]
fn Problem(live: LiveRun) -> impl IntoView {
    let problem = Memo::new(move |_| live.state.with(|state| state.run.problem.clone()));
    move || problem.get().map(|problem| view! { <p class="notice problem" role="alert">{sentence(&problem)}</p> })
}

/// Notes about the run.
#[component]
pub fn Notes(live: LiveRun) -> impl IntoView {
    let notes = Memo::new(move |_| live.state.with(|state| state.notes.clone()));
    view! {
        <Show when=move || notes.with(|notes| !notes.is_empty())>
            <section class="notes">
                <h2>"Notes"</h2>
                <ul>{move || notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
            </section>
        </Show>
    }
    .into_erased()
}
