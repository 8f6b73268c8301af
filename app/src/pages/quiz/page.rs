//! The page of a quiz link: loads the visitor's state and shows the matching screen.

use super::consent::{Consent, Left};
use super::done::Done;
use super::instructions::Instructions;
use super::notice::Notice;
use super::question::QuestionScreen;
use super::session::{Address, Saving, Session};
use crate::api::ApiError;
use crate::api::quiz::get_quiz_texts;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::set_status_not_found;
use crate::parts::title::PlainTitle;
use leptos::prelude::*;
use leptos_meta::Html;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use view_model::markup::escaped;
use view_model::quiz::arrival::arrival;
use view_model::quiz::screen::Screen;
use view_model::quiz::words::Words;
use wire::study::quiz::{PageTexts, Quiz, QuizLink, QuizState};

/// The page's initial data.
#[derive(Clone, Serialize, Deserialize)]
enum PageData {
    /// The quiz.
    Quiz(Box<Quiz>),
    /// No quiz: it does not exist, or the server failed.
    Nothing { is_unknown: bool, texts: PageTexts },
}

/// The quiz.
#[component]
pub fn QuizPage() -> impl IntoView {
    let address = address();
    let to_ask = address.clone();
    let found = JsonResource::new_with_options(|| (), move |()| find(to_ask.clone()), false);
    view! {
        <Suspense>
            {move || {
                let address = address.clone();
                Suspend::new(async move {
                    match found.await {
                        PageData::Quiz(quiz) => {
                            let session = Session::new(address, *quiz);
                            view! { <Stage session /> }.into_any()
                        }
                        PageData::Nothing { is_unknown, texts } => view! { <Nothing is_unknown texts /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

fn address() -> Address {
    let link = QuizLink(use_params_map().read_untracked().get("link").unwrap_or_default());
    let query = use_query_map();
    let query = query.read_untracked();
    let parameter = |name: &str| query.get(name).filter(|value| !value.is_empty());
    Address { link, arrival: arrival(&parameter), language: parameter("lang") }
}

async fn find(address: Address) -> PageData {
    let language = address.language.clone();
    match address.ask().await {
        Ok(quiz) => PageData::Quiz(Box::new(quiz)),
        Err(error) => {
            let is_unknown = matches!(error, ApiError::NotFound(_));
            PageData::Nothing { is_unknown, texts: get_quiz_texts(language).await.unwrap_or_default() }
        }
    }
}

/// Shows the current screen, and whether the last answer is saved.
#[component]
fn Stage(session: Session) -> impl IntoView {
    let screen = Memo::new(move |_| session.screen());
    let saving = move || match session.saving.get() {
        Saving::Nothing => None,
        Saving::UnderWay => Some(session.say("saving")),
        Saving::Waiting => Some(session.say("unsaved")),
        Saving::Stored => Some(session.say("saved")),
        Saving::TooFast => Some(session.say("too-fast")),
    };
    let manner = move || match session.saving.get() {
        Saving::Waiting | Saving::TooFast => "saying waiting",
        Saving::Stored => "saying stored",
        Saving::UnderWay | Saving::Nothing => "saying",
    };
    view! {
        <Html attr:lang=session.language />
        <PlainTitle text=session.say("title") />
        <main id="main" class="quiz">
            <noscript inner_html=escaped(&session.say("script-needed"))></noscript>
            {move || match screen.get() {
                Screen::Consent => view! { <Consent session /> }.into_erased(),
                Screen::Left => view! { <Left session /> }.into_erased(),
                Screen::Instructions(assignment) => view! { <Instructions session assignment /> }.into_erased(),
                Screen::Question(_) => view! { <QuestionScreen session /> }.into_erased(),
                Screen::Done | Screen::Ended => view! { <Done session /> }.into_erased(),
                Screen::Crowded => view! { <Crowded session /> }.into_erased(),
                Screen::Closed => {
                    let (heading, text) = (session.say("closed.heading"), session.say("closed.text"));
                    view! { <Notice heading text session=Some(session) /> }.into_erased()
                }
                Screen::NoEntry => {
                    let (heading, text) = (session.say("no-entry.heading"), session.say("no-entry.text"));
                    view! { <Notice heading text session=Some(session) /> }.into_erased()
                }
                Screen::Withdrawn => {
                    let (heading, text) = (session.say("withdrawn.heading"), session.say("withdrawn.text"));
                    view! { <Notice heading text session=Some(session) /> }.into_erased()
                }
            }}
            <p class=manner role="status">
                {saving}
            </p>
        </main>
    }
    .into_erased()
}

/// Too many people have joined from the same network; the participant can try again later.
#[component]
fn Crowded(session: Session) -> impl IntoView {
    let minutes = session.state.with_untracked(|state| match state {
        QuizState::Crowded { minutes } => minutes.to_string(),
        _ => String::new(),
    });
    let text = session.fill("crowded.text", &[("n", &minutes)]);
    view! {
        <Notice heading=session.say("crowded.heading") text session=Some(session) />
        <a class="button" href="" rel="external">
            {session.say("error.again")}
        </a>
    }
    .into_erased()
}

/// The study does not exist or cannot be shown.
#[component]
fn Nothing(is_unknown: bool, texts: PageTexts) -> impl IntoView {
    let words = Words(texts.texts);
    let (heading, text) = if is_unknown {
        set_status_not_found();
        (words.say("missing.heading"), words.say("missing.text"))
    } else {
        (words.say("error.heading"), words.say("error.text"))
    };
    let again = (!is_unknown).then(|| {
        view! {
            <a class="button" href="" rel="external">
                {words.say("error.again")}
            </a>
        }
    });
    view! {
        <Html attr:lang=texts.language />
        <PlainTitle text=words.say("title") />
        <main id="main" class="quiz">
            <Notice heading text session=None />
            {again}
        </main>
    }
    .into_erased()
}
