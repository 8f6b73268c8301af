//! Rows of jobs and workers.

use crate::store::runs::{Lease, RunRow};
use crate::store::studies::columns::Named;
use wire::experiment::DeviceChoice;
use wire::report::DeviceReport;
use wire::run::RunId;

/// The kind of device that a job needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobLane {
    /// The processor.
    Cpu,
    /// A graphics card.
    Gpu,
    /// The own device of the worker that takes it.
    Any,
}

impl From<DeviceChoice> for JobLane {
    fn from(choice: DeviceChoice) -> Self {
        match choice {
            DeviceChoice::Auto => Self::Any,
            DeviceChoice::Cpu => Self::Cpu,
            DeviceChoice::Gpu => Self::Gpu,
        }
    }
}

impl Named for JobLane {
    const COLUMN: &'static str = "jobs.lane";
    const ALL: &'static [Self] = &[Self::Cpu, Self::Gpu, Self::Any];

    fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
            Self::Any => "auto",
        }
    }
}

/// A worker thread's request for a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRequest {
    /// The worker.
    pub worker: String,
    /// The device of its thread.
    pub lane: JobLane,
    /// Whether this is the worker's own device. Only own devices take jobs for any device; jobs for a certain kind
    /// prefer workers whose own device it is.
    pub is_own: bool,
}

/// The answer to a [`JobRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenJob {
    /// The lease and the run's row, if there was a job.
    pub job: Option<(Lease, RunRow)>,
    /// Runs in the queue that ended instead of being taken.
    pub ended: Vec<RunId>,
}

/// Status of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseStatus {
    /// Valid.
    Held,
    /// Valid, but the run was cancelled.
    Cancelled,
    /// Lost: another worker has the run, or nobody.
    Lost,
}

/// The result of cancelling a run.
#[derive(Clone, Debug, PartialEq)]
pub enum CancelOutcome {
    /// The run is over already.
    NothingToStop,
    /// It was queued, and is over now.
    Over,
    /// Its worker will be asked to stop it.
    Asked,
}

/// A worker.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkerRow {
    /// Names it.
    pub id: String,
    /// Its own device.
    pub lane: JobLane,
    /// The same for people.
    pub device: DeviceReport,
    /// Operations a second, once measured.
    pub speed: Option<f64>,
}

/// A notification over the database.
#[derive(Clone, Debug)]
pub enum Notification {
    /// A message from another program, or from this one.
    Text(String),
    /// All messages arrive from now on; earlier ones may be missing.
    Listening,
    /// The connection to the database is lost.
    Disconnected,
}
