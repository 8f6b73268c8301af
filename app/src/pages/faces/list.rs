//! All sets of faces, the form that adds one, and recognizers.

use super::add::AddSet;
use super::recognizers::Recognizers;
use crate::api::faces::get_faces;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use view_model::faces::words;
use view_model::time;
use wire::faces::{FaceSetState, FaceSetSummary, FacesOverview};

/// The page.
#[component]
pub fn FacesPage() -> impl IntoView {
    let overview = JsonResource::new_with_options(|| (), |()| get_faces(), false);
    view! {
        <PageTitle text="Faces" />
        <main id="main" class="page faces">
            <header>
                <h1>"Faces"</h1>
                <p class="quiet">
                    "Photographs of this workspace for its runs; each set names who authorises the audit. Members of "
                    "the workspace see names, counts and small pictures; nobody can download the photographs."
                </p>
            </header>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading faces…"</p> }
            }>
                {move || Suspend::new(async move {
                    match overview.await {
                        Ok(overview) => view! { <Whole overview /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(overview: FacesOverview) -> impl IntoView {
    let FacesOverview { sets, recognizers, may_add, may_delete } = overview;
    let all = sets.clone();
    let add = may_add.then(|| view! { <AddSet /> });
    let list = match sets.is_empty() {
        true => view! { <NoSets may_add /> }.into_erased(),
        false => {
            let sets = sets.into_iter().map(|set| view! { <SetCard set /> }).collect_view();
            view! { <ul class="cards">{sets}</ul> }.into_erased()
        }
    };
    view! {
        {list}
        {add}
        <Recognizers recognizers sets=all may_add may_delete />
    }
    .into_erased()
}

#[component]
fn SetCard(set: FaceSetSummary) -> impl IntoView {
    let use_it = (set.state == FaceSetState::Ready).then(|| {
        view! {
            <p>
                <a href=words::run_on(&set.id) rel="external">
                    "New run on it"
                </a>
            </p>
        }
    });
    view! {
        <li class="card panel">
            <h2>
                <a href=words::set_page(&set.id)>{set.name.clone()}</a>
            </h2>
            <p class="quiet">
                <span class="state">{words::state(set.state)}</span>
                {format!(" · {} · added by {}, {}", words::content(&set), set.added_by, time::date(set.created_ms))}
            </p>
            <p>{words::authority(&set.authorisation)}</p>
            {use_it}
        </li>
    }
    .into_erased()
}

#[component]
fn NoSets(may_add: bool) -> impl IntoView {
    let how = match may_add {
        true => "Add one below: a folder for each person, as files, as a folder or as a ZIP archive.",
        false => "Collaborators of the workspace can add one.",
    };
    view! {
        <section>
            <h2>"No faces yet"</h2>
            <p>
                "A run trains two recognizers on a set of faces, attacks some of the people in it, and lets the second "
                "recognizer judge what came out. " {how}
            </p>
            <p class="quiet">
                "To see an attack first, " <a href="/" rel="external">
                    "run the demo"
                </a> ": its people are drawn, nobody is real."
            </p>
        </section>
    }
    .into_erased()
}
