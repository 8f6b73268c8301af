//! What is said of an answer in practice, and the button that confirms.

use super::desk::Desk;
use crate::piece::IntoPiece;
use leptos::html::Button;
use leptos::prelude::*;

/// Below the answers.
#[component]
pub fn Foot(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let button = NodeRef::<Button>::new();
    Effect::new(move || {
        // The answer that had the focus is closed by now.
        if let Some(button) = button.get().filter(|_| desk.has_feedback()) {
            let _ = button.focus();
        }
    });
    let feedback = move || session.feedback.get().map(|feedback| feedback.text);
    let label = move || if desk.has_feedback() { session.say("go-on") } else { session.say("next") };
    view! {
        <div class="foot">
            <p class="feedback" role="status">
                {feedback}
            </p>
            <button
                node_ref=button
                type="submit"
                class="button primary large wide"
                disabled=move || !desk.can_go_on()
            >
                {label}
            </button>
        </div>
    }
    .into_piece()
}
