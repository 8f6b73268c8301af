//! Thanks, and the codes.

use super::begin_at;
use super::codes::Code;
use super::session::Session;
use crate::piece::IntoPiece;
use crate::wire::study::quiz::QuizState;
use leptos::html::H1;
use leptos::prelude::*;

/// After the last answer.
#[component]
pub fn Done(session: Session) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let (closing, completion, withdrawal, return_to) = session.state.with_untracked(|state| match state {
        QuizState::Done { closing, completion_code, withdrawal_code, return_to } => {
            (closing.clone(), completion_code.clone(), withdrawal_code.clone(), return_to.clone())
        }
        _ => Default::default(),
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
                {session.say("done.heading")}
            </h1>
            <p class="said">{closing}</p>
            <div class="panel">
                <h2>{session.say("done.completion")}</h2>
                <Code session name=session.say("done.completion") code=completion />
                <p class="quiet">{session.say("done.completion-note")}</p>
            </div>
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
    .into_piece()
}
