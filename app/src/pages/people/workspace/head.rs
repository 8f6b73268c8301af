//! The head of the page: the workspace's name, and what one may do in it.

use crate::api::people::rename_workspace;
use crate::pages::people::desk::Desk;
use crate::pages::people::field::Field;
use crate::parts::deed::{Deed, Trouble};
use crate::parts::whole::load;
use crate::piece::IntoPiece;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::addresses::{ACTIVITY, WORKSPACE};
use view_model::people::roles;
use wire::people::WorkspaceView;

/// Name and role; owners rename.
#[component]
pub fn Head(desk: Desk<WorkspaceView>, is_owner: bool) -> impl IntoView {
    let (name, role) = desk.shown.with_untracked(|workspace| (workspace.name.clone(), workspace.role));
    view! {
        <header>
            <p class="quiet">"Workspace"</p>
            <h1>{name.clone()}</h1>
            <p>{format!("You are {} here: {}", roles::with_article(role), roles::yours(role))}</p>
            <div class="actions">
                <a class="button" href=ACTIVITY>
                    "What was done here"
                </a>
            </div>
            {is_owner.then(|| view! { <Rename desk name /> })}
        </header>
    }
    .into_piece()
}

#[component]
fn Rename(desk: Desk<WorkspaceView>, name: String) -> impl IntoView {
    let (name, deed) = (RwSignal::new(name), Deed::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let id = desk.shown.with_untracked(|workspace| workspace.id.clone());
        // The name stands above every page.
        deed.ask(rename_workspace(id, name.get_untracked()), |()| load(WORKSPACE));
    };
    view! {
        <details>
            <summary>"Rename"</summary>
            <form class="narrow" on:submit=submit>
                <Field id="workspace-name" label="Name of the workspace" value=name problem="name" deed />
                <Trouble deed fields=&["name"] />
                <div class="actions">
                    <button class="button" disabled=move || deed.is_pending()>
                        "Change the name"
                    </button>
                </div>
            </form>
        </details>
    }
    .into_piece()
}
