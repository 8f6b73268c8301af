//! Deletes a set after confirmation.

use super::FaceSetSignal;
use crate::api::faces::delete_face_set;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use view_model::faces::words::FACES_PAGE;

/// "Delete this set", with confirmation.
#[component]
pub fn DeleteSet(set: FaceSetSignal) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let navigate = use_navigate();
    let delete = Action::new(move |(): &()| delete_face_set(set.id()));
    Effect::new(move || {
        if let Some(Ok(())) = delete.value().get() {
            navigate(FACES_PAGE, Default::default());
        }
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
        delete.dispatch(());
        close();
    };
    let problem = move || delete.value().get().and_then(Result::err).map(|error| sentence(&error.to_string()));
    view! {
        <section>
            <button type="button" class="button danger" disabled=delete.pending() on:click=ask>
                {move || if delete.pending().get() { "Deleting…" } else { "Delete this set" }}
            </button>
            <p class="field-problem" role="alert">
                {problem}
            </p>
            <dialog node_ref=dialog class="ask" aria-labelledby="delete-question">
                <h2 id="delete-question">"Delete this set of faces?"</h2>
                <p>
                    "Its photographs are deleted and cannot be restored. Reports of runs on it stay, with the faces that "
                    "they show."
                </p>
                <div class="actions">
                    <button type="button" class="button danger" on:click=sure>
                        "Delete the set"
                    </button>
                    <button type="button" class="button" on:click=move |_| close()>
                        "Keep it"
                    </button>
                </div>
            </dialog>
        </section>
    }
    .into_erased()
}
