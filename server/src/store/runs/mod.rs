//! Stored runs: their rows, live states, and the hashes of their files.
//!
//! A worker holds a [`Lease`] of the run that it computes. Every write to an unfinished run names the lease, in one
//! transaction that first checks that it is the newest: a worker that was believed dead and returns writes nothing.

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

/// Stores runs.
pub trait RunStore: Send + Sync + 'static {
    /// Imports a run with its files, and its job if it is not over. Does nothing and returns false if it exists.
    fn add_run(&self, run: WholeRun) -> StoreFuture<'_, bool>;
    /// All runs, newest first. A damaged one is left out and logged, so that it does not hide the others.
    fn runs(&self) -> StoreFuture<'_, Vec<RunRow>>;
    /// A run.
    fn run<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<RunRow>>;
    /// Resources that a workspace uses.
    fn usage<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Usage>;
    /// Live state for a newly joined viewer, if any.
    fn live<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<StoredLiveState>>;
    /// All files of a run except snapshots, by path.
    fn run_files<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<FileRow>>;
    /// A file of a run.
    fn run_file<'a>(&'a self, id: &'a RunId, path: &'a str) -> StoreFuture<'a, Option<FileRow>>;
    /// All snapshots of a run, by target and iteration.
    fn snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>>;
    /// A snapshot of a run.
    fn run_snapshot<'a>(&'a self, id: &'a RunId, target: u16, iteration: u32) -> StoreFuture<'a, Option<SnapshotRow>>;
    /// The latest snapshot of each target.
    fn newest_snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>>;
    /// Writes the changes if the lease is the newest.
    fn write_run(&self, lease: Lease, changes: Changes) -> StoreFuture<'_, WriteOutcome>;
    /// Those of the objects that no row names.
    fn unnamed(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, Vec<ContentHash>>;
    /// All objects that rows name.
    fn named(&self) -> StoreFuture<'_, Vec<NamedObject>>;
    /// Whether any row names an object.
    fn names_objects(&self) -> StoreFuture<'_, bool>;
    /// Whether the database is new: without accounts and without data.
    fn is_blank(&self) -> StoreFuture<'_, bool>;
    /// Deletes rows that name these objects, which are lost; returns their number.
    fn disown(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, u64>;
    /// Consistency facts of all runs at one moment, oldest first.
    fn run_consistency(&self) -> StoreFuture<'_, Vec<RunConsistency>>;
    /// Marks a run as failed with a reason, even while a worker computes it, and deletes these of its file rows.
    fn fail_run(&self, id: RunId, problem: String, files: Vec<String>) -> StoreFuture<'_, ()>;
    /// Deletes rows of a run's files.
    fn drop_files(&self, id: RunId, files: Vec<String>) -> StoreFuture<'_, ()>;
    /// Adds a missing job to an unfinished run, and removes the job of a finished one.
    fn mend_job(&self, id: RunId) -> StoreFuture<'_, ()>;
}
