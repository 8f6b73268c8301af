//! The job queue, and workers that lease jobs from it.
//!
//! A job is a run's work from its faces to its report. Training, attack, evaluation and export are stages of it, not
//! jobs of their own: each continues from files that the previous one left in the run's folder, and a job that changes
//! hands continues from the checkpoints there.
//!
//! A worker holds a job by a lease that it renews; without renewal the lease expires, and the next worker takes the
//! job. A job fails once [`ATTEMPTS`] workers have disappeared while they held it, however far each of them got: the
//! job itself may be what kills them, and with them all their other work. Times are the database's own, so that
//! workers' clocks need not agree.
//!
//! Workspaces take turns: the next job is the oldest waiting one of the workspace whose last turn is longest ago. A job
//! that was begun continues before another begins.
//!
//! Why no queue off the shelf (apalis, with its SQLite and PostgreSQL backends): it takes, renews and ends its jobs
//! over connections of its own. A run and its job, or checking the lease and writing to the run, would then be two
//! transactions, and a late worker could write between them; and SQLite would have a second writer, where there is one
//! that commits in groups. What remains to do here is one table and some statements.

mod rows;

pub use rows::*;

use super::database::error::StoreFuture;
use super::runs::{FileRow, Lease, RunRow};
use std::sync::LazyLock;
use std::time::Duration;
use wire::run::RunId;

/// How long a lease holds that is not renewed: 20 seconds. Tests make it shorter by `EFFIGY_LEASE_MS`, for all programs
/// on a database alike.
pub static LEASE: LazyLock<Duration> = LazyLock::new(|| {
    let shorter = std::env::var("EFFIGY_LEASE_MS").ok().and_then(|text| text.parse().ok());
    let shorter = shorter.filter(|shorter| *shorter >= 100);
    shorter.map_or(Duration::from_secs(20), Duration::from_millis)
});

/// How often it is renewed.
pub static HEARTBEAT: LazyLock<Duration> = LazyLock::new(|| *LEASE / 4);

/// Number of workers that may die over a job; afterwards only a person can restart it.
pub const ATTEMPTS: u32 = 2;

/// Keeps jobs and workers.
pub trait JobStore: Send + Sync + 'static {
    /// Keeps a run as queued, with these files beside what it has, and puts its job at the end of the queue; false, and
    /// nothing is done, if it has a job already.
    fn queue_run(&self, row: RunRow, files: Vec<FileRow>, lane: JobLane) -> StoreFuture<'_, bool>;
    /// Leases the next job that is queued or whose lease has expired. Jobs that were cancelled, or attempted too often,
    /// end instead.
    fn take_job(&self, request: JobRequest) -> StoreFuture<'_, TakenJob>;
    /// Renews a lease.
    fn renew<'a>(&'a self, lease: &'a Lease) -> StoreFuture<'a, LeaseStatus>;
    /// Returns an unfinished job to its place in the queue.
    fn give_back<'a>(&'a self, lease: &'a Lease) -> StoreFuture<'a, ()>;
    /// Cancels a queued or running run.
    fn cancel_job<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, CancelOutcome>;
    /// Records that a worker is alive.
    fn see_worker(&self, worker: WorkerRow) -> StoreFuture<'_, ()>;
    /// Removes a worker, and returns its jobs to the queue at once.
    fn dismiss_worker<'a>(&'a self, id: &'a str) -> StoreFuture<'a, ()>;
    /// Workers that reported within the duration of a lease.
    fn workers(&self) -> StoreFuture<'_, Vec<WorkerRow>>;
    /// Sends a message of at most 7,900 bytes to all programs on this database; delivery is not guaranteed. Does
    /// nothing where only one program can exist.
    fn notify(&self, text: String) -> StoreFuture<'_, ()>;
    /// Receives messages of all programs, this one included; `None` where only one can exist.
    fn hear(&self) -> StoreFuture<'_, Option<tokio::sync::mpsc::Receiver<Notification>>>;
}
