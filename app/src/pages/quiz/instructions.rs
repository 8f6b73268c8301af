//! Instructions for the next task.

use super::begin_at;
use super::question::focus_of;
use super::session::Session;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::html::H1;
use leptos::prelude::*;
use view_model::quiz::question_layout::QuestionLayout;

/// The instructions, before the first question of the task.
#[component]
pub fn Instructions(session: Session, assignment: u64) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    begin_at(heading, session);
    let question = session.question();
    let is_practice = question.as_ref().is_some_and(|question| question.is_practice);
    let layout = question.as_ref().map(QuestionLayout::of);
    let how = layout.as_ref().map(|layout| session.say(layout.instructions));
    let is_flashed = layout.as_ref().is_some_and(|layout| layout.flash_ms.is_some());
    let begin = move || session.go(|it| it.begun.set(Some(assignment)));
    let enter = window_event_listener(ev::keydown, move |event| {
        let is_on_page = focus_of(&event).is_none_or(|focus| !focus.takes_enter());
        if event.key() == "Enter" && !event.repeat() && is_on_page {
            event.prevent_default();
            begin();
        }
    });
    on_cleanup(move || enter.remove());
    view! {
        <section class="screen words">
            <h1 node_ref=heading tabindex="-1">
                {session.say("instructions.heading")}
            </h1>
            <p class="lead">{how}</p>
            {is_flashed.then(|| view! { <p>{session.say("instructions.flash")}</p> })}
            {is_practice.then(|| view! { <p>{session.say("instructions.practice")}</p> })}
            <p class="quiet for-keyboards">{session.say("instructions.keys")}</p>
            <div class="foot">
                <button type="button" class="button primary large wide" on:click=move |_| begin()>
                    {session.say("instructions.begin")}
                </button>
            </div>
        </section>
    }
    .into_erased()
}
