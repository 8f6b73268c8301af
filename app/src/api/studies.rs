//! Server functions for researchers' studies.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::run::RunId;
use wire::study::config::StudyConfig;
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::summary::{HumanScore, NewStudyDefaults, SampleSize, StudyCheck, StudyState, StudySummary, StudyView};
use wire::study::{Population, StudyId, Texts};

/// Studies, for researchers.
#[cfg(feature = "ssr")]
pub trait Studies: Send + Sync + 'static {
    /// All studies, newest first.
    fn studies(&self) -> Answer<'_, Vec<StudySummary>>;
    /// The initial state of the form for a new study, with `run` selected if given.
    fn defaults(&self, run: Option<RunId>) -> Answer<'_, NewStudyDefaults>;
    /// Checks a configuration.
    fn check(&self, config: StudyConfig) -> Answer<'_, StudyCheck>;
    /// Creates a study as a draft.
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
    /// Decides whether a rater's answers count and whether the rater is paid; `None` undoes a decision.
    fn decide(&self, id: StudyId, rater: u64, used: Option<bool>, accepted: Option<bool>) -> Answer<'_, ()>;
    /// Human scores of a run's clones, without pilots and simulated raters.
    fn human_scores(&self, run: RunId) -> Answer<'_, Vec<HumanScore>>;
    /// The number of raters for an interval of this width.
    fn sample_size(&self, half_width: f64, deviation: f64) -> Answer<'_, SampleSize>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedStudies = std::sync::Arc<dyn Studies>;

#[cfg(feature = "ssr")]
fn studies() -> SharedStudies {
    expect_context()
}

server_functions! {
    /// All studies.
    "studies" get_studies() -> Vec<StudySummary> = with_status studies.studies;

    /// The initial state of the form for a new study.
    "new_study_defaults" get_new_study_defaults(
        /// A run to select.
        run: Option<RunId>,
    ) -> NewStudyDefaults = with_status studies.defaults;

    /// Checks a study without creating it.
    "check_study" check_study(
        /// The study.
        config: StudyConfig,
    ) -> StudyCheck = with_status studies.check;

    /// Creates a study as a draft.
    "create_study" create_study(
        /// The study.
        config: StudyConfig,
    ) -> StudyId = with_status studies.create;

    /// A study.
    "study" get_study(
        /// The study.
        id: StudyId,
    ) -> StudyView = with_status studies.study;

    /// Opens or closes a study.
    "set_study_state" set_study_state(
        /// The study.
        id: StudyId,
        /// The new state.
        state: StudyState,
    ) -> () = with_status studies.set_state;

    /// Writes a new version of the consent text.
    "set_study_consent" set_study_consent(
        /// The study.
        id: StudyId,
        /// The text, in every language.
        consent: Texts,
    ) -> u32 = with_status studies.set_consent;

    /// Results of a study.
    "study_results" get_study_results(
        /// The study.
        id: StudyId,
        /// The population.
        population: Population,
        /// The thresholds.
        screening: ScreeningConfig,
        /// The revision of the results that the page already has.
        revision: Option<u64>,
    ) -> Option<StudyResults> = with_status studies.results;

    /// Decides whether a rater's answers count and whether the rater is paid.
    "decide_rater" decide_rater(
        /// The study.
        id: StudyId,
        /// The rater.
        rater: u64,
        /// Whether answers count; if absent, screening decides.
        used: Option<bool>,
        /// Whether the rater is paid.
        accepted: Option<bool>,
    ) -> () = with_status studies.decide;

    /// Human scores of a run's clones.
    "human_scores" get_human_scores(
        /// The run.
        run: RunId,
    ) -> Vec<HumanScore> = with_status studies.human_scores;

    /// The number of raters for an interval of this width.
    "sample_size" get_sample_size(
        /// Half of the intended width, in percentage points.
        half_width: f64,
        /// The assumed standard deviation of ratings, in percentage points.
        deviation: f64,
    ) -> SampleSize = with_status studies.sample_size;
}
