//! Runs on the comparison page.

use super::experiment::ExperimentConfig;
use super::report::{CloneReport, Totals};
use super::run::RunSummary;
use serde::{Deserialize, Serialize};

/// The most runs or clones compared at once.
pub const MOST: usize = 8;

/// A compared run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedRun {
    /// The summary shown in lists.
    pub run: RunSummary,
    /// Its configuration, with every setting of the attack resolved.
    pub config: ExperimentConfig,
    /// Its target identities, once they are drawn.
    pub targets: Vec<ComparedTarget>,
    /// Its results, once there is a report.
    pub outcome: Option<Outcome>,
}

/// A target identity of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedTarget {
    /// The identity's name.
    pub name: String,
    /// Clones, finished or in progress.
    pub clones: u32,
    /// Every clone with its scores; empty until there is a report.
    pub judged: Vec<CloneReport>,
    /// The attacker's choice; the first clone until there is a report.
    pub attacker_choice: u32,
    /// Steps with snapshots, ascending.
    pub snapshots: Vec<u32>,
}

/// The results of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// Figures over all clones.
    pub totals: Totals,
    /// `cmc[k-1]`: share of all clones whose rank by the evaluation recognizer is at most `k`.
    pub cmc: Vec<f64>,
    /// Held-out accuracy of target and evaluation recognizer, if measured.
    pub accuracy: [Option<f64>; 2],
    /// Wall time, in seconds.
    pub seconds: f64,
}
