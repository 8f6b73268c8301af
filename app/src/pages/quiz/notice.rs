//! A screen that says one thing.

use super::begin_at;
use super::session::Session;
use crate::erased::IntoErasedView;
use leptos::html::H1;
use leptos::prelude::*;

/// Says it.
#[component]
pub fn Notice(
    /// In a few words.
    heading: String,
    /// What it means, and what to do.
    text: String,
    /// The way through the quiz, if there is one.
    session: Option<Session>,
) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    if let Some(session) = session {
        begin_at(node, session);
    }
    view! {
        <section class="screen words">
            <h1 node_ref=node tabindex="-1">
                {heading}
            </h1>
            <p>{text}</p>
        </section>
    }
    .into_erased()
}
