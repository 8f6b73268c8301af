//! Runs as lists and pages show them, and what the new-run form asks and gets.

use super::experiment::ExperimentConfig;
use super::faces::{FaceSetSummary, RecognizerSummary};
use super::report::DeviceReport;
use serde::{Deserialize, Serialize};

/// Names a run: sixteen lower-case hexadecimal digits from the system's random source, also its folder's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RunId(pub String);

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// Waits for the device.
    Queued,
    /// Computes.
    Running,
    /// Has a report.
    Finished,
    /// Was stopped by a person.
    Cancelled,
    /// Ended with an error; see [`RunSummary::problem`].
    Failed,
}

impl RunState {
    /// No further event will come.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Cancelled | Self::Failed)
    }
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RunSummary {
    /// Names it.
    pub id: RunId,
    /// The experiment's name.
    pub name: String,
    /// Where it stands.
    pub state: RunState,
    /// Creation time, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// Share done in [0,1], over all stages.
    pub progress: f64,
    /// What it does now, in words ("Training the target recognizer").
    pub doing: String,
    /// Why it failed, in words for the user.
    pub problem: Option<String>,
    /// Names of the target identities, once drawn.
    pub targets: Vec<String>,
    /// The verdict in words, once there is a report.
    pub verdict: Option<String>,
    /// A picture to show in a list (URL path), once there is one.
    pub thumbnail: Option<String>,
    /// Drawn people only, nobody real.
    pub synthetic: bool,
}

/// What the home page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Overview {
    /// Newest first.
    pub runs: Vec<RunSummary>,
    /// The device that computes, and why.
    pub device: DeviceReport,
}

/// What the new-run form starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewRunDefaults {
    /// The built-in demo.
    pub demo: ExperimentConfig,
    /// For a folder of real faces of tens of identities.
    pub small: ExperimentConfig,
    /// The paper's scale.
    pub paper: ExperimentConfig,
    /// The device that computes, and why.
    pub device: DeviceReport,
    /// The run that is to be run again with changes.
    #[serde(default)]
    pub from: Option<StartedFrom>,
    /// Sets of faces that runs of the workspace can use, newest first.
    #[serde(default)]
    pub sets: Vec<FaceSetSummary>,
    /// Recognizers that runs of the workspace can use, newest first.
    #[serde(default)]
    pub recognizers: Vec<RecognizerSummary>,
}

/// A run whose settings the new-run form begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StartedFrom {
    /// Names it.
    pub id: RunId,
    /// What it was asked to do, with every setting of the attack resolved.
    pub config: ExperimentConfig,
}

/// The answer to "is this configuration all right?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Checked {
    /// The configuration as a file for `effigy experiment`.
    pub toml: String,
    /// Expected wall time on this device, in seconds, if the configuration is all right.
    pub expected_seconds: Option<f64>,
    /// What is wrong; empty when all is right.
    pub problems: Vec<Problem>,
    /// What will forbid a verdict on a run that can be started all the same.
    #[serde(default)]
    pub warnings: Vec<Problem>,
}

/// Something wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Dotted path of the field, such as `attack.clones`.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}
