//! What the lab remembers of a run.

use app::wire::experiment::ExperimentConfig;
use app::wire::people::{PersonId, WorkspaceId};
use app::wire::run::{RunId, RunState};
use serde::{Deserialize, Serialize};

/// A run as `run.json` holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRow {
    /// Names the run and its folder.
    pub id: RunId,
    /// To which it belongs.
    #[serde(default = "WorkspaceId::first")]
    pub workspace: WorkspaceId,
    /// Who asked for it; nobody where accounts were not known yet.
    #[serde(default)]
    pub creator: Option<PersonId>,
    /// Where it stands. `running` in a file means that the server was killed meanwhile.
    pub state: RunState,
    /// Creation time, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// Share done in [0,1].
    pub progress: f64,
    /// Why it failed.
    #[serde(default)]
    pub problem: Option<String>,
    /// Names of the target identities, once drawn.
    #[serde(default)]
    pub targets: Vec<String>,
    /// The verdict in words.
    #[serde(default)]
    pub verdict: Option<String>,
    /// Address of a picture for lists.
    #[serde(default)]
    pub thumbnail: Option<String>,
    /// What was asked.
    pub config: ExperimentConfig,
}

impl RunRow {
    /// A run that waits, in the first workspace.
    pub fn queued(id: RunId, created_ms: u64, config: ExperimentConfig) -> Self {
        Self {
            id,
            workspace: WorkspaceId::first(),
            creator: None,
            state: RunState::Queued,
            created_ms,
            progress: 0.0,
            problem: None,
            targets: Vec::new(),
            verdict: None,
            thumbnail: None,
            config,
        }
    }
}
