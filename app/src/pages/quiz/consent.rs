//! The screen before joining: introduction, consent text and language.

use super::begin_at;
use super::session::{JoinError, Session};
use crate::api::ApiError;
use crate::erased::IntoErasedView;
use leptos::html::H1;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::study::quiz::QuizState;

/// The state of joining.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    None,
    UnderWay,
    Lost,
    Refused,
    NoCookies,
}

/// The consent.
#[component]
pub fn Consent(session: Session) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let (opening, consent, version, questions, is_pilot) = session.state.with_untracked(|state| match state {
        QuizState::Consent { opening, consent, version, questions, is_pilot } => {
            (opening.clone(), consent.clone(), *version, questions.to_string(), *is_pilot)
        }
        _ => Default::default(),
    });
    view! {
        <section class="screen words">
            <Languages session />
            <h1 node_ref=heading tabindex="-1">
                {session.say("consent.heading")}
            </h1>
            <p class="said">{opening}</p>
            <p>{session.fill("consent.questions", &[("n", &questions)])}</p>
            {is_pilot.then(|| view! { <p class="notice">{session.say("consent.pilot")}</p> })}
            <div class="panel">
                <h2>{session.say("consent.agreement")}</h2>
                <p class="said">{consent}</p>
                <p class="quiet">{session.say("consent.kept")}</p>
            </div>
            <Agree session version />
        </section>
    }
    .into_erased()
}

/// Links to the same page in other languages.
#[component]
fn Languages(session: Session) -> impl IntoView {
    let languages = session.languages();
    let current = session.language.get_untracked();
    let link = |(tag, name, address): (String, String, String)| {
        let is_current = (tag == current).then_some("true");
        view! {
            <li>
                <a href=address rel="external" lang=tag.clone() hreflang=tag aria-current=is_current>
                    {name}
                </a>
            </li>
        }
    };
    let nav = (languages.len() > 1).then(|| {
        view! {
            <nav class="languages" aria-label=session.say("consent.language")>
                <ul>{languages.into_iter().map(link).collect_view()}</ul>
            </nav>
        }
    });
    view! { {nav} }
}

#[component]
fn Agree(session: Session, version: u32) -> impl IntoView {
    let attempt = RwSignal::new(Attempt::None);
    let agree = move |_| {
        if attempt.get_untracked() == Attempt::UnderWay {
            return;
        }
        attempt.set(Attempt::UnderWay);
        spawn_local(async move {
            let came_to = match session.join(version).await {
                Ok(()) => Attempt::None,
                Err(JoinError::NoCookies) => Attempt::NoCookies,
                Err(JoinError::Api(ApiError::Internal | ApiError::Transport(_))) => Attempt::Lost,
                Err(JoinError::Api(_)) => Attempt::Refused,
            };
            // After joining, this screen and its signals are gone.
            let _ = attempt.try_set(came_to);
        });
    };
    let problem = move || match attempt.get() {
        Attempt::Lost => Some(session.say("consent.failed")),
        Attempt::Refused => Some(session.say("consent.refused")),
        Attempt::NoCookies => Some(session.say("consent.cookies")),
        Attempt::None | Attempt::UnderWay => None,
    };
    let label = move || match attempt.get() {
        Attempt::UnderWay => session.say("consent.joining"),
        _ => session.say("consent.agree"),
    };
    view! {
        <div class="foot">
            <p class="field-problem" role="alert">
                {problem}
            </p>
            <button type="button" class="button primary large wide" on:click=agree>
                {label}
            </button>
            <button type="button" class="button large wide" on:click=move |_| session.go(|it| it.has_left.set(true))>
                {session.say("consent.leave")}
            </button>
        </div>
    }
    .into_erased()
}

/// After "I do not want to take part".
#[component]
pub fn Left(session: Session) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    view! {
        <section class="screen words">
            <h1 node_ref=heading tabindex="-1">
                {session.say("left.heading")}
            </h1>
            <p>{session.say("left.text")}</p>
            <p>
                <button type="button" class="button large" on:click=move |_| session.go(|it| it.has_left.set(false))>
                    {session.say("left.back")}
                </button>
            </p>
        </section>
    }
    .into_erased()
}
