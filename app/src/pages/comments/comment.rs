//! One comment: reading, changing and deleting it.

use super::CommentsState;
use super::compose::Field;
use crate::api::ApiError;
use crate::api::comments::{change_comment, delete_comment};
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use view_model::{draft, time};
use wire::comments::{Comment, LastEdit};

/// The state of a comment's controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EditState {
    Reading,
    Changing,
    /// Waiting for confirmation.
    Deleting,
}

/// A comment, with the actions that the reader may take.
#[component]
pub fn OneComment(state: CommentsState, comment: Comment) -> impl IntoView {
    let edit = RwSignal::new(EditState::Reading);
    // Others may change it meanwhile; an edit in progress here is kept.
    let comment = Memo::new(move |before: Option<&Comment>| {
        let now = state.discussion.with(|all| all.comments.iter().find(|one| one.id == comment.id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| comment.clone())
    });
    let may_change = comment.with_untracked(|comment| comment.may_change);
    let about = move || comment.with(about);
    let body = move || match edit.get() {
        EditState::Changing => view! { <Change state comment edit /> }.into_erased(),
        EditState::Reading | EditState::Deleting => {
            view! { <p class="text">{move || comment.with(|it| it.text.clone())}</p> }.into_erased()
        }
    };
    let actions = move || match edit.get() {
        EditState::Reading if may_change => view! { <MayChange comment edit /> }.into_erased(),
        EditState::Deleting => view! { <Delete state comment edit /> }.into_erased(),
        EditState::Reading | EditState::Changing => view! { <span></span> }.into_erased(),
    };
    view! {
        <li class="panel">
            <p class="quiet">
                <strong class="author">{comment.with_untracked(|comment| comment.author.clone())}</strong>
                {about}
            </p>
            {body}
            {actions}
        </li>
    }
    .into_erased()
}

/// When it was written, and who changed it last.
fn about(comment: &Comment) -> String {
    let written = format!(" · {}", time::date(comment.created_ms));
    match &comment.edited {
        None => written,
        Some(LastEdit { ms, by }) if *by == comment.author => format!("{written} · changed {}", time::date(*ms)),
        Some(LastEdit { ms, by }) => format!("{written} · changed by {by} {}", time::date(*ms)),
    }
}

/// What a comment's buttons refer to, for screen readers.
fn whose(comment: Memo<Comment>) -> String {
    comment.with_untracked(|comment| format!(" the comment of {}, {}", comment.author, time::date(comment.created_ms)))
}

#[component]
fn MayChange(comment: Memo<Comment>, edit: RwSignal<EditState>) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="link" on:click=move |_| edit.set(EditState::Changing)>
                "Change" <span class="unseen">{whose(comment)}</span>
            </button>
            <button type="button" class="link" on:click=move |_| edit.set(EditState::Deleting)>
                "Delete" <span class="unseen">{whose(comment)}</span>
            </button>
        </div>
    }
    .into_erased()
}

#[component]
fn Change(state: CommentsState, comment: Memo<Comment>, edit: RwSignal<EditState>) -> impl IntoView {
    let (id, before) = comment.with_untracked(|comment| (comment.id.clone(), comment.text.clone()));
    let field = format!("change-{}", id.0);
    let text = RwSignal::new(before);
    focus_when_there(field.clone());
    let change = Action::new(move |(): &()| {
        let (run, id, text) = (state.run.get_value(), id.clone(), text.get_untracked());
        async move { change_comment(run, id, text).await }
    });
    after(change, move || {
        edit.set(EditState::Reading);
        state.announcement.set("The comment is changed.");
        state.refresh();
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if draft::is_ready(&text.get_untracked()) {
            change.dispatch(());
        }
    };
    view! {
        <form class="compose" on:submit=submit>
            <label class="unseen" for=field.clone()>
                "Changed comment"
            </label>
            <Field id=field text />
            <Problem action=change />
            <div class="actions">
                <button
                    class="button primary"
                    disabled=move || !text.with(|text| draft::is_ready(text)) || change.pending().get()
                >
                    "Keep the change"
                </button>
                <button type="button" class="button" on:click=move |_| edit.set(EditState::Reading)>
                    "Cancel"
                </button>
            </div>
        </form>
    }
    .into_erased()
}

#[component]
fn Delete(state: CommentsState, comment: Memo<Comment>, edit: RwSignal<EditState>) -> impl IntoView {
    let id = comment.with_untracked(|comment| comment.id.clone());
    let keep = format!("keep-{}", id.0);
    focus_when_there(keep.clone());
    let delete = Action::new(move |(): &()| {
        let (run, id) = (state.run.get_value(), id.clone());
        async move { delete_comment(run, id).await }
    });
    after(delete, move || {
        state.announcement.set("The comment is deleted.");
        if let Some(heading) = state.heading.get_untracked() {
            // The element can always be focused.
            let _ = heading.focus();
        }
        state.refresh();
    });
    view! {
        <div class="actions">
            <span>"Delete it for everybody?"</span>
            <button
                type="button"
                class="button danger small"
                disabled=delete.pending()
                on:click=move |_| { delete.dispatch(()); }
            >
                "Delete" <span class="unseen">{whose(comment)}</span>
            </button>
            <button type="button" class="button small" id=keep on:click=move |_| edit.set(EditState::Reading)>
                "Keep it"
            </button>
            <Problem action=delete />
        </div>
    }
    .into_erased()
}

/// Calls `then` when the action has succeeded.
fn after(action: Action<(), Result<(), ApiError>>, then: impl Fn() + 'static) {
    Effect::new(move || {
        if let Some(Ok(())) = action.value().get() {
            then();
        }
    });
}

#[component]
fn Problem(action: Action<(), Result<(), ApiError>>) -> impl IntoView {
    let problem = move || match action.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    view! {
        <p class="field-problem" role="alert">
            {problem}
        </p>
    }
    .into_erased()
}

/// Focuses an element once it is drawn.
fn focus_when_there(id: String) {
    use wasm_bindgen::JsCast;
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(found) = found {
            // The element can always be focused.
            let _ = found.focus();
        }
    });
}
