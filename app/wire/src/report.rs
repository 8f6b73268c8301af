//! `report.json`: the result of a run, version 2. Every `file` is relative to the run's folder.
//!
//! Scores are those of the PNG files as written (8 bits a channel), so that anyone can check them.

pub use super::comparison::{
    Agreement, Comparison, ComparisonTotals, FALSE_ACCEPTS, IdentityComparisons, NetworkReport, NetworkRole, Share,
};
use super::experiment::ExperimentConfig;
use super::faces::AuthorisationRecord;
use super::left_out::LeftOutFaces;
use super::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// The version of the schema that this program writes.
///
/// Version 1 had no photographs and no verdict, and its intervals treated clones of a person as independent; both are
/// added when such a file is read.
pub const VERSION: u32 = 2;

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// [`VERSION`].
    pub version: u32,
    /// The configuration that was run, as validated, with every setting of the attack resolved, and without people who
    /// were left out.
    pub config: ExperimentConfig,
    /// Authorisations of the face set and recognizers used, if they belong to a workspace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorised: Vec<AuthorisationRecord>,
    /// People and files that were found and not used.
    #[serde(default, skip_serializing_if = "LeftOutFaces::is_empty")]
    pub left_out: LeftOutFaces,
    /// The device that computed it.
    pub device: DeviceReport,
    /// The two recognizers.
    pub recognizers: Recognizers,
    /// Embedding networks that compared the clones with templates of the registered people: the recognizer under
    /// attack and the evaluation recognizer if they are such networks, and all further judges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<NetworkReport>,
    /// How far the judges agree on the clones, a row for each pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<Agreement>,
    /// One entry for each target identity, in the order of the split.
    pub identities: Vec<IdentityReport>,
    /// Figures over all clones of all target identities.
    pub totals: Totals,
    /// The verdict; absent only in files of version 1.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// Wall time of the whole run in seconds, including all its resumptions.
    pub seconds: f64,
}

/// The device that computed a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceReport {
    /// `cpu` or `gpu`.
    pub kind: String,
    /// The device's name.
    pub name: String,
    /// Why it was chosen, in a sentence.
    pub reason: String,
}

/// The two recognizers of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recognizers {
    /// The one under attack.
    pub target: RecognizerReport,
    /// The independent judge.
    pub evaluation: RecognizerReport,
}

/// One recognizer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecognizerReport {
    /// Registered identities.
    pub classes: u32,
    /// Held-out accuracy of the weights in [0,1]; absent if the recognizer was loaded without one.
    pub accuracy: Option<f64>,
    /// Training time in seconds, in the run that trained it; 0 if loaded.
    pub seconds: f64,
    /// The weights file.
    pub file: String,
    /// Whether it was trained by this run, or by another run on the same faces, so that the held-out photographs are
    /// new to it.
    #[serde(default)]
    pub is_trained_here: bool,
    /// Mean training loss of the last epoch; absent if the recognizer was loaded.
    #[serde(default)]
    pub loss: Option<f64>,
    /// Whether it was taken from the cache, trained by an earlier run of the same faces and settings.
    #[serde(default)]
    pub is_from_cache: bool,
    /// When its training ended, milliseconds since 1970 (UTC); absent where that is not known.
    #[serde(default)]
    pub trained_ms: Option<u64>,
    /// Its network in one line; empty in older reports.
    #[serde(default)]
    pub network: String,
    /// Whether people are registered by templates: means of embeddings of their photographs, or rows that were brought.
    #[serde(default)]
    pub is_by_templates: bool,
    /// How many people are registered by templates that were brought, and not by photographs.
    #[serde(default)]
    pub given_templates: u32,
}

