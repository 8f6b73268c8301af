//! What embedding networks make of a run's pictures: how near each is to a template of the target, beside photographs of
//! the target and of strangers.

use serde::{Deserialize, Serialize};

/// Shares of strangers' photographs that are accepted by mistake at the two thresholds.
pub const FALSE_ACCEPTS: [f64; 2] = [0.01, 0.001];

/// The part of a network in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NetworkRole {
    /// Under attack.
    Target,
    /// The evaluation recognizer.
    Evaluation,
    /// A further judge.
    Judge,
}

/// An embedding network, and what it makes of all clones together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkReport {
    /// Its part in the run.
    pub role: NetworkRole,
    /// Its name: that of its file, or of the workspace's recognizer.
    pub name: String,
    /// The network in one line.
    pub network: String,
    /// Its file in the run's folder; empty where it is not published.
    pub file: String,
    /// Registered people.
    pub people: u32,
    /// The share of held-out photographs that it names correctly, if there are any.
    pub accuracy: Option<f64>,
    /// Comparisons of strangers' photographs with templates, from which the thresholds come.
    pub comparisons: u64,
    /// The cosine above which a picture is accepted, at each of [`FALSE_ACCEPTS`]; absent where too few comparisons were
    /// made.
    pub thresholds: [Option<f64>; 2],
    /// The share of the registered people's held-out photographs that are accepted at each threshold.
    pub true_accepts: [Option<f64>; 2],
    /// Figures over all clones.
    pub totals: ComparisonTotals,
}

/// A share of clones, and its 95 % interval for other people like these.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// In [0,1].
    pub value: f64,
    /// `[low, high]`; the unit is the person.
    pub interval: [f64; 2],
}

/// What a network makes of all clones together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparisonTotals {
    /// Clones whose target is ranked first.
    pub first: Option<Share>,
    /// Clones accepted as their target at each threshold.
    pub accepted: [Option<Share>; 2],
    /// Clones accepted by a template of photographs that the target was not registered with.
    pub accepted_by_others: [Option<Share>; 2],
    /// Mean cosine of the clones with the target's template.
    pub cosine: Option<f64>,
    /// The median share of strangers' photographs that are nearer to the template than a clone.
    pub nearer_strangers: Option<f64>,
    /// The share of seeds that are accepted.
    pub seeds_accepted: [Option<f64>; 2],
    /// Mean cosine of the seeds.
    pub seed_cosine: Option<f64>,
    /// The share of the targets' held-out photographs that are accepted.
    pub photographs_accepted: [Option<f64>; 2],
    /// Mean cosine of these.
    pub photograph_cosine: Option<f64>,
    /// The share of the other targets' clones that are accepted as the target, on average over the targets.
    pub other_clones_accepted: [Option<f64>; 2],
}

/// One network's comparisons of one identity's pictures with its template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityComparisons {
    /// Every clone.
    pub clones: Vec<Comparison>,
    /// Every seed.
    pub seeds: Vec<Comparison>,
    /// Every held-out photograph.
    pub photographs: Vec<Comparison>,
    /// The share of the other targets' clones that are accepted as this identity, at each threshold.
    pub other_clones_accepted: [Option<f64>; 2],
    /// How many held-out photographs of the identity have which cosine: bins of equal width from -1 to 1.
    pub same: Vec<u32>,
    /// The same of strangers' photographs.
    pub strangers: Vec<u32>,
}

/// The comparison of one picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The cosine to the target's template, from -1 to 1.
    pub cosine: f64,
    /// The share of strangers' photographs that are at least as near to the template, in [0,1].
    pub nearer_strangers: f64,
    /// Rank of the target among the registered people; 1 is best, ties count against the picture.
    pub rank: u32,
    /// Whether it is accepted at each of [`FALSE_ACCEPTS`]; absent without a threshold.
    pub accepted: [Option<bool>; 2],
    /// The same by a template of photographs that the target was not registered with.
    pub accepted_by_others: [Option<bool>; 2],
}

/// How far two judges agree on the clones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// The two: 0 is the evaluation recognizer, `k` the `k`th further judge.
    pub judges: [u32; 2],
    /// Clones judged by both.
    pub clones: u32,
    /// Cohen's kappa of whether each ranks the target first; absent if both say the same of every clone.
    pub kappa: Option<f64>,
    /// Spearman's correlation of the cosines, or of the evaluation recognizer's scores if it compares none.
    pub correlation: Option<f64>,
}
