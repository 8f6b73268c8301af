//! All workspaces, and a new one.

use crate::api::people::{choose_workspace, make_workspace};
use crate::erased::IntoErasedView;
use crate::pages::people::field::Field;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::load;
use leptos::ev;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::people::addresses::WORKSPACE;
use view_model::time;
use wire::people::{Installation, WorkspaceSummary};

/// The list, and the form.
#[component]
pub fn Workspaces(page: PageState<Installation>) -> impl IntoView {
    let item = |one: WorkspaceSummary| {
        // The first workspace has no recorded date; it is as old as the installation.
        let made = (one.created_ms > 0).then(|| format!(", made {}", time::date(one.created_ms)));
        let about = format!("{}{}.", counted(one.members.into(), "member"), made.unwrap_or_default());
        view! {
            <li>
                <p>
                    <strong>{one.name}</strong>
                    <small>{about}</small>
                </p>
            </li>
        }
    };
    let all = page.data.with_untracked(|all| all.workspaces.clone());
    view! {
        <section>
            <h2>{counted(all.len() as u64, "workspace")}</h2>
            <ul class="rows">{all.into_iter().map(item).collect_view()}</ul>
            <MakeWorkspace />
        </section>
    }
    .into_erased()
}

#[component]
fn MakeWorkspace() -> impl IntoView {
    let (name, request) = (RwSignal::new(String::new()), ServerRequest::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked();
        let make = async move { choose_workspace(make_workspace(name).await?).await };
        // A full load updates the menu of workspaces; the next step is to invite people.
        request.send(make, |()| load(WORKSPACE));
    };
    view! {
        <form class="panel new" on:submit=submit>
            <h3>"A new workspace"</h3>
            <Field
                id="workspace-name"
                label="Name of the workspace"
                value=name
                problem="name"
                request
                hint="Only its members see its runs, studies and faces. You are its first owner."
            />
            <RequestError request fields=&["name"] />
            <div class="actions">
                <button class="button" disabled=move || request.is_pending()>
                    "Make the workspace"
                </button>
            </div>
        </form>
    }
    .into_erased()
}
