//! A workspace: its name, who is in it, and who is invited.

mod head;
mod invitations;
mod invite;
mod member;
mod members;

use super::desk::Desk;
use crate::api::people::get_workspace;
use crate::json::Asked;
use crate::parts::ask::Ask;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use head::Head;
use invitations::Invitations;
use leptos::prelude::*;
use members::Members;
use wire::people::{Role, WorkspaceView};

/// The page of the workspace that lists show.
#[component]
pub fn WorkspacePage() -> impl IntoView {
    let workspace = Asked::new_with_options(|| (), |()| get_workspace(), false);
    view! {
        <PageTitle text="Workspace" />
        <main id="main" class="page people">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the workspace…"</p> }
            }>
                {move || Suspend::new(async move {
                    match workspace.await {
                        Ok(workspace) => view! { <Whole workspace /> }.into_piece(),
                        Err(error) => view! { <ErrorNote error /> }.into_piece(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_piece()
}

#[component]
fn Whole(workspace: WorkspaceView) -> impl IntoView {
    let is_owner = workspace.role == Role::Owner;
    let desk = Desk::new(workspace, || Box::pin(get_workspace()));
    view! {
        <Head desk is_owner />
        <Members desk is_owner />
        {is_owner.then(|| view! { <Invitations desk /> })}
        <Ask asked=desk.asked />
        <p class="unseen" role="status">
            {desk.told}
        </p>
    }
    .into_piece()
}
