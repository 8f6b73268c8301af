//! A screen with one message.

use super::begin_at;
use super::session::Session;
use crate::erased::IntoErasedView;
use leptos::html::H1;
use leptos::prelude::*;

/// The message.
#[component]
pub fn Notice(
    /// The heading.
    heading: String,
    /// The explanation, and what to do.
    text: String,
    /// The quiz session, if there is one.
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
