//! The administration of the installation: all accounts and workspaces.

mod person;
mod workspaces;

use super::once::ShownOnce;
use super::page_state::PageState;
use crate::api::people::get_installation;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::ask::Ask;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use person::OnePerson;
use view_model::number::counted;
use view_model::people::addresses;
use wire::people::Installation;
use workspaces::Workspaces;

/// The page, for administrators.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    let installation = JsonResource::new_with_options(|| (), |()| get_installation(), false);
    view! {
        <PageTitle text="Administration" />
        <main id="main" class="page people">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading accounts…"</p> }
            }>
                {move || Suspend::new(async move {
                    match installation.await {
                        Ok(installation) => view! { <Whole installation /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(installation: Installation) -> impl IntoView {
    let page = PageState::new(installation, || Box::pin(get_installation()));
    view! {
        <header>
            <h1>"Administration"</h1>
            <p>"People join by invitation from a workspace's owners; administrators are owners everywhere."</p>
            <div class="actions">
                <a class="button" href=addresses::activity(true, None)>
                    "Activity everywhere"
                </a>
            </div>
        </header>
        <People page />
        <Workspaces page />
        <Ask asked=page.question />
        <p class="unseen" role="status">
            {page.announcement}
        </p>
    }
    .into_erased()
}

#[component]
fn People(page: PageState<Installation>) -> impl IntoView {
    let link = RwSignal::new(None);
    let title = move || page.data.with(|all| counted(all.people.len() as u64, "account"));
    let each = move || page.data.with(|all| all.people.clone());
    view! {
        <section>
            <h2>{title}</h2>
            <ul class="rows">
                <For each=each key=|person| person.id.clone() let:person>
                    <OnePerson page person link />
                </For>
            </ul>
            <ShownOnce
                text=link
                what="the link"
                line="Send it to the person: anybody who opens it can choose the account's new password. Earlier links stop working."
            />
        </section>
    }
    .into_erased()
}
