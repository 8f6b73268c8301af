//! Rows of runs.

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
    /// The workspace that it belongs to.
    #[serde(default = "WorkspaceId::first")]
    pub workspace: WorkspaceId,
    /// Who started it; `None` for runs older than accounts.
    #[serde(default)]
    pub creator: Option<PersonId>,
    /// Its state.
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
    /// Its configuration.
    pub config: ExperimentConfig,
}

impl RunRow {
    /// A queued run in the first workspace.
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

/// Live state for a newly joined viewer.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredLiveState {
    /// Everything except pictures.
    pub state: LiveState,
    /// Number of the worker's events that the state contains.
    pub told: u64,
}

/// The right to compute a run and to write its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Which run.
    pub run: RunId,
    /// Higher than that of every lease before.
    pub number: u64,
}

/// Changes of a run that are written in one transaction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The row.
    pub row: Option<RunRow>,
    /// What viewers see.
    pub live: Option<StoredLiveState>,
    /// New and changed files.
    pub files: Vec<FileRow>,
    /// Paths of deleted files.
    pub gone: Vec<String>,
    /// New and changed snapshots.
    pub snapshots: Vec<SnapshotRow>,
    /// The job has ended, successfully or not.
    pub is_over: bool,
}

/// The result of writing changes of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// All changes were written; no row names these objects any more.
    All {
        /// Their names.
        unnamed: Vec<ContentHash>,
    },
    /// Nothing was written: another worker has the run now, or nobody.
    NotYours,
}

/// A run to import, with all its files.
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
    /// The kind of device for its job, if it is not over.
    pub lane: JobLane,
}

/// Resources that a workspace uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// All stored runs.
    pub runs: u64,
    /// Queued runs.
    pub waiting: u64,
    /// Bytes of the files of its runs, face sets and recognizers; a shared file counts once.
    pub bytes: u64,
    /// The part of these bytes that belongs to unfinished runs.
    pub under_way: u64,
}

/// The owner of an object.
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
    /// Its owner.
    pub owner: Owner,
    /// The file's path, or which snapshot.
    pub what: String,
    /// The object.
    pub hash: ContentHash,
    /// Bytes.
    pub size: u64,
}

/// Facts that must be consistent with a run's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunConsistency {
    /// The run.
    pub run: RunId,
    /// Its state; `None` if the row contains an unknown one.
    pub state: Option<RunState>,
    /// Whether it has a job, queued or running.
    pub has_job: bool,
    /// Whether a row names its report.
    pub has_report: bool,
}
