//! The menu of the current user.

use super::rel::rel;
use super::server_request::{RequestError, ServerRequest};
use super::sign_in_link::SignInLink;
use super::whole::load;
use crate::Section;
use crate::api::people::{choose_workspace, sign_out};
use crate::erased::{ErasedView, IntoErasedView};
use leptos::prelude::*;
use view_model::people::addresses::{ACCOUNT, ACTIVITY, ADMINISTRATION, SIGN_IN, WORKSPACE};
use wire::people::{Me, Membership};

/// A menu under the person's name, or a link to sign in.
#[component]
pub fn MyMenu(me: Option<Me>, section: Section) -> impl IntoView {
    let Some(me) = me else {
        return view! { <p class="me"><SignInLink /></p> }.into_erased();
    };
    let request = ServerRequest::default();
    let out = move |_| request.send(sign_out(), |()| load(SIGN_IN));
    let ways = [
        Some((ACCOUNT, "Account")),
        me.workspace.is_some().then_some((WORKSPACE, "Workspace")),
        me.workspace.is_some().then_some((ACTIVITY, "Activity")),
        me.is_administrator.then_some((ADMINISTRATION, "Administration")),
    ];
    let way = |(href, text): (&'static str, &'static str)| {
        view! {
            <li>
                <a href=href rel=rel(section, Section::People)>
                    {text}
                </a>
            </li>
        }
    };
    view! {
        <div class="me">
            <button type="button" popovertarget="my-menu">
                {me.name.clone()}
            </button>
            <div class="my-menu" popover="auto" id="my-menu">
                {workspaces(me.workspace, me.memberships, request)}
                <ul>
                    {ways.into_iter().flatten().map(way).collect_view()} <li>
                        <button type="button" on:click=out>
                            "Sign out"
                        </button>
                    </li>
                </ul>
                <RequestError request />
            </div>
        </div>
    }
    .into_erased()
}

/// The current workspace, and the others to switch to.
fn workspaces(shown: Option<Membership>, all: Vec<Membership>, request: ServerRequest) -> ErasedView {
    let shown = shown.map(|one| one.workspace);
    let item = |one: Membership| {
        let is_shown = shown.as_ref() == Some(&one.workspace);
        let id = StoredValue::new(one.workspace);
        // The page still shows the previous workspace.
        let choose = move |_| request.send(choose_workspace(id.get_value()), |()| load("/"));
        view! {
            <li>
                <button type="button" aria-pressed=is_shown.to_string() on:click=choose>
                    {one.name}
                </button>
            </li>
        }
    };
    match all.as_slice() {
        [] => view! { <p class="quiet">"In no workspace yet."</p> }.into_erased(),
        [only] => view! { <p class="quiet">{only.name.clone()}</p> }.into_erased(),
        _ => view! {
            <p class="quiet" id="my-workspaces">
                "Workspace"
            </p>
            <ul aria-labelledby="my-workspaces">{all.into_iter().map(item).collect_view()}</ul>
        }
        .into_erased(),
    }
}
