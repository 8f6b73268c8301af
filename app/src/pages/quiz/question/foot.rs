//! Feedback on practice answers, and the confirming button.

use super::state::QuestionState;
use crate::erased::IntoErasedView;
use leptos::html::Button;
use leptos::prelude::*;

/// Below the answers.
#[component]
pub fn Foot(state: QuestionState) -> impl IntoView {
    let session = state.session;
    let button = NodeRef::<Button>::new();
    Effect::new(move || {
        // The focused answer is disabled by now.
        if let Some(button) = button.get().filter(|_| state.has_feedback()) {
            let _ = button.focus();
        }
    });
    let feedback = move || session.feedback.get().map(|feedback| feedback.text);
    let label = move || if state.has_feedback() { session.say("go-on") } else { session.say("next") };
    view! {
        <div class="foot">
            <p class="feedback" role="status">
                {feedback}
            </p>
            <button
                node_ref=button
                type="submit"
                class="button primary large wide"
                disabled=move || !state.can_go_on()
            >
                {label}
            </button>
        </div>
    }
    .into_erased()
}
