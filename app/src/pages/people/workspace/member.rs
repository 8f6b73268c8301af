//! One member: the role, which owners can change, and leaving or removal.

use crate::api::people::{remove_member, set_role};
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::{PageState, focus};
use crate::parts::ask::Question;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::load;
use leptos::ev;
use leptos::html::{H2, Select};
use leptos::prelude::*;
use std::sync::Arc;
use view_model::people::roles;
use view_model::time;
use wire::people::{Member, Role, WorkspaceView};

/// A row of the list.
#[component]
pub fn OneMember(
    page: PageState<WorkspaceView>,
    member: Member,
    is_owner: bool,
    heading: NodeRef<H2>,
) -> impl IntoView {
    let request = ServerRequest::default();
    let Member { name, role, since_ms, is_me, .. } = member.clone();
    let role = if is_owner && !is_me {
        view! { <RoleOf page member=member.clone() request /> }.into_erased()
    } else {
        view! { <span>{roles::title(role)}</span> }.into_erased()
    };
    let label = if is_me { "Leave the workspace".to_owned() } else { format!("Remove {name}") };
    let leave = (is_owner || is_me).then(|| {
        let ask = move |_| page.question.set(Some(leaving(page, request, &member, heading)));
        view! {
            <button type="button" class="button small danger" aria-label=label on:click=ask>
                {if is_me { "Leave" } else { "Remove" }}
            </button>
        }
    });
    view! {
        <li>
            <p>
                <strong>{name}</strong>
                {is_me.then_some(" (you)")}
                <small>{format!("Since {}.", time::date(since_ms))}</small>
            </p>
            <div class="actions">{role} {leave}</div>
            <RequestError request />
        </li>
    }
    .into_erased()
}

/// The confirmation before a member leaves or is removed.
fn leaving(page: PageState<WorkspaceView>, request: ServerRequest, member: &Member, heading: NodeRef<H2>) -> Question {
    let workspace = page.data.with_untracked(|workspace| workspace.id.clone());
    let (id, is_me) = (member.id.clone(), member.is_me);
    let told = format!("{} is no longer a member.", member.name);
    let act = Arc::new(move || {
        let what = remove_member(workspace.clone(), id.clone());
        if is_me {
            request.send(what, |()| load("/"));
        } else {
            page.change(request, what, told.clone(), move |()| focus(heading));
        }
    });
    if is_me {
        return Question {
            title: "Leave this workspace?".into(),
            line: "You lose access to its contents. What you made stays there. An owner can invite you again.",
            yes: "Leave it",
            no: "Stay",
            act,
        };
    }
    Question {
        title: format!("Remove {} from this workspace?", member.name),
        line: "They lose access to its contents, and their tokens for it stop working. What they made stays there.",
        yes: "Remove them",
        no: "Keep them",
        act,
    }
}

#[component]
fn RoleOf(page: PageState<WorkspaceView>, member: Member, request: ServerRequest) -> impl IntoView {
    let select = NodeRef::<Select>::new();
    let id = StoredValue::new(member.id.clone());
    let role = Memo::new(move |before: Option<&Role>| {
        let now = page.data.with(|workspace| {
            workspace.members.iter().find(|one| id.with_value(|id| one.id == *id)).map(|one| one.role)
        });
        now.or(before.copied()).unwrap_or(member.role)
    });
    // If the change is refused, show the actual role again.
    Effect::new(move || {
        let word = role.get().word();
        if request.has_failed()
            && let Some(select) = select.get()
        {
            select.set_value(word);
        }
    });
    let name = StoredValue::new(member.name.clone());
    let choose = move |event: ev::Event| {
        let Some(role) = roles::of_word(&event_target_value(&event)) else { return };
        let workspace = page.data.with_untracked(|workspace| workspace.id.clone());
        let told = format!("{} is now {}.", name.get_value(), roles::with_article(role));
        page.change(request, set_role(workspace, id.get_value(), role), told, |()| {});
    };
    let option = move |one: Role| {
        view! {
            <option value=one.word() selected=one == member.role>
                {roles::title(one)}
            </option>
        }
    };
    view! {
        <select node_ref=select class="small" aria-label=format!("Role of {}", member.name) on:change=choose>
            {Role::ALL.map(option)}
        </select>
    }
    .into_erased()
}
