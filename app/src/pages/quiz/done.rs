//! Thanks and codes, after the last answer or when the study was closed before it.

use super::begin_at;
use super::codes::Code;
use super::session::Session;
use crate::erased::IntoErasedView;
use leptos::html::H1;
use leptos::prelude::*;
use wire::study::quiz::QuizState;

/// The participant's codes.
#[derive(Default)]
struct Codes {
    heading: String,
    closing: String,
    completion: String,
    /// What to do with the completion code.
    completion_note: String,
    withdrawal: String,
    return_to: Option<String>,
}

impl Codes {
    fn of(state: &QuizState, session: Session) -> Self {
        let note =
            |is_asked_for: bool| session.say(if is_asked_for { "done.completion-note" } else { "done.completion-own" });
        match state.clone() {
            QuizState::Done { closing, completion_code, is_code_asked_for, withdrawal_code, return_to } => Self {
                heading: session.say("done.heading"),
                closing,
                completion: completion_code,
                completion_note: note(is_code_asked_for),
                withdrawal: withdrawal_code,
                return_to,
            },
            QuizState::Ended { completion_code, is_code_asked_for, withdrawal_code } => Self {
                heading: session.say("ended.heading"),
                closing: session.say("ended.text"),
                completion: completion_code,
                completion_note: note(is_code_asked_for),
                withdrawal: withdrawal_code,
                return_to: None,
            },
            _ => Self::default(),
        }
    }
}

/// After the last answer.
#[component]
pub fn Done(session: Session) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let codes = session.state.with_untracked(|state| Codes::of(state, session));
    let Codes { heading: words, closing, completion, completion_note, withdrawal, return_to } = codes;
    let completion = (!completion.is_empty()).then(|| {
        view! {
            <div class="panel">
                <h2>{session.say("done.completion")}</h2>
                <Code session name=session.say("done.completion") code=completion />
                <p class="quiet">{completion_note}</p>
            </div>
        }
    });
    let back = return_to.map(|address| {
        view! {
            <a class="button primary large wide" href=address rel="external noreferrer">
                {session.say("done.return")}
            </a>
        }
    });
    let withdraw = ["/withdraw?lang=", &session.language.get_untracked()].concat();
    view! {
        <section class="screen words">
            <h1 node_ref=heading tabindex="-1">
                {words}
            </h1>
            <p class="said">{closing}</p>
            {completion}
            {back}
            <div class="panel">
                <h2>{session.say("done.withdrawal")}</h2>
                <Code session name=session.say("done.withdrawal") code=withdrawal />
                <p>{session.say("done.withdrawal-note")}</p>
                <p>
                    <a href=withdraw rel="external">
                        {session.say("done.withdraw")}
                    </a>
                </p>
            </div>
        </section>
    }
    .into_erased()
}
