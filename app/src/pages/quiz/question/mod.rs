//! A question: its text, pictures, answers, and "Next".

mod answers;
mod ends;
mod fetched;
mod flash;
mod focus;
mod foot;
mod pictures;
mod slider;
mod state;

pub use focus::focus_of;

use super::begin_at;
use super::session::Session;
use crate::erased::IntoErasedView;
use answers::Answers;
use foot::Foot;
use leptos::ev;
use leptos::html::H1;
use leptos::prelude::*;
use pictures::QuestionPictures;
use state::QuestionState;
use view_model::quiz::question_layout::{AnswerForm, PictureLayout};

/// The current question.
#[component]
pub fn QuestionScreen(session: Session) -> impl IntoView {
    // Without a question no such screen is due.
    session.question().map(|question| {
        let state = QuestionState::new(session, question);
        state.listen();
        view! { <Asking state /> }
    })
}

#[component]
fn Asking(state: QuestionState) -> impl IntoView {
    let session = state.session;
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let (layout, form) = state.read(|_, layout| (layout.picture_layout, layout.form));
    let lies = match layout {
        PictureLayout::Single => "screen question of-one",
        PictureLayout::Pair => "screen question of-two",
        PictureLayout::OneAndSeveral if form == AnswerForm::Pictures => "screen question choosing",
        PictureLayout::OneAndSeveral => "screen question several",
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        state.go_on();
    };
    view! {
        <form class=lies autocomplete="off" on:submit=submit>
            <Progress state />
            <h1 id="question" node_ref=heading tabindex="-1">
                {state.question_text()}
            </h1>
            <QuestionPictures state />
            <Answers state />
            <Foot state />
        </form>
    }
    .into_erased()
}

#[component]
fn Progress(state: QuestionState) -> impl IntoView {
    let (position, total, is_practice) =
        state.read(|question, _| (question.position, question.total, question.is_practice));
    let session = state.session;
    let words = if is_practice {
        session.say("practice")
    } else {
        session.fill("progress", &[("n", &position.to_string()), ("total", &total.to_string())])
    };
    view! {
        <div class="way">
            <progress max=total value=position.saturating_sub(1) aria-label=words.clone()></progress>
            <p class="quiet">{words}</p>
        </div>
    }
}
