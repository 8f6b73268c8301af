//! Studies as researchers see them.

use super::config::StudyConfig;
use super::quiz::QuizLink;
use super::{Population, StudyId};
use crate::wire::run::{Problem, RunId};
use serde::{Deserialize, Serialize};

/// Where a study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StudyState {
    /// Can be previewed; nobody can join.
    Draft,
    /// Whoever joins is of the pilot.
    Pilot,
    /// Whoever joins counts.
    Open,
    /// Nobody can join, and nobody can answer: what came until then is all there is.
    Closed,
}

/// A study in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StudySummary {
    /// Names it.
    pub id: StudyId,
    /// The researcher's name for it.
    pub name: String,
    /// Where it stands.
    pub state: StudyState,
    /// Creation time, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// Runs whose clones are shown.
    pub runs: Vec<RunId>,
    /// Items about clones; controls and practice are not counted.
    pub items: u32,
    /// Participants by population.
    pub participants: Vec<Crowd>,
}

/// How many of one population took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Crowd {
    /// Which.
    pub population: Population,
    /// Have joined, withdrawn ones apart.
    pub joined: u32,
    /// Have answered everything.
    pub completed: u32,
    /// Have taken their answers back.
    pub withdrawn: u32,
    /// Answers that count, repeats and controls among them.
    pub answers: u32,
}

/// A study with all that its page shows besides results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StudyView {
    /// As in the list.
    pub summary: StudySummary,
    /// What was chosen.
    pub config: StudyConfig,
    /// The link for participants.
    pub link: QuizLink,
    /// The newest version of the consent text.
    pub consent_version: u32,
    /// Single-use tokens that nobody has used.
    pub unused_tokens: Vec<String>,
    /// Fewest and most votes over the items about clones, by population.
    pub votes: Vec<(Population, [u32; 2])>,
}

/// What the form for a new study starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewStudyDefaults {
    /// A study that could be made as it is, with all tasks of the paper and texts in all languages.
    pub config: StudyConfig,
    /// Finished runs that can be chosen.
    pub runs: Vec<RunChoice>,
    /// Languages that ship: tag and own name.
    pub languages: Vec<(String, String)>,
}

/// A finished run as a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RunChoice {
    /// Which.
    pub id: RunId,
    /// Its name.
    pub name: String,
    /// Its target identities, with how many clones and real faces there are of each.
    pub targets: Vec<(String, [u32; 2])>,
    /// A picture for lists (URL path).
    pub thumbnail: Option<String>,
}

/// What people said of a run's clones in one task of a study, in words: the report of the run shows it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct HumanScore {
    /// The study.
    pub study: StudyId,
    /// Its name.
    pub name: String,
    /// What was asked, and what chance would give.
    pub question: String,
    /// The figure of those used, with its 95 % interval.
    pub screened: String,
    /// The figure of all.
    pub raw: String,
    /// Raters used, of all.
    pub raters: String,
}

/// The answer to "can this study be made?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StudyChecked {
    /// What is wrong; empty when all is right.
    pub problems: Vec<Problem>,
    /// Items about clones of each task.
    pub items: Vec<u32>,
    /// Questions for each participant.
    pub questions: u32,
    /// Participants until the stop rule is met, if it is one of votes.
    pub participants: Option<u32>,
}

/// How many raters for an interval so wide.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SampleSize {
    /// Half of the width wanted, in percentage points.
    pub half_width: f64,
    /// For a mean of similarity, if ratings deviate so far (percentage points).
    pub deviation: f64,
    /// Raters of each item for a mean.
    pub for_mean: Option<u32>,
    /// Answers for a share, at the worst.
    pub for_share: Option<u32>,
}
