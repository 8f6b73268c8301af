//! What the comparison page is told of the runs that it compares.

use super::experiment::ExperimentConfig;
use super::report::{CloneReport, Totals};
use super::run::RunSummary;
use serde::{Deserialize, Serialize};

/// Runs or clones compared at once, at most.
pub const MOST: usize = 8;

/// A run among others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ComparedRun {
    /// As lists show it.
    pub run: RunSummary,
    /// What it was asked to do, with every setting of the attack resolved.
    pub config: ExperimentConfig,
    /// Its target identities, once drawn.
    pub targets: Vec<ComparedTarget>,
    /// What came out, once there is a report.
    pub outcome: Option<Outcome>,
}

/// A target identity of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ComparedTarget {
    /// The identity's name.
    pub name: String,
    /// Clones being made or made.
    pub clones: u32,
    /// Every clone with its scores; none until there is a report.
    pub judged: Vec<CloneReport>,
    /// The clone that the attacker would choose; the first until there is a report.
    pub attacker_choice: u32,
    /// Iterations of which there are snapshots, ascending.
    pub snapshots: Vec<u32>,
}

/// What came out of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// Figures over all clones.
    pub totals: Totals,
    /// `cmc[k-1]`: share of all clones whose rank by the evaluation recognizer is at most `k`.
    pub cmc: Vec<f64>,
    /// Held-out accuracy of target and evaluation recognizer, where it was measured.
    pub accuracy: [Option<f64>; 2],
    /// Wall time, in seconds.
    pub seconds: f64,
}
