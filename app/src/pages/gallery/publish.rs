//! The form by which an owner publishes a run: what is shown, to whom, and a preview of it.

use super::publications::Publications;
use super::published::PublishedReport;
use crate::api::ApiError;
use crate::api::gallery::{get_publishing, preview_publication, publish_run};
use crate::json::Asked;
use crate::parts::error_note::{ErrorNote, sentence};
use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use crate::view_model::gallery::addresses::published_page;
use crate::view_model::number::counted;
use crate::view_model::paths;
use crate::wire::gallery::{Permalink, Publish, Published, Publishing, Visibility};
use crate::wire::run::RunId;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn PublishPage() -> impl IntoView {
    let params = use_params_map();
    let run = Memo::new(move |_| RunId(params.read().get("run").unwrap_or_default()));
    let publishing = Asked::new_with_options(move || run.get(), get_publishing, false);
    view! {
        <main id="main" class="page publish">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the run…"</p> }
            }>
                {move || Suspend::new(async move {
                    match publishing.await {
                        Ok(publishing) => view! { <Whole publishing /> }.into_piece(),
                        Err(error) => view! { <PageTitle text="Publish" /> <ErrorNote error /> }.into_piece(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_piece()
}

type Action1<T> = Action<Publish, Result<T, ApiError>>;

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    publish: RwSignal<Publish>,
    preview: Action1<Published>,
    send: Action1<Permalink>,
}

#[component]
fn Whole(publishing: Publishing) -> impl IntoView {
    let Publishing { run, name, targets, synthetic, publications } = publishing;
    let all = targets.iter().map(|(name, _)| name.clone()).collect();
    let report = paths::report_page(&run);
    let form = Form {
        publish: RwSignal::new(Publish {
            run: run.clone(),
            targets: all,
            visibility: Visibility::Unlisted,
            real_faces: false,
            title: name.clone(),
            note: String::new(),
        }),
        preview: Action::new(|publish: &Publish| preview_publication(publish.clone())),
        send: Action::new(|publish: &Publish| publish_run(publish.clone())),
    };
    let shown = RwSignal::new(publications);
    Effect::new(move || {
        if let Some(Ok(_)) = form.send.value().get() {
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
    .into_piece()
}

#[component]
fn Words(form: Form) -> impl IntoView {
    let title = form.publish.with_untracked(|publish| publish.title.clone());
    view! {
        <label class="field">
            "Title"
            <input
                type="text"
                name="title"
                maxlength="120"
                value=title
                on:input=move |event| form.publish.update(|publish| publish.title = event_target_value(&event))
            />
        </label>
        <label class="field">
            "Note for readers, may be empty"
            <textarea
                name="note"
                rows="3"
                maxlength="2000"
                on:input=move |event| form.publish.update(|publish| publish.note = event_target_value(&event))
            ></textarea>
        </label>
    }
    .into_piece()
}

#[component]
fn Targets(form: Form, targets: Vec<(String, u32)>) -> impl IntoView {
    let target = move |(name, clones): (String, u32)| {
        let own = name.clone();
        let choose = move |event: ev::Event| {
            let is_chosen = event_target_checked(&event);
            form.publish.update(|publish| {
                publish.targets.retain(|other| *other != own);
                if is_chosen {
                    publish.targets.push(own.clone());
                }
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" name="target" value=name.clone() checked=true on:change=choose />
                <span>{name.clone()} <small>{format!(" {}", counted(clones.into(), "clone"))}</small></span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"Targets to show"</legend>
            <div class="ticks">{targets.into_iter().map(target).collect_view()}</div>
        </fieldset>
    }
    .into_piece()
}

#[component]
fn Audience(form: Form) -> impl IntoView {
    let choice = move |visibility: Visibility, title: &'static str, line: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="visibility"
                    value=title
                    checked=visibility == Visibility::Unlisted
                    on:change=move |_| form.publish.update(|publish| publish.visibility = visibility)
                />
                <span class="choice-title">{title}</span>
                <span class="choice-line">{line}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"Who sees it"</legend>
            <div class="choices">
                {choice(Visibility::Unlisted, "Unlisted", "Whoever has the link; the gallery does not show it.")}
                {choice(Visibility::Public, "Public", "Everybody: its clones are in the gallery.")}
            </div>
        </fieldset>
    }
    .into_piece()
}

#[component]
fn Faces(form: Form, synthetic: bool) -> impl IntoView {
    let (label, line) = if synthetic {
        ("Show the drawn faces of the targets", "They are drawn; nobody is real.")
    } else {
        (
            "Show real faces of the targets",
            "Tick it only if these people agreed that everybody may see their photographs here.",
        )
    };
    view! {
        <div>
            <label class="tick">
                <input
                    type="checkbox"
                    name="real-faces"
                    aria-describedby="about-faces"
                    on:change=move |event| {
                        form.publish.update(|publish| publish.real_faces = event_target_checked(&event));
                    }
                />
                <span>{label}</span>
            </label>
            <p class="quiet" id="about-faces">
                {line}
                " Names of targets are shown in any case; the recognizers' weights never are."
            </p>
        </div>
    }
    .into_piece()
}

#[component]
fn Finish(form: Form) -> impl IntoView {
    let trouble = move || {
        let sent = form.send.value().get().and_then(Result::err);
        let seen = form.preview.value().get().and_then(Result::err);
        sent.or(seen).map(|error| words(&error))
    };
    let done = move || {
        let link = form.send.value().get().and_then(Result::ok)?;
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
    let pending = move || form.send.pending().get() || form.preview.pending().get();
    let ask = move || form.publish.get_untracked();
    view! {
        <p class="field-problem" role="alert">
            {trouble}
        </p>
        <div class="actions">
            <button
                type="button"
                class="button"
                disabled=pending
                on:click=move |_| { form.preview.dispatch(ask()); }
            >
                "Preview what others will see"
            </button>
            <button
                type="button"
                class="button primary"
                disabled=pending
                on:click=move |_| { form.send.dispatch(ask()); }
            >
                {move || if form.send.pending().get() { "Publishing…" } else { "Publish" }}
            </button>
        </div>
        <div role="status">{done}</div>
    }
    .into_piece()
}

fn words(error: &ApiError) -> String {
    match error {
        ApiError::Invalid(problems) => {
            problems.iter().map(|problem| sentence(&problem.message)).collect::<Vec<_>>().join(" ")
        }
        other => sentence(&other.to_string()),
    }
}

#[component]
fn Preview(form: Form) -> impl IntoView {
    move || {
        let published = form.preview.value().get()?.ok()?;
        Some(view! {
            <section class="preview" aria-label="Preview">
                <h2>"Preview: what others will see"</h2>
                <PublishedReport published />
            </section>
        })
    }
}
