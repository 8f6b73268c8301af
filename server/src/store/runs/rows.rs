//! What is kept of a run.

use crate::store::jobs::JobLane;
use crate::store::objects::ContentHash;
use serde::{Deserialize, Serialize};
use wire::experiment::ExperimentConfig;
use wire::faces::{FaceSetId, RecognizerId};
use wire::live::LiveState;
use wire::people::{PersonId, WorkspaceId};
use wire::run::{RunId, RunState};

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRow {
    /// Names the run.
    pub id: RunId,
    /// To which it belongs.
    #[serde(default = "WorkspaceId::first")]
    pub workspace: WorkspaceId,
    /// Who asked for it; nobody where accounts were not known yet.
    #[serde(default)]
    pub creator: Option<PersonId>,
    /// Where it stands.
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

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// In the run's folder, with `/` between its parts.
    pub path: String,
    /// Its bytes.
    pub hash: ContentHash,
    /// How many.
    pub size: u64,
}

/// A snapshot of a run: the frames of a target's clones, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Index of the target.
    pub target: u16,
    /// After so many steps.
    pub iteration: u32,
    /// Its bytes.
    pub hash: ContentHash,
    /// How many.
    pub size: u64,
}

/// What a viewer sees who comes now.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredLiveState {
    /// All but pictures.
    pub state: LiveState,
    /// How many of the events that the lease's holder tells are in it.
    pub told: u64,
}

/// The right to compute a run and to write of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Which run.
    pub run: RunId,
    /// Higher than that of every lease before.
    pub number: u64,
}

/// What is written of a run at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The row.
    pub row: Option<RunRow>,
    /// What viewers see.
    pub live: Option<StoredLiveState>,
    /// Files that are new or others.
    pub files: Vec<FileRow>,
    /// Paths of files that are no more.
    pub gone: Vec<String>,
    /// Snapshots that are new or others.
    pub snapshots: Vec<SnapshotRow>,
    /// The job is done, one way or another.
    pub is_over: bool,
}

/// Whether something was written of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// All of it; these objects are named by no row any more.
    All {
        /// Their names.
        unnamed: Vec<ContentHash>,
    },
    /// Nothing: another worker has the run now, or nobody.
    NotYours,
}

/// A run from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeRun {
    /// The row.
    pub row: RunRow,
    /// What viewers see.
    pub live: Option<LiveState>,
    /// Its files.
    pub files: Vec<FileRow>,
    /// Its snapshots.
    pub snapshots: Vec<SnapshotRow>,
    /// Where its job waits, if it is not over.
    pub lane: JobLane,
}

/// What a workspace has of what all workspaces share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Runs that are kept, over or not.
    pub runs: u64,
    /// Those that wait for a device.
    pub waiting: u64,
    /// Bytes of the files of its runs, face sets and recognizers; what several of them name counts once.
    pub bytes: u64,
    /// Of these, those of runs that are not over.
    pub under_way: u64,
}

/// What has objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A run.
    Run(RunId),
    /// A set of faces.
    FaceSet(FaceSetId),
    /// A recognizer of a workspace.
    Recognizer(RecognizerId),
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Run(run) => write!(f, "run {}", run.0),
            Self::FaceSet(set) => write!(f, "face set {}", set.0),
            Self::Recognizer(recognizer) => write!(f, "recognizer {}", recognizer.0),
        }
    }
}

/// An object that a row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedObject {
    /// What has it.
    pub owner: Owner,
    /// The file's path, or which snapshot.
    pub what: String,
    /// The object.
    pub hash: ContentHash,
    /// Bytes.
    pub size: u64,
}

/// What a run's row rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunConsistency {
    /// The run.
    pub run: RunId,
    /// Where it stands; none if the row says what no program writes.
    pub state: Option<RunState>,
    /// Whether it waits or is computed.
    pub has_job: bool,
    /// Whether a row names its report.
    pub has_report: bool,
}
