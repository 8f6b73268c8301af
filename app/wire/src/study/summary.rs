//! Studies as researchers see them.

use super::config::StudyConfig;
use super::quiz::QuizLink;
use super::{Population, StudyId};
use crate::run::{Problem, RunId};
use serde::{Deserialize, Serialize};

/// The state of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StudyState {
    /// Draft: can be previewed; nobody can join.
    Draft,
    /// Pilot: participants are kept apart.
    Pilot,
    /// Open: participants count.
    Open,
    /// Closed: nobody can join or answer; the results are final.
    Closed,
}

/// A study in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StudySummary {
    /// The study's id.
    pub id: StudyId,
    /// The name given by the researcher.
    pub name: String,
    /// Its state.
    pub state: StudyState,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// The runs whose clones are shown.
    pub runs: Vec<RunId>,
    /// Items about clones; controls and practice are not counted.
    pub items: u32,
    /// Participants by population.
    pub participants: Vec<ParticipantCounts>,
}

/// Participation of one population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParticipantCounts {
    /// The population.
    pub population: Population,
    /// Number joined, without those who withdrew.
    pub joined: u32,
    /// Number who have answered everything.
    pub completed: u32,
    /// Number who withdrew their answers.
    pub withdrawn: u32,
    /// Number of stored answers that count, including repeats and controls.
    pub answers: u32,
}

/// A study with everything on its page except results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StudyView {
    /// The summary shown in lists.
    pub summary: StudySummary,
    /// Its configuration.
    pub config: StudyConfig,
    /// The link for participants.
    pub link: QuizLink,
    /// The newest version of the consent text.
    pub consent_version: u32,
    /// Number of unused single-use tokens.
    pub unused_tokens: Vec<String>,
    /// Minimum and maximum votes over the items about clones, by population.
    pub votes: Vec<(Population, [u32; 2])>,
}

/// The initial state of the form for a new study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewStudyDefaults {
    /// A valid configuration with all of the paper's tasks, and texts in all languages.
    pub config: StudyConfig,
    /// Finished runs to choose from.
    pub runs: Vec<RunChoice>,
    /// Available languages: tag and native name.
    pub languages: Vec<(String, String)>,
}

/// A finished run to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunChoice {
    /// The run.
    pub id: RunId,
    /// Its name.
    pub name: String,
    /// Its target identities, each with its numbers of clones and real faces.
    pub targets: Vec<(String, [u32; 2])>,
    /// URL path of a picture for lists.
    pub thumbnail: Option<String>,
}

/// Human scores of a run's clones in one task of a study, in words, as shown in the run's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HumanScore {
    /// The study's id.
    pub study: StudyId,
    /// Its name.
    pub name: String,
    /// The question, and the score expected by chance.
    pub question: String,
    /// The figure for the raters used, with its 95 % interval.
    pub screened: String,
    /// The figure for all raters.
    pub raw: String,
    /// The number of raters used, and of all raters.
    pub raters: String,
}

/// The result of checking a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StudyCheck {
    /// Problems; empty if it is valid.
    pub problems: Vec<Problem>,
    /// Items about clones of each task.
    pub items: Vec<u32>,
    /// Number of questions for each participant.
    pub questions: u32,
    /// Participants needed for the stop rule, if it counts votes.
    pub participants: Option<u32>,
}

/// The number of raters for a given width of interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleSize {
    /// Half of the intended width, in percentage points.
    pub half_width: f64,
    /// The assumed standard deviation of similarity ratings, in percentage points.
    pub deviation: f64,
    /// Raters of each item for a mean.
    pub for_mean: Option<u32>,
    /// Answers for a share, in the worst case.
    pub for_share: Option<u32>,
}
