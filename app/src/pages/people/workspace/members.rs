//! The members of the workspace.

use super::member::OneMember;
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::PageState;
use leptos::html::H2;
use leptos::prelude::*;
use view_model::number::counted;
use wire::people::WorkspaceView;

/// The list.
#[component]
pub fn Members(page: PageState<WorkspaceView>, is_owner: bool) -> impl IntoView {
    let heading = NodeRef::<H2>::new();
    let title = move || page.data.with(|workspace| counted(workspace.members.len() as u64, "member"));
    let each = move || page.data.with(|workspace| workspace.members.clone());
    view! {
        <section>
            <h2 node_ref=heading tabindex="-1">
                {title}
            </h2>
            <ul class="rows">
                <For each=each key=|member| member.id.clone() let:member>
                    <OneMember page member is_owner heading />
                </For>
            </ul>
        </section>
    }
    .into_erased()
}
