//! Stops a run after confirmation.

use crate::api::cancel_run;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::html::Dialog;
use leptos::prelude::*;
use view_model::kept;
use wire::run::RunId;

/// "Stop", with confirmation.
#[component]
pub fn StopButton(id: RunId) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let stop = Action::new(move |(): &()| {
        let id = id.clone();
        async move { cancel_run(id).await }
    });
    let ask = move |_| {
        if let Some(dialog) = dialog.get() {
            // Fails only if the dialog is already open.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let sure = move |_| {
        stop.dispatch(());
        close();
    };
    let problem = move || match stop.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    view! {
        <button class="button" disabled=stop.pending() on:click=ask>
            {move || if stop.pending().get() { "Stopping…" } else { "Stop" }}
        </button>
        <p class="field-problem" role="alert">
            {problem}
        </p>
        <dialog node_ref=dialog class="ask" aria-labelledby="stop-question">
            <h2 id="stop-question">"Stop this run?"</h2>
            <p>{format!("The run can be resumed later. {}", kept::WORDS)}</p>
            <div class="actions">
                <button class="button danger" on:click=sure>
                    "Stop the run"
                </button>
                <button class="button" on:click=move |_| close()>
                    "Keep it running"
                </button>
            </div>
        </dialog>
    }
    .into_erased()
}
