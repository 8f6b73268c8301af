//! The form for publishing a run: contents, audience and preview.

mod fields;

use super::publications::Publications;
use super::published::PublishedReport;
use crate::api::gallery::{get_publishing, preview_publication, publish_run};
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::title::PageTitle;
use fields::{Audience, Faces, Targets, Words};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view_model::gallery::addresses::published_page;
use view_model::paths;
use wire::gallery::{Permalink, PublicationDefaults, PublicationRequest, PublicationView, Visibility};
use wire::run::RunId;

/// The page.
#[component]
pub fn PublishPage() -> impl IntoView {
    let params = use_params_map();
    let run = Memo::new(move |_| RunId(params.read().get("run").unwrap_or_default()));
    let publishing = JsonResource::new_with_options(move || run.get(), get_publishing, false);
    view! {
        <main id="main" class="page publish">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the run…"</p> }
            }>
                {move || Suspend::new(async move {
                    match publishing.await {
                        Ok(publishing) => view! { <Whole publishing /> }.into_erased(),
                        Err(error) => view! { <PageTitle text="Publish" /> <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

/// Fields that show their own messages.
const FIELDS: &[&str] = &["title", "note", "targets", "visibility"];

/// State shared by the components of the form.
#[derive(Clone, Copy)]
struct Form {
    publish: RwSignal<PublicationRequest>,
    /// Previews and publishes, one at a time.
    request: ServerRequest,
    preview: RwSignal<Option<PublicationView>>,
    is_publishing: RwSignal<bool>,
    published: RwSignal<Option<Permalink>>,
}

impl Form {
    fn preview(self) {
        self.is_publishing.set(false);
        self.request.send(preview_publication(self.publish.get_untracked()), move |seen| self.preview.set(Some(seen)));
    }

    fn publish(self) {
        self.is_publishing.set(true);
        self.published.set(None);
        self.request.send(publish_run(self.publish.get_untracked()), move |link| self.published.set(Some(link)));
    }

    fn is_wrong(self, field: &'static str) -> impl Fn() -> Option<&'static str> + Copy {
        move || self.request.problem_of(field).map(|_| "true")
    }
}

#[component]
fn Whole(publishing: PublicationDefaults) -> impl IntoView {
    let PublicationDefaults { run, name, targets, synthetic, publications } = publishing;
    let all = targets.iter().map(|(name, _)| name.clone()).collect();
    let report = paths::report_page(&run);
    let form = Form {
        publish: RwSignal::new(PublicationRequest {
            run: run.clone(),
            targets: all,
            visibility: Visibility::Unlisted,
            real_faces: false,
            title: name.clone(),
            note: String::new(),
        }),
        request: ServerRequest::default(),
        preview: RwSignal::new(None),
        is_publishing: RwSignal::new(false),
        published: RwSignal::new(None),
    };
    let shown = RwSignal::new(publications);
    Effect::new(move || {
        if form.published.with(Option::is_some) {
            let run = run.clone();
            leptos::task::spawn_local(async move {
                if let Ok(now) = get_publishing(run).await {
                    let _ = shown.try_set(now.publications);
                }
            });
        }
    });
    view! {
        <PageTitle text=format!("Publish {name}") />
        <header>
            <p class="quiet">
                <a href=report rel="external">
                    {name.clone()}
                </a>
            </p>
            <h1>"Publish this run"</h1>
        </header>
        <form class="publish-form" on:submit=|event: ev::SubmitEvent| event.prevent_default()>
            <Words form />
            <Targets form targets />
            <Audience form />
            <Faces form synthetic />
            <Finish form />
        </form>
        <Publications shown />
        <Preview form />
    }
    .into_erased()
}

#[component]
fn Finish(form: Form) -> impl IntoView {
    let done = move || {
        let link = form.published.get()?;
        let page = published_page(&link);
        let whole = move || window().location().origin().unwrap_or_default() + &page.clone();
        let href = published_page(&link);
        Some(view! {
            <p class="notice">
                "Published. Its link: " <a href=href rel="external">
                    {whole()}
                </a>
            </p>
        })
    };
    let pending = move || form.request.is_pending();
    let word = move || if pending() && form.is_publishing.get() { "Publishing…" } else { "Publish" };
    view! {
        <RequestError request=form.request fields=FIELDS />
        <div class="actions">
            <button
                type="button"
                class="button"
                disabled=pending
                on:click=move |_| form.preview()
            >
                "Preview what others will see"
            </button>
            <button
                type="button"
                class="button primary"
                disabled=pending
                on:click=move |_| form.publish()
            >
                {word}
            </button>
        </div>
        <div role="status">{done}</div>
    }
    .into_erased()
}

#[component]
fn Preview(form: Form) -> impl IntoView {
    move || {
        let published = form.preview.get()?;
        Some(view! {
            <section class="preview" aria-label="Preview">
                <h2>"Preview: what others will see"</h2>
                <PublishedReport published />
            </section>
        })
    }
}
