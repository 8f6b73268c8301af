//! Writing a comment.

use super::CommentsState;
use crate::api::comments::write_comment;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use view_model::draft;

/// The field for a new comment.
#[component]
pub fn Compose(state: CommentsState) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let write = Action::new(move |(): &()| {
        let (run, text) = (state.run.get_value(), text.get_untracked());
        async move { write_comment(run, text).await }
    });
    Effect::new(move || {
        if let Some(Ok(_)) = write.value().get() {
            text.set(String::new());
            state.announcement.set("Your comment is written.");
            state.refresh();
        }
    });
    let problem = move || match write.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if draft::is_ready(&text.get_untracked()) && !write.pending().get_untracked() {
            write.dispatch(());
        }
    };
    view! {
        <form class="compose" on:submit=submit>
            <label for="comment">"Your comment"</label>
            <Field id="comment" text />
            <p class="field-problem" role="alert">
                {problem}
            </p>
            <div class="actions">
                <button
                    class="button primary"
                    disabled=move || !text.with(|text| draft::is_ready(text)) || write.pending().get()
                >
                    {move || if write.pending().get() { "Writing…" } else { "Write the comment" }}
                </button>
            </div>
        </form>
    }
    .into_erased()
}

/// A text field of several lines, with the number of characters left.
#[component]
pub fn Field(#[prop(into)] id: String, text: RwSignal<String>) -> impl IntoView {
    let room = move || text.with(|text| draft::room(text)).unwrap_or_default();
    let about = format!("{id}-room");
    view! {
        <textarea
            id=id
            rows="4"
            aria-describedby=about.clone()
            prop:value=move || text.get()
            on:input=move |event| text.set(event_target_value(&event))
        ></textarea>
        <p class="quiet room" id=about aria-live="polite">
            {room}
        </p>
    }
    .into_erased()
}
