//! How a run's values stand in columns.

use crate::store::studies::columns::Named;
use wire::run::RunState;

/// Table and field of a run's configuration.
pub const CONFIG: &str = "runs.config";
/// Of its targets' names.
pub const TARGETS: &str = "runs.targets";
/// Of what viewers see.
pub const STATE: &str = "run_states.state";

impl Named for RunState {
    const COLUMN: &'static str = "runs.state";
    const ALL: &'static [Self] = &[Self::Queued, Self::Running, Self::Finished, Self::Cancelled, Self::Failed];

    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}
