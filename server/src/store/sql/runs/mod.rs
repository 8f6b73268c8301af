//! Runs.

mod mend;
mod objects;
mod read;
pub(super) mod row;
mod usage;
mod write;

pub(super) use objects::unnamed;
pub(super) use read::hash as content_hash;
pub(super) use write::save_file;

use super::{Connection, DatabaseError, Sql};
use crate::store::database::error::StoreFuture;
use crate::store::objects::ContentHash;
use crate::store::runs::*;
use wire::people::WorkspaceId;
use wire::run::{RunId, RunState};

impl RunStore for Sql {
    fn add_run(&self, run: WholeRun) -> StoreFuture<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(write::add(connection, run))))
    }

    fn runs(&self) -> StoreFuture<'_, Vec<RunRow>> {
        Box::pin(async move { row::all(&mut *self.reader().await?).await })
    }

    fn run<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<RunRow>> {
        Box::pin(async move { row::one(&mut *self.reader().await?, id).await })
    }

    fn usage<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Usage> {
        Box::pin(async move { usage::of(&mut *self.moment().await?, workspace).await })
    }

    fn live<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Option<StoredLiveState>> {
        Box::pin(async move { read::live(&mut *self.reader().await?, id).await })
    }

    fn run_files<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<FileRow>> {
        Box::pin(async move { read::files(&mut *self.reader().await?, id).await })
    }

    fn run_file<'a>(&'a self, id: &'a RunId, path: &'a str) -> StoreFuture<'a, Option<FileRow>> {
        Box::pin(async move { read::file(&mut *self.reader().await?, id, path).await })
    }

    fn snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>> {
        Box::pin(async move { read::snapshots(&mut *self.reader().await?, id).await })
    }

    fn run_snapshot<'a>(&'a self, id: &'a RunId, target: u16, iteration: u32) -> StoreFuture<'a, Option<SnapshotRow>> {
        Box::pin(async move { read::snapshot(&mut *self.reader().await?, id, target, iteration).await })
    }

    fn newest_snapshots<'a>(&'a self, id: &'a RunId) -> StoreFuture<'a, Vec<SnapshotRow>> {
        Box::pin(async move { read::newest(&mut *self.reader().await?, id).await })
    }

    fn write_run(&self, lease: Lease, changes: Changes) -> StoreFuture<'_, WriteOutcome> {
        Box::pin(self.writer.write(move |connection| Box::pin(write::under_lease(connection, lease, changes))))
    }

    fn unnamed(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, Vec<ContentHash>> {
        Box::pin(async move { unnamed(&mut *self.reader().await?, hashes).await })
    }

    fn named(&self) -> StoreFuture<'_, Vec<NamedObject>> {
        Box::pin(async move { objects::named(&mut *self.moment().await?).await })
    }

    fn names_objects(&self) -> StoreFuture<'_, bool> {
        Box::pin(async move { objects::is_any_named(&mut *self.reader().await?).await })
    }

    fn is_blank(&self) -> StoreFuture<'_, bool> {
        Box::pin(async move { objects::is_blank(&mut *self.reader().await?).await })
    }

    fn disown(&self, hashes: Vec<ContentHash>) -> StoreFuture<'_, u64> {
        Box::pin(self.writer.write(move |connection| Box::pin(objects::disown(connection, hashes))))
    }

    fn run_consistency(&self) -> StoreFuture<'_, Vec<RunConsistency>> {
        Box::pin(async move { mend::run_consistency(&mut *self.reader().await?).await })
    }

    fn fail_run(&self, id: RunId, problem: String, files: Vec<String>) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move {
                mend::drop_files(connection, &id, &files).await?;
                row::end(connection, &id, RunState::Failed, Some(&problem)).await
            })
        }))
    }

    fn drop_files(&self, id: RunId, files: Vec<String>) -> StoreFuture<'_, ()> {
        Box::pin(
            self.writer
                .write(move |connection| Box::pin(async move { mend::drop_files(connection, &id, &files).await })),
        )
    }

    fn mend_job(&self, id: RunId) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(async move { mend::job(connection, &id).await })))
    }
}
