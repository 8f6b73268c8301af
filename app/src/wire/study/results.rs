//! What came out of a study, of one population.
//!
//! Ratings are in per cent of their scale (0 the lowest answer, 100 the highest), shares in [0,1]. Raw figures are those of
//! all raters, screened ones of those who are used; both always stand side by side.

use super::Population;
use super::config::Task;
use crate::wire::run::RunId;
use serde::{Deserialize, Serialize};

/// Thresholds of screening; a rule that is absent is not applied. Their meaning is that of the engine's `screening`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ScreeningConfig {
    /// The largest share of one answer, in [0,1].
    pub straight_line: Option<f64>,
    /// The correlation with the others' means at or below which the scale was read upside down.
    pub inverted: Option<f64>,
    /// The least correlation with the others' means (in the manner of ITU-T P.910).
    pub agreement: Option<f64>,
    /// ITU-R BT.500: the share of ratings far from the mean, with its balance fixed at the recommendation's 0.3.
    pub bt500: Option<f64>,
    /// The least share of attention checks passed, in [0,1]; a single failed check leaves nobody out.
    pub attention: Option<f64>,
}

impl Default for ScreeningConfig {
    fn default() -> Self {
        Self { straight_line: Some(0.8), inverted: Some(-0.3), agreement: Some(0.3), bt500: None, attention: Some(0.5) }
    }
}

/// All results of one population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StudyResults {
    /// Whose.
    pub population: Population,
    /// Changes with every answer and decision.
    pub revision: u64,
    /// The thresholds that were used.
    pub screening: ScreeningConfig,
    /// An oracle chose the clones: no attacker could have.
    pub is_oracle: bool,
    /// Whether the stop rule is met, in words.
    pub standing: String,
    /// What the study's limits held back, and why, in words: answers that came too fast, people who were not let in. None of
    /// it is in any figure.
    #[serde(default)]
    pub held_back: Vec<String>,
    /// One entry for each task, in the study's order.
    pub tasks: Vec<TaskResults>,
    /// Everybody who answered anything.
    pub raters: Vec<RaterRow>,
}

/// Results of one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct TaskResults {
    /// Which.
    pub task: Task,
    /// Over all clones.
    pub clones: Group,
    /// Over clones of each target.
    pub targets: Vec<Group>,
    /// Over clones of each run.
    pub methods: Vec<Group>,
    /// Over controls: real photos of the target, of others, seeds.
    pub controls: Vec<Group>,
    /// Each item about a clone.
    pub items: Vec<ItemRow>,
    /// Whom clones were taken for; recognition only. Rows are targets, columns too, the last is "can't tell".
    pub confusion: Option<ConfusionTable>,
    /// How raters agree over the clones.
    pub agreement: Both<Agreement>,
    /// The SOS parameter over the clones; ratings only.
    pub sos: Both<Option<f64>>,
    /// With the objective measures, over items.
    pub correlations: Vec<Correlation>,
    /// What must be said beside the figures, in words.
    pub notes: Vec<String>,
}

/// The same figure of all raters and of those used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Both<T> {
    /// Of all.
    pub raw: T,
    /// Of those used.
    pub screened: T,
}

/// Figures over some items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Group {
    /// The target, the run's name, or the kind of control.
    pub name: String,
    /// The figure.
    pub score: Both<Score>,
}

