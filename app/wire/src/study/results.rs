//! The results of a study for one population.
//!
//! Ratings are percentages of their scale (0 for the lowest answer, 100 for the highest), shares are in [0,1]. Raw
//! figures are those of all raters, screened figures those of the raters used; both are always shown side by side.

use super::Population;
use super::config::Task;
use crate::run::RunId;
use serde::{Deserialize, Serialize};

/// Screening thresholds; absent rules are not applied. The engine's `screening` documents them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ScreeningConfig {
    /// The largest share of one answer, in [0,1].
    pub straight_line: Option<f64>,
    /// Raters whose correlation with the others' means is at most this used the scale upside down.
    pub inverted: Option<f64>,
    /// The least correlation with the others' means (as in ITU-T P.910).
    pub agreement: Option<f64>,
    /// ITU-R BT.500: the share of outliers, with the balance fixed at the recommendation's 0.3.
    pub bt500: Option<f64>,
    /// The least share of attention checks passed, in [0,1]; a single failed check excludes nobody.
    pub attention: Option<f64>,
}

impl Default for ScreeningConfig {
    fn default() -> Self {
        Self { straight_line: Some(0.8), inverted: Some(-0.3), agreement: Some(0.3), bt500: None, attention: Some(0.5) }
    }
}

/// All results for one population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StudyResults {
    /// The population.
    pub population: Population,
    /// Changes with every answer and decision.
    pub revision: u64,
    /// The thresholds used.
    pub screening: ScreeningConfig,
    /// Whether the clones are an oracle's choice, which no attacker could have made.
    pub is_oracle: bool,
    /// Progress towards the stop rule, in words.
    pub standing: String,
    /// What the study's limits refused and why, in words: answers that were too fast, people who could not join. No
    /// figure includes it.
    #[serde(default)]
    pub held_back: Vec<String>,
    /// One entry for each task, in the study's order.
    pub tasks: Vec<TaskResults>,
    /// Everybody who has answered anything.
    pub raters: Vec<RaterRow>,
}

/// The results of one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskResults {
    /// The task.
    pub task: Task,
    /// Over all clones.
    pub clones: Group,
    /// Over clones of each target.
    pub targets: Vec<Group>,
    /// Over clones of each run.
    pub methods: Vec<Group>,
    /// Over controls: real photographs of the target and of others, seeds.
    pub controls: Vec<Group>,
    /// Each item about a clone.
    pub items: Vec<ItemRow>,
    /// The confusion matrix; recognition only. Rows and columns are targets, the last column is "can't tell".
    pub confusion: Option<ConfusionTable>,
    /// Agreement of raters over the clones.
    pub agreement: RawAndScreened<Agreement>,
    /// The SOS parameter over the clones; ratings only.
    pub sos: RawAndScreened<Option<f64>>,
    /// Correlations with the recognizers' scores, over items.
    pub correlations: Vec<Correlation>,
    /// Caveats to show with the figures, in words.
    pub notes: Vec<String>,
}

/// The same figure for all raters and for those used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RawAndScreened<T> {
    /// For all raters.
    pub raw: T,
    /// For the raters used.
    pub screened: T,
}

/// Figures over some items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// The name of the target or run, or the kind of control.
    pub name: String,
    /// The figure.
    pub score: RawAndScreened<Score>,
}

/// A mean or share with its intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// Number of answers.
    pub votes: u32,
    /// Mean as a percentage of the scale, or as a share times 100: of correct answers, for questions that have one; of
    /// "real", for naturalness as real or made; of "yes", for "same person"; of preferences for the first picture, for
    /// a single pair and for controls in pairs. Absent without answers, and over several pairs.
    pub percent: Option<f64>,
    /// Its 95 % interval for other raters and other people like those in the clones (for a figure about one person, for
    /// other clones of that person; for one item, for other raters): Student's t for ratings, Wilson's for shares, with
    /// the number of independent answers.
    pub interval: Option<[f64; 2]>,
    /// Its 95 % interval for other raters of the same pictures, which the stop rule uses. It is narrower, since it says
    /// nothing about other people.
    #[serde(default)]
    pub raters: Option<[f64; 2]>,
    /// The interval for other raters and people by bootstrap, resampling both.
    pub bootstrap: Option<[f64; 2]>,
    /// The figure expected from guessing, as a percentage, if guessing is meaningful.
    pub chance: Option<f64>,
    /// The probability of at least as many correct answers by guessing (exact binomial test).
    pub p_value: Option<f64>,
}

