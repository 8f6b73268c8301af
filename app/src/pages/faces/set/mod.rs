//! A face set: authorisation, people, upload, finishing and deletion.

mod delete;
mod dropped;
mod fill;
mod people;
pub(super) mod send;

use crate::api::ApiError;
use crate::api::faces::{finish_face_set, get_face_set};
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::{ErrorNote, sentence};
use crate::parts::title::PageTitle;
use delete::DeleteSet;
use fill::Fill;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use people::People;
use view_model::faces::words;
use view_model::time;
use wire::faces::{FaceSetId, FaceSetState, FaceSetView};

/// The set shown on the page.
#[derive(Clone, Copy)]
struct FaceSetSignal(RwSignal<FaceSetView>);

impl FaceSetSignal {
    fn id(self) -> FaceSetId {
        self.0.with_untracked(|view| view.summary.id.clone())
    }

    fn is_filling(self) -> bool {
        self.0.with(|view| view.summary.state == FaceSetState::Filling)
    }

    /// Loads the set again.
    fn refresh(self) {
        spawn_local(async move {
            if let Ok(now) = get_face_set(self.id()).await {
                // The page may be closed.
                let _ = self.0.try_set(now);
            }
        });
    }
}

/// The page.
#[component]
pub fn FaceSetPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| FaceSetId(params.read().get("id").unwrap_or_default()));
    let found = JsonResource::new_with_options(move || id.get(), get_face_set, false);
    view! {
        <main id="main" class="page faces">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the set…"</p> }
            }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Whole found /> }.into_erased(),
                        Err(error) => view! { <PageTitle text="Faces" /> <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(found: FaceSetView) -> impl IntoView {
    let title = found.summary.name.clone();
    let (may_add, may_delete) = (found.may_add, found.may_delete);
    let set = FaceSetSignal(RwSignal::new(found));
    let fills = move || may_add && set.is_filling();
    view! {
        <PageTitle text=title />
        <Head set />
        <Show when=fills>
            <Fill set />
        </Show>
        <People set />
        <Show when=fills>
            <Finish set />
        </Show>
        <Show when=move || may_delete>
            <DeleteSet set />
        </Show>
    }
    .into_erased()
}

#[component]
fn Head(set: FaceSetSignal) -> impl IntoView {
    let about = move || {
        set.0.with(|FaceSetView { summary, folder, .. }| {
            let size = if summary.is_folder { String::new() } else { format!(", {}", words::bytes(summary.bytes)) };
            let added = format!("added by {}, {}", summary.added_by, time::date(summary.created_ms));
            let place = folder.as_ref().map(|folder| view! { <code>{folder.identities.clone()}</code> });
            view! {
                <p class="quiet">
                    <span class="state">{words::state(summary.state)}</span>
                    {format!(" · {}{size} · {added} ", words::content(summary))}
                    {place}
                </p>
                <p>{words::authority(&summary.authorisation)}</p>
            }
        })
    };
    let use_it = move || {
        (!set.is_filling()).then(|| {
            view! {
                <p class="actions">
                    <a class="button primary" href=words::run_on(&set.id()) rel="external">
                        "New run on these faces"
                    </a>
                </p>
            }
        })
    };
    view! {
        <header>
            <p class="quiet">
                <a href=words::FACES_PAGE>"All faces"</a>
            </p>
            <h1>{set.0.with_untracked(|view| view.summary.name.clone())}</h1>
            {about}
            {use_it}
        </header>
    }
    .into_erased()
}

/// The "Finish this set" button, with what the set still lacks.
#[component]
fn Finish(set: FaceSetSignal) -> impl IntoView {
    let finish = Action::new(move |(): &()| finish_face_set(set.id()));
    Effect::new(move || {
        if let Some(Ok(())) = finish.value().get() {
            set.refresh();
        }
    });
    let trouble = move || {
        let lines = match finish.value().get()?.err()? {
            ApiError::Invalid(problems) => problems.iter().map(|problem| sentence(&problem.message)).collect(),
            error => vec![sentence(&error.to_string())],
        };
        Some(lines.into_iter().map(|line| view! { <p class="field-problem">{line}</p> }).collect_view())
    };
    view! {
        <section>
            <h2>"Ready for runs?"</h2>
            <p>
                "Once a set is finished, runs can use it and nothing in it changes any more: the same set gives the same run."
            </p>
            <div role="alert">{trouble}</div>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=finish.pending()
                    on:click=move |_| { finish.dispatch(()); }
                >
                    {move || if finish.pending().get() { "Finishing…" } else { "Finish this set" }}
                </button>
            </div>
        </section>
    }
    .into_erased()
}
