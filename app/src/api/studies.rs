//! What researchers' pages ask about studies.

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

/// What the server offers to researchers.
#[cfg(feature = "ssr")]
pub trait Studies: Send + Sync + 'static {
    /// All studies, newest first.
    fn studies(&self) -> Answer<'_, Vec<StudySummary>>;
    /// What the form for a new study starts from; `run` is chosen already.
    fn defaults(&self, run: Option<RunId>) -> Answer<'_, NewStudyDefaults>;
    /// Whether a study can be made.
    fn check(&self, config: StudyConfig) -> Answer<'_, StudyCheck>;
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

server_functions! {
    /// All studies.
    "studies" get_studies() -> Vec<StudySummary> = with_status studies.studies;

    /// What the form for a new study starts from.
    "new_study_defaults" get_new_study_defaults(
        /// A run that is chosen already.
        run: Option<RunId>,
    ) -> NewStudyDefaults = with_status studies.defaults;

    /// Checks a study without making it.
    "check_study" check_study(
        /// The whole study.
        config: StudyConfig,
    ) -> StudyCheck = with_status studies.check;

    /// Makes a study.
    "create_study" create_study(
        /// The whole study.
        config: StudyConfig,
    ) -> StudyId = with_status studies.create;

    /// A study.
    "study" get_study(
        /// Which.
        id: StudyId,
    ) -> StudyView = with_status studies.study;

    /// Opens or closes a study.
    "set_study_state" set_study_state(
        /// Which.
        id: StudyId,
        /// Where it is to stand.
        state: StudyState,
    ) -> () = with_status studies.set_state;

    /// Writes a new version of the consent text.
    "set_study_consent" set_study_consent(
        /// Which.
        id: StudyId,
        /// The text, in every language.
        consent: Texts,
    ) -> u32 = with_status studies.set_consent;

    /// Results of a study.
    "study_results" get_study_results(
        /// Which.
        id: StudyId,
        /// Whose.
        population: Population,
        /// The thresholds.
        screening: ScreeningConfig,
        /// Of the results that the page has.
        revision: Option<u64>,
    ) -> Option<StudyResults> = with_status studies.results;

    /// Decides about a rater.
    "decide_rater" decide_rater(
        /// The study.
        id: StudyId,
        /// Which rater.
        rater: u64,
        /// Whether answers count; screening decides if absent.
        used: Option<bool>,
        /// Whether the rater is paid.
        accepted: Option<bool>,
    ) -> () = with_status studies.decide;

    /// What people said of a run's clones.
    "human_scores" get_human_scores(
        /// The run.
        run: RunId,
    ) -> Vec<HumanScore> = with_status studies.human_scores;

    /// How many raters for an interval.
    "sample_size" get_sample_size(
        /// Half of the width wanted, in percentage points.
        half_width: f64,
        /// How far ratings deviate, in percentage points.
        deviation: f64,
    ) -> SampleSize = with_status studies.sample_size;
}
