//! A publication: the report for readers.

use super::publication_error::PublicationError;
use crate::api::gallery::get_published;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::pages::report::{CmcSection, Lightbox, Method, ReportView, Sheets, Strips, Table2, TotalsTable};
use crate::parts::peoples_words::peoples_words;
use crate::parts::title::PageTitle;
use crate::parts::verdict_box::VerdictBox;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view_model::gallery::addresses;
use view_model::time;
use wire::gallery::{Permalink, PublicationView, PublishedHumanScore};

/// The page of a permalink.
#[component]
pub fn PublishedPage() -> impl IntoView {
    let params = use_params_map();
    let permalink = Memo::new(move |_| Permalink(params.read().get("permalink").unwrap_or_default()));
    let published = JsonResource::new_with_options(move || permalink.get(), get_published, false);
    view! {
        <main id="main" class="page report published">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the publication…"</p> }
            }>
                {move || Suspend::new(async move {
                    match published.await {
                        Ok(published) => {
                            let title = published.title.clone();
                            view! { <PageTitle text=title /> <PublishedReport published /> }.into_erased()
                        }
                        Err(error) => view! { <PublicationError error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

/// The report, the same in a preview.
#[component]
pub fn PublishedReport(published: PublicationView) -> impl IntoView {
    let PublicationView { permalink, run, files, title, note, published_ms, report, people, withheld } = published;
    let judged = report.clone();
    let said: Vec<String> = people
        .iter()
        .map(|word| format!("{}: {} (raters used: {})", word.question, word.screened, word.raters))
        .collect();
    let drawn = report.config.faces.synthetic.is_some();
    let figures = permalink.as_ref().map(|_| format!("{files}report.json"));
    let view = ReportView::new(files, report);
    if let Some(permalink) = &permalink {
        view.has_clone_pages(addresses::published_page(permalink));
    }
    let paragraphs = note.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraphs = paragraphs.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let withheld = withheld.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <header class="verdict">
            <p class="quiet">{title}</p>
            <VerdictBox report=judged people=move || in_short(&said) />
            <div class="note">{paragraphs}</div>
            <p class="quiet">
                {format!("Published {}. ", time::date(published_ms))}
                {drawn.then_some("The people in this run are drawn; nobody is real. ")}
                "Clones are synthetic: no picture of one is a photograph. "
                {permalink.is_some().then(|| view! { <a href=addresses::GALLERY>"Gallery"</a> })}
            </p>
            <ul class="quiet withheld-list">{withheld}</ul>
        </header>
        <Table2 view />
        <TotalsTable view />
        <PeopleSection people />
        <CmcSection view />
        <Sheets view />
        <Strips view />
        <Method view />
        <section>
            <h2>"Files"</h2>
            {figures
                .map(|figures| {
                    view! {
                        <p>
                            <a href=figures download="report.json" rel="external">
                                "report.json"
                            </a>
                            ", every figure on this page, for programs."
                        </p>
                    }
                })}
            <p class="quiet">
                {format!("The metadata of each clone's picture says that it is synthetic and names its run: {}.", run.0)}
            </p>
        </section>
        <Lightbox view />
    }
    .into_erased()
}

/// A line for each question, to show in the verdict.
fn in_short(said: &[String]) -> AnyView {
    match said {
        [] => "nobody was asked".into_any(),
        said => said.iter().map(|line| view! { <span class="line">{line.clone()}</span> }).collect_view().into_any(),
    }
}

const HEADS: [&str; 4] = ["Question", "Screened, 95 % interval", "Raw", "Raters used"];

#[component]
fn PeopleSection(people: Vec<PublishedHumanScore>) -> impl IntoView {
    let row = |word: PublishedHumanScore| (word.question.into_any(), [word.screened, word.raw, word.raters]);
    let rows: Vec<_> = people.into_iter().map(row).collect();
    let table = (!rows.is_empty()).then(|| peoples_words(&HEADS, rows));
    let nobody = table.is_none().then(|| view! { <p>"Nobody has been asked about all of these clones."</p> });
    view! {
        <section>
            <h2>"What people say"</h2>
            {table}
            {nobody}
        </section>
    }
    .into_erased()
}
