//! A workspace: its name, members and invitations.

mod head;
mod invitations;
mod invite;
mod member;
mod members;

use super::page_state::PageState;
use crate::api::people::get_workspace;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::ask::Ask;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use head::Head;
use invitations::Invitations;
use leptos::prelude::*;
use members::Members;
use wire::people::{Role, WorkspaceView};

/// The page of the current workspace.
#[component]
pub fn WorkspacePage() -> impl IntoView {
    let workspace = JsonResource::new_with_options(|| (), |()| get_workspace(), false);
    view! {
        <PageTitle text="Workspace" />
        <main id="main" class="page people">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the workspace…"</p> }
            }>
                {move || Suspend::new(async move {
                    match workspace.await {
                        Ok(workspace) => view! { <Whole workspace /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(workspace: WorkspaceView) -> impl IntoView {
    let is_owner = workspace.role == Role::Owner;
    let page = PageState::new(workspace, || Box::pin(get_workspace()));
    view! {
        <Head page is_owner />
        <Members page is_owner />
        {is_owner.then(|| view! { <Invitations page /> })}
        <Ask asked=page.question />
        <p class="unseen" role="status">
            {page.announcement}
        </p>
    }
    .into_erased()
}
