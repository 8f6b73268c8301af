//! A study: its state, recruiting, consent text, and live results.

mod consent;
mod head;
mod invite;
mod votes;

use super::page_state::StudyPageState;
use super::results::Results;
use crate::api::ApiError;
use crate::api::get_overview;
use crate::api::studies::{get_study, get_study_results};
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use consent::Consent;
use head::Head;
use invite::Invite;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use view_model::study::{addresses, progress};
use votes::VotesSection;
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::summary::StudyView;
use wire::study::{Population, StudyId};

/// A study, its identities in the order of their colours, and its results.
type Opened = (StudyView, Vec<String>, StudyResults);

/// A study and its results.
#[component]
pub fn StudyPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| StudyId(params.read().get("id").unwrap_or_default()));
    let wanted = move || query.read_untracked().get("population").and_then(|key| addresses::population_of(&key));
    let opened = JsonResource::new_with_options(move || id.get(), move |id| open(id, wanted()), false);
    view! {
        <main id="main" class="page study-page">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the study…"</p> }
            }>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(opened) => view! { <WholeStudy opened /> }.into_erased(),
                        Err(error) => view! { <PageTitle text="Study" /> <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

async fn open(id: StudyId, wanted: Option<Population>) -> Result<Opened, ApiError> {
    let study = get_study(id.clone()).await?;
    let runs = get_overview().await?.runs;
    let population = wanted.unwrap_or_else(|| progress::first_population(&study.summary));
    let results = get_study_results(id, population, ScreeningConfig::default(), None).await?;
    let first = runs.into_iter().find(|run| study.config.runs.first() == Some(&run.id));
    let identities = first.map(|run| run.targets).unwrap_or_default();
    Ok((study, identities, results.ok_or(ApiError::Internal)?))
}

#[component]
fn WholeStudy(opened: Opened) -> impl IntoView {
    let (study, identities, results) = opened;
    let name = study.summary.name.clone();
    // Before the first answer, recruiting comes first.
    let is_new = results.raters.is_empty() && progress::participant_lines(&study.summary).is_empty();
    let page = StudyPageState::watch(study, identities, results);
    let invite = move || view! { <Invite page /> };
    view! {
        <PageTitle text=name />
        <Head page />
        {is_new.then(invite)}
        <Results page />
        {(!is_new).then(invite)}
        <VotesSection page />
        <Consent page />
    }
    .into_erased()
}
