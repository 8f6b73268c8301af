//! What researchers' pages ask about studies.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::run::RunId;
use crate::wire::study::config::StudyConfig;
use crate::wire::study::results::{ScreeningConfig, StudyResults};
use crate::wire::study::summary::{
    HumanScore, NewStudyDefaults, SampleSize, StudyChecked, StudyState, StudySummary, StudyView,
};
use crate::wire::study::{Population, StudyId, Texts};
use leptos::prelude::*;

/// What the server offers to researchers.
#[cfg(feature = "ssr")]
pub trait Studies: Send + Sync + 'static {
    /// All studies, newest first.
    fn studies(&self) -> Answer<'_, Vec<StudySummary>>;
    /// What the form for a new study starts from; `run` is chosen already.
    fn defaults(&self, run: Option<RunId>) -> Answer<'_, NewStudyDefaults>;
    /// Whether a study can be made.
    fn check(&self, config: StudyConfig) -> Answer<'_, StudyChecked>;
    /// Makes a study, as a draft.
    fn create(&self, config: StudyConfig) -> Answer<'_, StudyId>;
    /// A study without its results.
    fn study(&self, id: StudyId) -> Answer<'_, StudyView>;
    /// Opens or closes a study, or makes it a pilot.
    fn set_state(&self, id: StudyId, state: StudyState) -> Answer<'_, ()>;
    /// Writes a new version of the consent text; the answer is its number.
    fn set_consent(&self, id: StudyId, consent: Texts) -> Answer<'_, u32>;
    /// Results of one population by the given thresholds; `None` if nothing changed since `revision`.
    fn results(
        &self,
        id: StudyId,
        population: Population,
        screening: ScreeningConfig,
        revision: Option<u64>,
    ) -> Answer<'_, Option<StudyResults>>;
    /// Whether a rater's answers count, and whether the rater is paid; `None` takes a word back.
    fn decide(&self, id: StudyId, rater: u64, used: Option<bool>, accepted: Option<bool>) -> Answer<'_, ()>;
    /// What people said of a run's clones; pilots and simulated raters are no people.
    fn human_scores(&self, run: RunId) -> Answer<'_, Vec<HumanScore>>;
    /// How many raters for an interval.
    fn sample_size(&self, half_width: f64, deviation: f64) -> Answer<'_, SampleSize>;
}

/// The studies as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedStudies = std::sync::Arc<dyn Studies>;

#[cfg(feature = "ssr")]
fn studies() -> SharedStudies {
    expect_context()
}

/// All studies.
#[server(prefix = "/api/fn", endpoint = "studies", input = json::Body, output = json::Body)]
pub async fn get_studies() -> Result<Vec<StudySummary>, ApiError> {
    told(studies().studies().await)
}

/// What the form for a new study starts from.
#[server(prefix = "/api/fn", endpoint = "new_study_defaults", input = json::Body, output = json::Body)]
pub async fn get_new_study_defaults(
    /// A run that is chosen already.
    run: Option<RunId>,
) -> Result<NewStudyDefaults, ApiError> {
    told(studies().defaults(run).await)
}

/// Checks a study without making it.
#[server(prefix = "/api/fn", endpoint = "check_study", input = json::Body, output = json::Body)]
pub async fn check_study(
    /// The whole study.
    config: StudyConfig,
) -> Result<StudyChecked, ApiError> {
    told(studies().check(config).await)
}

/// Makes a study.
#[server(prefix = "/api/fn", endpoint = "create_study", input = json::Body, output = json::Body)]
pub async fn create_study(
    /// The whole study.
    config: StudyConfig,
) -> Result<StudyId, ApiError> {
    told(studies().create(config).await)
}

/// A study.
#[server(prefix = "/api/fn", endpoint = "study", input = json::Body, output = json::Body)]
pub async fn get_study(
    /// Which.
    id: StudyId,
) -> Result<StudyView, ApiError> {
    told(studies().study(id).await)
}

/// Opens or closes a study.
#[server(prefix = "/api/fn", endpoint = "set_study_state", input = json::Body, output = json::Body)]
pub async fn set_study_state(
    /// Which.
    id: StudyId,
    /// Where it is to stand.
    state: StudyState,
) -> Result<(), ApiError> {
    told(studies().set_state(id, state).await)
}

/// Writes a new version of the consent text.
#[server(prefix = "/api/fn", endpoint = "set_study_consent", input = json::Body, output = json::Body)]
pub async fn set_study_consent(
    /// Which.
    id: StudyId,
    /// The text, in every language.
    consent: Texts,
) -> Result<u32, ApiError> {
    told(studies().set_consent(id, consent).await)
}

/// Results of a study.
#[server(prefix = "/api/fn", endpoint = "study_results", input = json::Body, output = json::Body)]
pub async fn get_study_results(
    /// Which.
    id: StudyId,
    /// Whose.
    population: Population,
    /// The thresholds.
    screening: ScreeningConfig,
    /// Of the results that the page has.
    revision: Option<u64>,
) -> Result<Option<StudyResults>, ApiError> {
    told(studies().results(id, population, screening, revision).await)
}

/// Decides about a rater.
#[server(prefix = "/api/fn", endpoint = "decide_rater", input = json::Body, output = json::Body)]
pub async fn decide_rater(
    /// The study.
    id: StudyId,
    /// Which rater.
    rater: u64,
    /// Whether answers count; screening decides if absent.
    used: Option<bool>,
    /// Whether the rater is paid.
    accepted: Option<bool>,
) -> Result<(), ApiError> {
    told(studies().decide(id, rater, used, accepted).await)
}

/// What people said of a run's clones.
#[server(prefix = "/api/fn", endpoint = "human_scores", input = json::Body, output = json::Body)]
pub async fn get_human_scores(
    /// The run.
    run: RunId,
) -> Result<Vec<HumanScore>, ApiError> {
    told(studies().human_scores(run).await)
}

/// How many raters for an interval.
#[server(prefix = "/api/fn", endpoint = "sample_size", input = json::Body, output = json::Body)]
pub async fn get_sample_size(
    /// Half of the width wanted, in percentage points.
    half_width: f64,
    /// How far ratings deviate, in percentage points.
    deviation: f64,
) -> Result<SampleSize, ApiError> {
    told(studies().sample_size(half_width, deviation).await)
}