/// One target identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityReport {
    /// The identity's name.
    pub name: String,
    /// Its class in the target recognizer.
    pub target_label: u32,
    /// Its class in the evaluation recognizer.
    pub evaluation_label: u32,
    /// Real faces of the identity, for people to compare with; the attack never saw them.
    pub real_faces: Vec<String>,
    /// Every clone made.
    pub clones: Vec<CloneReport>,
    /// Images shown to the target recognizer to make the clones; 0 in earlier files.
    #[serde(default)]
    pub queries: u64,
    /// The seed images that the clones started from, with the same scores.
    pub seed: SeedReport,
    /// Held-out photographs of the identity, with the same scores: what a clone could reach at most.
    #[serde(default)]
    pub photographs: Option<PhotographsReport>,
    /// Index of the oracle's choice, the clone with the highest score by the evaluation recognizer; no attacker can
    /// know it.
    pub oracle_choice: u32,
    /// Index of the attacker's choice, the clone with the highest score by the target recognizer.
    pub attacker_choice: u32,
    /// `cmc[k-1]`: share of the clones whose rank by the evaluation recognizer is at most `k`.
    pub cmc: Vec<f64>,
    /// What each of [`Report::networks`] makes of the pictures, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<IdentityComparisons>,
}

/// One clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CloneReport {
    /// The picture.
    pub file: String,
    /// Steps taken.
    pub steps: u32,
    /// Confidence of the target recognizer, in [0,1].
    pub target_score: f64,
    /// Confidence of the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// Rank by the target recognizer; absent in files of version 1.
    #[serde(default)]
    pub target_rank: Option<u32>,
    /// Rank by the evaluation recognizer; 1 is best, ties count against the clone.
    pub evaluation_rank: u32,
}

/// The seeds of one identity's clones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeedReport {
    /// Mean confidence of the target recognizer over the seeds.
    pub mean_target_score: f64,
    /// Mean confidence of the evaluation recognizer over the seeds.
    pub mean_evaluation_score: f64,
    /// Share of the seeds that the evaluation recognizer ranks first.
    pub top1: f64,
    /// Every seed, in the order of the clones; `steps` is 0.
    pub seeds: Vec<CloneReport>,
}

/// Held-out photographs of one identity, which neither recognizer was trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhotographsReport {
    /// Mean confidence of the target recognizer over the photographs.
    pub mean_target_score: f64,
    /// Mean confidence of the evaluation recognizer over the photographs.
    pub mean_evaluation_score: f64,
    /// Share of the photographs that the evaluation recognizer ranks first.
    pub top1: f64,
    /// Every photograph; `steps` is 0, and `file` is empty if it is not kept or shown.
    pub photographs: Vec<CloneReport>,
}

/// Figures over all clones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// Clones counted.
    pub clones: u32,
    /// Share of clones that the evaluation recognizer ranks first.
    pub top1: f64,
    /// Share of clones ranked fifth or better.
    pub top5: f64,
    /// Mean confidence of the target recognizer.
    pub mean_target_score: f64,
    /// Mean confidence of the evaluation recognizer.
    pub mean_evaluation_score: f64,
    /// The same means over the seeds.
    pub seed_top1: f64,
    /// Mean confidence of the target recognizer over the seeds.
    pub seed_mean_target_score: f64,
    /// Mean confidence of the evaluation recognizer over the seeds.
    pub seed_mean_evaluation_score: f64,
    /// Share of the targets' held-out photographs that the evaluation recognizer ranks first.
    #[serde(default)]
    pub photograph_top1: Option<f64>,
    /// Mean confidence of the target recognizer over those photographs.
    #[serde(default)]
    pub photograph_mean_target_score: Option<f64>,
    /// Mean confidence of the evaluation recognizer over those photographs.
    #[serde(default)]
    pub photograph_mean_evaluation_score: Option<f64>,
    /// 95 % intervals of the four figures over clones, for other people like these targets: clones of a person are
    /// near-copies, so the unit is the person.
    pub intervals: Intervals,
    /// Speed of the attack: clones times steps a second.
    pub clone_iterations_per_second: f64,
}

/// 95 % intervals, `[low, high]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Intervals {
    /// Of [`Totals::top1`].
    pub top1: [f64; 2],
    /// Of [`Totals::top5`].
    pub top5: [f64; 2],
    /// Of [`Totals::mean_target_score`].
    pub mean_target_score: [f64; 2],
    /// Of [`Totals::mean_evaluation_score`].
    pub mean_evaluation_score: [f64; 2],
}
