//! Confirmation before an action that cannot be undone.

use crate::erased::IntoErasedView;
use leptos::html::Dialog;
use leptos::prelude::*;
use std::sync::Arc;

/// A question, and the action on "yes".
#[derive(Clone)]
pub struct Question {
    /// The question.
    pub title: String,
    /// The consequences.
    pub line: &'static str,
    /// The label of the confirming button.
    pub yes: &'static str,
    /// The label of the cancelling button.
    pub no: &'static str,
    /// The action.
    pub act: Arc<dyn Fn() + Send + Sync>,
}

/// The dialog of a page, open while there is a question.
#[component]
pub fn Ask(
    /// The open question.
    asked: RwSignal<Option<Question>>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let is_asked = asked.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        if is_asked && !dialog.open() {
            // Fails only if the dialog is already open.
            let _ = dialog.show_modal();
        } else if !is_asked {
            dialog.close();
        }
    });
    let yes = move |_| {
        if let Some(question) = asked.get_untracked() {
            asked.set(None);
            (question.act)();
        }
    };
    let words = move |word: fn(&Question) -> String| asked.with(|asked| asked.as_ref().map(word));
    view! {
        <dialog node_ref=dialog class="ask" aria-labelledby="ask" on:close=move |_| asked.set(None)>
            <h2 id="ask">{move || words(|it| it.title.clone())}</h2>
            <p>{move || words(|it| it.line.into())}</p>
            <div class="actions">
                <button type="button" class="button danger" on:click=yes>
                    {move || words(|it| it.yes.into())}
                </button>
                <button type="button" class="button" on:click=move |_| asked.set(None)>
                    {move || words(|it| it.no.into())}
                </button>
            </div>
        </dialog>
    }
    .into_erased()
}
