//! Where runs are kept: their rows, what viewers see of them, and which objects are their files.
//!
//! Whoever computes a run holds a [`Lease`] of it. Everything that is written of a run under way is written with the lease
//! at hand, in one transaction that first looks whether it is still the newest: a worker that was believed dead and comes
//! back writes nothing.

mod columns;
mod rows;
#[cfg(test)]
pub(super) mod scenario;

pub(super) use columns::{CONFIG, STATE, TARGETS};
pub use rows::*;

use super::database::error::StoreFuture;
use super::objects::ContentHash;
use wire::people::WorkspaceId;
use wire::run::RunId;

/// Keeps runs.
pub trait RunStore: Send + Sync + 'static {
    /// Keeps a run from elsewhere whole, with its job if it is not over; false, and nothing is done, if it is there.
    fn add_run(&self, run: WholeRun) -> StoreFuture<'_, bool>;
    /// All runs, newest first. A damaged one is left out and logged, so that it does not hide the others.
    fn runs(&self) -> StoreFuture<'_, Vec<RunRow>>;
    /// A run.
    fn run<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<RunRow>>;
    /// What a workspace has.
    fn usage<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Usage>;
    /// What a viewer sees who comes now, if something was seen yet.
    fn live<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<StoredLiveState>>;
    /// All files of a run but snapshots, by path.
    fn run_files<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<FileRow>>;
    /// A file of a run.
    fn run_file<'a>(&'a self, id: &'a RunId, path: &'a str) -> StoreFuture<'a, Option<FileRow>>;
    /// All snapshots of a run, by target and iteration.
    fn snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>>;
    /// A snapshot of a run.
    fn run_snapshot<'a>(&'a self, id: &'a RunId, target: u16, iteration: u32) -> StoreFuture<'a, Option<SnapshotRow>>;
    /// Of each target that has one, the snapshot with the highest iteration.
    fn newest_snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>>;
    /// Writes all of it, if the lease is the newest.
    fn write_run(&self, lease: Lease, changes: Changes) -> StoreFuture<'_, WriteOutcome>;
    /// Which of these objects no row names.
    fn unnamed(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, Vec<ContentHash>>;
    /// All objects that rows name: what has it, the file's path (or the snapshot's, in words), name and size.
    fn named(&self) -> StoreFuture<'_, Vec<NamedObject>>;
    /// Whether any row names an object.
    fn names_objects(&self) -> StoreFuture<'_, bool>;
    /// Whether nothing was ever kept: nobody, and nothing of anybody.
    fn is_blank(&self) -> StoreFuture<'_, bool>;
    /// Takes rows out that name an object which is not there and cannot be had again; how many.
    fn disown(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, u64>;
    /// What each run's row rests on, of one moment, oldest first.
    fn run_consistency(&self) -> StoreFuture<'_, Vec<RunConsistency>>;
    /// Ends a run that cannot go on, whoever computes it, and says why; takes these of its files out.
    fn fail_run(&self, id: RunId, problem: String, files: Vec<String>) -> StoreFuture<'_, ()>;
    /// Takes rows of a run's files out.
    fn drop_files(&self, id: RunId, files: Vec<String>) -> StoreFuture<'_, ()>;
    /// Gives a run that is not over a job if it has none, and takes the job of one that is over.
    fn mend_job(&self, id: RunId) -> StoreFuture<'_, ()>;
}