/// Agreement between raters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Krippendorff's alpha: interval metric for ratings, nominal for choices.
    pub alpha: Option<f64>,
    /// Fleiss' kappa, over items with equally many votes; absent for fewer than two of these.
    pub kappa: Option<f64>,
}

/// One item about a clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemRow {
    /// Its id in exports.
    pub item: u64,
    /// The target.
    pub target: String,
    /// The run.
    pub run: RunId,
    /// The clone's number; for a pair, both numbers.
    pub clones: Vec<u32>,
    /// URL path of the clone's picture.
    pub picture: String,
    /// The figure.
    pub score: RawAndScreened<Score>,
    /// For pairs: the Bradley-Terry score of the item's first clone, in logits, and its standard error, from the raters
    /// used; scores of connected clones of one target sum to 0.
    pub strength: Option<[f64; 2]>,
    /// Score by the target recognizer, in [0,1]; for a pair, this and the next two are of its first clone.
    pub target_score: f64,
    /// Score by the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// Rank by the evaluation recognizer; 1 is best.
    pub evaluation_rank: u32,
}

/// The confusion matrix of identities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfusionTable {
    /// Names of the rows, and of all columns but the last.
    pub targets: Vec<String>,
    /// `counts[shown][answered]`, from the raters used; the last column is "can't tell".
    pub counts: Vec<Vec<u32>>,
}

/// The correlation of human scores of items with a recognizer's measure, from the raters used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correlation {
    /// The measure: "R_E score", "R_E rank", "R_T score"; for pairs, the difference between the two clones, as the name
    /// then says, against the share that preferred the first.
    pub measure: String,
    /// Number of items.
    pub items: u32,
    /// Pearson's correlation.
    pub pearson: Option<f64>,
    /// Its 95 % interval over people, since clones of one person are not independent; absent if fewer than three people
    /// were shown.
    pub interval: Option<[f64; 2]>,
    /// Spearman's correlation.
    pub spearman: Option<f64>,
    /// Kendall's tau-b.
    pub kendall: Option<f64>,
}

/// A rater.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RaterRow {
    /// The rater's id, for researchers.
    pub rater: u64,
    /// When they joined, in milliseconds since 1970 (UTC).
    pub joined_ms: u64,
    /// Whether they have answered everything.
    pub is_complete: bool,
    /// Number of answers, including controls and repeats.
    pub answers: u32,
    /// Median response time, in milliseconds.
    pub median_ms: Option<u32>,
    /// Number of answers refused as too fast.
    #[serde(default)]
    pub too_fast: u32,
    /// How often the page lost focus.
    pub focus_losses: u32,
    /// Controls with a known answer: number correct, number asked.
    pub controls: [u32; 2],
    /// Attention checks: number passed, number asked.
    pub attention: [u32; 2],
    /// Repeats: number answered consistently (equal, or within a tenth of the scale), number asked.
    pub repeats: [u32; 2],
    /// Correlation with the others' means.
    pub correlation: Option<f64>,
    /// Reasons to exclude them, by screening; empty if there are none.
    pub reasons: Vec<String>,
    /// The researcher's decision on whether answers count; if absent, screening decides.
    pub use_decision: Option<bool>,
    /// Whether answers count.
    pub is_used: bool,
    /// The researcher's decision on payment, which changes no figure.
    pub accepted: Option<bool>,
    /// The rule of a simulated rater.
    pub simulated: Option<String>,
}