/// A mean or a share with its intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Score {
    /// Answers.
    pub votes: u32,
    /// Mean in per cent of the scale; of a question with a right answer, the share of right ones; of naturalness as real or
    /// made, the share of "real"; of "same person", the share of "yes"; of one pair, and of controls in pairs, the share that
    /// preferred the first picture. All times 100. Absent without votes, and over several pairs.
    pub percent: Option<f64>,
    /// Its 95 % interval for other raters and other people than those whose clones were shown (of a figure about one person,
    /// other clones of theirs; of one item, other raters): Student's t for ratings, Wilson's for shares, of as many answers as
    /// are independent.
    pub interval: Option<[f64; 2]>,
    /// Its 95 % interval for other raters of these very pictures, which is what the stop rule goes by. Narrower: it says
    /// nothing of other people.
    #[serde(default)]
    pub raters: Option<[f64; 2]>,
    /// The interval for other raters and people by bootstrap, both resampled.
    pub bootstrap: Option<[f64; 2]>,
    /// What guessing would give, in per cent, where guessing has a meaning.
    pub chance: Option<f64>,
    /// Probability of so many right answers or more by guessing (exact binomial test).
    pub p_value: Option<f64>,
}

/// How raters agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Krippendorff's alpha: interval metric for ratings, nominal for choices.
    pub alpha: Option<f64>,
    /// Fleiss' kappa, over items with equally many votes; absent where those are fewer than two.
    pub kappa: Option<f64>,
}

/// One item about a clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ItemRow {
    /// Names it in exports.
    pub item: u64,
    /// The target.
    pub target: String,
    /// The run.
    pub run: RunId,
    /// The clone's number; of a pair, both.
    pub clones: Vec<u32>,
    /// Picture of the clone (URL path).
    pub picture: String,
    /// The figure.
    pub score: Both<Score>,
    /// Of pairs: the Bradley-Terry score of the item's first clone, in logits, and its standard error, by the raters used;
    /// scores of one target that hang together by comparisons sum to 0.
    pub strength: Option<[f64; 2]>,
    /// By the target recognizer, in [0,1]; of a pair, of its first clone, as the next two.
    pub target_score: f64,
    /// By the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// By the evaluation recognizer; 1 is best.
    pub evaluation_rank: u32,
}

/// Whom clones were taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ConfusionTable {
    /// Names of rows and of columns but the last.
    pub targets: Vec<String>,
    /// `counts[shown][answered]`; the last column is "can't tell". Of those used.
    pub counts: Vec<Vec<u32>>,
}

/// How people's scores of items go with an objective measure. Of those used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Correlation {
    /// The measure: "R_E score", "R_E rank", "R_T score"; of pairs, the difference of the two clones' (and it says so), held
    /// against the share that preferred the first.
    pub measure: String,
    /// Items.
    pub items: u32,
    /// Pearson's.
    pub pearson: Option<f64>,
    /// Its 95 % interval over people: clones of one are no independent items. Absent where fewer than three were shown.
    pub interval: Option<[f64; 2]>,
    /// Spearman's.
    pub spearman: Option<f64>,
    /// Kendall's tau-b.
    pub kendall: Option<f64>,
}

/// A rater.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RaterRow {
    /// Names the rater to researchers.
    pub rater: u64,
    /// Joined, milliseconds since 1970 (UTC).
    pub joined_ms: u64,
    /// Has answered everything.
    pub is_complete: bool,
    /// Answers, controls and repeats among them.
    pub answers: u32,
    /// Median time of an answer in milliseconds.
    pub median_ms: Option<u32>,
    /// Answers that were refused because they came faster than the study's limit.
    #[serde(default)]
    pub too_fast: u32,
    /// Times the page lost the focus.
    pub focus_losses: u32,
    /// Controls with a known answer: right, asked.
    pub controls: [u32; 2],
    /// Attention checks: passed, asked.
    pub attention: [u32; 2],
    /// Repeats: answered alike (the same, or within a tenth of the scale), asked.
    pub repeats: [u32; 2],
    /// Correlation with the others' means.
    pub correlation: Option<f64>,
    /// Why screening would leave them out; empty if it would not.
    pub reasons: Vec<String>,
    /// The researcher's word on whether answers count; screening decides where absent.
    pub use_decision: Option<bool>,
    /// Whether answers count.
    pub is_used: bool,
    /// The researcher's word on payment. It changes no figure.
    pub accepted: Option<bool>,
    /// What a program calls its rule.
    pub simulated: Option<String>,
}
