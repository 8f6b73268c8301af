//! Open invitations.

use super::invite::Invite;
use crate::api::people::withdraw_invitation;
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::PageState;
use crate::parts::ask::Question;
use crate::parts::server_request::{RequestError, ServerRequest};
use leptos::prelude::*;
use std::sync::Arc;
use view_model::people::roles;
use view_model::time;
use wire::people::{InvitationView, WorkspaceView};

/// The form for a new invitation, and the open ones.
#[component]
pub fn Invitations(page: PageState<WorkspaceView>) -> impl IntoView {
    let request = ServerRequest::default();
    let withdraw = move |invitation: &InvitationView| {
        let id = invitation.id.clone();
        page.question.set(Some(Question {
            title: format!("Withdraw the invitation for {}?", whom(invitation)),
            line: "Its link stops working. You can make another.",
            yes: "Withdraw it",
            no: "Keep it",
            act: Arc::new(move || {
                page.change(request, withdraw_invitation(id.clone()), "The invitation is withdrawn.", |()| {});
            }),
        }));
    };
    let item = move |invitation: InvitationView| {
        let whom = whom(&invitation);
        let label = format!("Withdraw the invitation for {whom}");
        let about = format!(
            "{}, invited by {} {}; the link works until {}.",
            roles::title(invitation.role),
            invitation.invited_by,
            time::date(invitation.created_ms),
            time::date(invitation.expires_ms),
        );
        view! {
            <li>
                <p>
                    <strong>{whom}</strong>
                    <small>{about}</small>
                </p>
                <button
                    type="button"
                    class="button small danger"
                    aria-label=label
                    on:click=move |_| withdraw(&invitation)
                >
                    "Withdraw"
                </button>
            </li>
        }
        .into_any()
    };
    let list = move || page.data.with(|workspace| workspace.invitations.clone()).into_iter().map(item).collect_view();
    let is_empty = move || page.data.with(|workspace| workspace.invitations.is_empty()).then_some("Nobody is invited.");
    view! {
        <section>
            <h2>"Invitations"</h2>
            <p class="quiet">{is_empty}</p>
            <ul class="rows">{list}</ul>
            <RequestError request />
            <Invite page />
        </section>
    }
    .into_erased()
}

/// The invited person, from the inviting owner's note.
fn whom(invitation: &InvitationView) -> String {
    if invitation.note.is_empty() { "somebody".into() } else { invitation.note.clone() }
}
