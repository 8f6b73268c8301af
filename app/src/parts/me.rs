//! Who is signed in, and what that person finds about themselves.

use super::deed::{Deed, Trouble};
use super::rel::rel;
use super::sign_in_way::SignInWay;
use super::whole::load;
use crate::Part;
use crate::api::people::{choose_workspace, sign_out};
use crate::piece::{IntoPiece, Piece};
use leptos::prelude::*;
use view_model::people::addresses::{ACCOUNT, ACTIVITY, ADMINISTRATION, SIGN_IN, WORKSPACE};
use wire::people::{Me, Membership};

/// A menu under the person's name; the way to the page for signing in, where nobody is.
#[component]
pub fn MyMenu(me: Option<Me>, part: Part) -> impl IntoView {
    let Some(me) = me else {
        return view! { <p class="me"><SignInWay /></p> }.into_piece();
    };
    let deed = Deed::default();
    let out = move |_| deed.ask(sign_out(), |()| load(SIGN_IN));
    let ways = [
        Some((ACCOUNT, "Account")),
        me.workspace.is_some().then_some((WORKSPACE, "Workspace")),
        me.workspace.is_some().then_some((ACTIVITY, "Activity")),
        me.is_administrator.then_some((ADMINISTRATION, "Administration")),
    ];
    let way = |(href, text): (&'static str, &'static str)| {
        view! {
            <li>
                <a href=href rel=rel(part, Part::People)>
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
                {workspaces(me.workspace, me.memberships, deed)}
                <ul>
                    {ways.into_iter().flatten().map(way).collect_view()} <li>
                        <button type="button" on:click=out>
                            "Sign out"
                        </button>
                    </li>
                </ul>
                <Trouble deed />
            </div>
        </div>
    }
    .into_piece()
}

/// The workspace that lists show, and the others to show instead.
fn workspaces(shown: Option<Membership>, all: Vec<Membership>, deed: Deed) -> Piece {
    let shown = shown.map(|one| one.workspace);
    let item = |one: Membership| {
        let is_shown = shown.as_ref() == Some(&one.workspace);
        let id = StoredValue::new(one.workspace);
        // What the page shows is of the workspace before.
        let choose = move |_| deed.ask(choose_workspace(id.get_value()), |()| load("/"));
        view! {
            <li>
                <button type="button" aria-pressed=is_shown.to_string() on:click=choose>
                    {one.name}
                </button>
            </li>
        }
    };
    match all.as_slice() {
        [] => view! { <p class="quiet">"In no workspace yet."</p> }.into_piece(),
        [only] => view! { <p class="quiet">{only.name.clone()}</p> }.into_piece(),
        _ => view! {
            <p class="quiet" id="my-workspaces">
                "Workspace"
            </p>
            <ul aria-labelledby="my-workspaces">{all.into_iter().map(item).collect_view()}</ul>
        }
        .into_piece(),
    }
}
