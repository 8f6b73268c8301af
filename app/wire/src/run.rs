//! Runs in lists and on pages, and the new-run form.

use super::experiment::ExperimentConfig;
use super::faces::{FaceSetSummary, RecognizerSummary};
use super::report::DeviceReport;
use serde::{Deserialize, Serialize};

/// Id of a run: sixteen lower-case hexadecimal digits from the system's random source; also the name of its folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RunId(pub String);

/// The state of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// Queued.
    Queued,
    /// Running.
    Running,
    /// Finished, with a report.
    Finished,
    /// Stopped by a person.
    Cancelled,
    /// Ended with an error; see [`RunSummary::problem`].
    Failed,
}

impl RunState {
    /// Whether no further event will come.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Cancelled | Self::Failed)
    }
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunSummary {
    /// The run's id.
    pub id: RunId,
    /// The experiment's name.
    pub name: String,
    /// Its state.
    pub state: RunState,
    /// Creation time, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// Progress in [0,1], over all stages.
    pub progress: f64,
    /// The current activity, in words ("Training the target recognizer").
    pub doing: String,
    /// Why it failed, for the user.
    pub problem: Option<String>,
    /// Names of the target identities, once they are drawn.
    pub targets: Vec<String>,
    /// The verdict in words, once there is a report.
    pub verdict: Option<String>,
    /// URL path of a picture for lists, once there is one.
    pub thumbnail: Option<String>,
    /// Whether all people are drawn, none real.
    pub synthetic: bool,
}

/// The contents of the home page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overview {
    /// Newest first.
    pub runs: Vec<RunSummary>,
    /// The device that computes, and why it was chosen.
    pub device: DeviceReport,
}

/// The initial state of the new-run form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewRunDefaults {
    /// The built-in demo.
    pub demo: ExperimentConfig,
    /// The configuration for a folder of real faces with tens of identities.
    pub small: ExperimentConfig,
    /// The configuration at the paper's scale.
    pub paper: ExperimentConfig,
    /// The device that computes, and why it was chosen.
    pub device: DeviceReport,
    /// The run to repeat with changes, if any.
    #[serde(default)]
    pub from: Option<TemplateRun>,
    /// Face sets that runs of the workspace can use, newest first.
    #[serde(default)]
    pub sets: Vec<FaceSetSummary>,
    /// Recognizers that runs of the workspace can use, newest first.
    #[serde(default)]
    pub recognizers: Vec<RecognizerSummary>,
}

/// A run whose settings the new-run form starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TemplateRun {
    /// The run's id.
    pub id: RunId,
    /// Its configuration, with every setting of the attack resolved.
    pub config: ExperimentConfig,
}

/// The result of checking a configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigCheck {
    /// The configuration as a file for `effigy experiment`.
    pub toml: String,
    /// Expected wall time on this device in seconds, if the configuration is valid.
    pub expected_seconds: Option<f64>,
    /// Problems; empty if it is valid.
    pub problems: Vec<Problem>,
    /// What will rule out a verdict, although the run can be started.
    #[serde(default)]
    pub warnings: Vec<Problem>,
}

/// A problem with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Dotted path of the field, such as `attack.clones`.
    pub field: String,
    /// The problem and how to fix it.
    pub message: String,
}
