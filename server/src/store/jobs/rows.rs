//! What is kept of jobs and workers.

use crate::store::runs::{Lease, RunRow};
use crate::store::studies::columns::Named;
use wire::experiment::DeviceChoice;
use wire::report::DeviceReport;
use wire::run::RunId;

/// Which device a job wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobLane {
    /// The processor.
    Cpu,
    /// A graphics card.
    Gpu,
    /// That of whoever takes it.
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

/// Who takes a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRequest {
    /// The worker.
    pub worker: String,
    /// The device of its thread.
    pub lane: JobLane,
    /// Whether that is the worker's own device: jobs that want any are taken for it, and jobs that want this one are left
    /// to workers of which it is the own device while there are such.
    pub is_own: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenJob {
    /// The job, and the run's row.
    pub job: Option<(Lease, RunRow)>,
    /// Runs that ended on the way.
    pub ended: Vec<RunId>,
}

/// How it stands about a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseStatus {
    /// It holds.
    Held,
    /// It holds, and the run's end was asked for.
    Cancelled,
    /// Another worker has the run, or nobody.
    Lost,
}

/// What came of asking for a run's end.
#[derive(Clone, Debug, PartialEq)]
pub enum CancelOutcome {
    /// The run is over already.
    NothingToStop,
    /// It waited, and is over now.
    Over,
    /// Its worker will hear of it.
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

/// What is heard of others.
#[derive(Clone, Debug)]
pub enum Notification {
    /// A text that somebody told.
    Text(String),
    /// From now on all is heard; before, something may have been missed.
    Listening,
    /// The database is away.
    Disconnected,
}
