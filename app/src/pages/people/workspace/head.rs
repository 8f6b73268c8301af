//! The head of the page: the workspace's name, and the user's role.

use crate::api::people::rename_workspace;
use crate::erased::IntoErasedView;
use crate::pages::people::field::Field;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::load;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::addresses::{ACTIVITY, WORKSPACE};
use view_model::people::roles;
use wire::people::WorkspaceView;

/// Name and role; owners can rename the workspace.
#[component]
pub fn Head(page: PageState<WorkspaceView>, is_owner: bool) -> impl IntoView {
    let (name, role) = page.data.with_untracked(|workspace| (workspace.name.clone(), workspace.role));
    view! {
        <header>
            <p class="quiet">"Workspace"</p>
            <h1>{name.clone()}</h1>
            <p>{format!("You are {} here: {}", roles::with_article(role), roles::yours(role))}</p>
            <div class="actions">
                <a class="button" href=ACTIVITY>
                    "Activity here"
                </a>
            </div>
            {is_owner.then(|| view! { <Rename page name /> })}
        </header>
    }
    .into_erased()
}

#[component]
fn Rename(page: PageState<WorkspaceView>, name: String) -> impl IntoView {
    let (name, request) = (RwSignal::new(name), ServerRequest::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let id = page.data.with_untracked(|workspace| workspace.id.clone());
        // The header of every page shows the name.
        request.send(rename_workspace(id, name.get_untracked()), |()| load(WORKSPACE));
    };
    view! {
        <details>
            <summary>"Rename"</summary>
            <form class="narrow" on:submit=submit>
                <Field id="workspace-name" label="Name of the workspace" value=name problem="name" request />
                <RequestError request fields=&["name"] />
                <div class="actions">
                    <button class="button" disabled=move || request.is_pending()>
                        "Change the name"
                    </button>
                </div>
            </form>
        </details>
    }
    .into_erased()
}
