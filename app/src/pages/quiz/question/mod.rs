//! A question: what is asked, the pictures, the answers, and "Next".

mod answers;
mod desk;
mod ends;
mod fetched;
mod flash;
mod focus;
mod foot;
mod pictures;
mod slider;

pub use focus::focus_of;

use super::begin_at;
use super::session::Session;
use crate::piece::IntoPiece;
use answers::Answers;
use desk::Desk;
use foot::Foot;
use leptos::ev;
use leptos::html::H1;
use leptos::prelude::*;
use pictures::Scene;
use view_model::quiz::sheet::{Form, Layout};

/// The question before the participant.
#[component]
pub fn QuestionScreen(session: Session) -> impl IntoView {
    // Without a question no such screen is due.
    session.question().map(|question| {
        let desk = Desk::new(session, question);
        desk.listen();
        view! { <Asking desk /> }
    })
}

#[component]
fn Asking(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let (layout, form) = desk.read(|_, sheet| (sheet.layout, sheet.form));
    let lies = match layout {
        Layout::Single => "screen question of-one",
        Layout::Pair => "screen question of-two",
        Layout::OneAndSeveral if form == Form::Pictures => "screen question choosing",
        Layout::OneAndSeveral => "screen question several",
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        desk.go_on();
    };
    view! {
        <form class=lies autocomplete="off" on:submit=submit>
            <Progress desk />
            <h1 id="question" node_ref=heading tabindex="-1">
                {desk.asked()}
            </h1>
            <Scene desk />
            <Answers desk />
            <Foot desk />
        </form>
    }
    .into_piece()
}

#[component]
fn Progress(desk: Desk) -> impl IntoView {
    let (position, total, is_practice) =
        desk.read(|question, _| (question.position, question.total, question.is_practice));
    let session = desk.session;
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
