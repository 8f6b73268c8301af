//! The form for an invitation, whose link is shown once.

use crate::api::people::invite;
use crate::erased::IntoErasedView;
use crate::pages::people::field::Field;
use crate::pages::people::once::ShownOnce;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::address;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::roles;
use wire::people::{Role, WorkspaceView};

/// The form, and the new link.
#[component]
pub fn Invite(page: PageState<WorkspaceView>) -> impl IntoView {
    let (role, note) = (RwSignal::new(Role::Collaborator), RwSignal::new(String::new()));
    let (made, request) = (RwSignal::new(None), ServerRequest::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let workspace = page.data.with_untracked(|workspace| workspace.id.clone());
        page.change(request, invite(workspace, role.get_untracked(), note.get_untracked()), "", move |path: String| {
            made.set(Some(address(&path)));
            note.set(String::new());
        });
    };
    let card = move |one: Role| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="role"
                    value=one.word()
                    checked=one == Role::Collaborator
                    on:change=move |_| role.set(one)
                />
                <span class="choice-title">{roles::title(one)}</span>
                <span class="choice-line">{roles::meaning(one)}</span>
            </label>
        }
    };
    view! {
        <form class="panel new" on:submit=submit>
            <h3>"Invite a person"</h3>
            <fieldset>
                <legend>"As"</legend>
                <div class="choices">{Role::ALL.map(card)}</div>
            </fieldset>
            <Field id="note" label="For whom" value=note problem="note" request hint="A note for you and the other owners." />
            <RequestError request fields=&["note"] />
            <div class="actions">
                <button class="button" disabled=move || request.is_pending()>
                    "Make the link"
                </button>
            </div>
            <ShownOnce text=made what="the link" line="Send it to the person: the first to open it can join." />
        </form>
    }
    .into_erased()
}
