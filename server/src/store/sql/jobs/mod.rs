//! Jobs and workers.

mod queue;
mod take;
mod workers;

pub use queue::{push, worker};

use super::{Connection, DatabaseError, Sql, dialect};
use crate::store::database::error::StoreFuture;
use crate::store::jobs::*;
use crate::store::runs::{FileRow, Lease, RunRow};
use tokio::sync::mpsc;
use wire::run::RunId;

impl JobStore for Sql {
    fn queue_run(&self, row: RunRow, files: Vec<FileRow>, lane: JobLane) -> StoreFuture<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(queue::queue(connection, row, files, lane))))
    }

    fn take_job(&self, request: JobRequest) -> StoreFuture<'_, TakenJob> {
        Box::pin(self.writer.write(move |connection| Box::pin(take::take(connection, request))))
    }

    fn renew<'a>(&'a self, lease: &'a Lease) -> StoreFuture<'a, LeaseStatus> {
        let lease = lease.clone();
        Box::pin(
            self.writer.write_first(move |connection| Box::pin(async move { take::renew(connection, &lease).await })),
        )
    }

    fn give_back<'a>(&'a self, lease: &'a Lease) -> StoreFuture<'a, ()> {
        let lease = lease.clone();
        Box::pin(
            self.writer.write(move |connection| Box::pin(async move { take::give_back(connection, &lease).await })),
        )
    }

    fn cancel_job<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, CancelOutcome> {
        let run = run.clone();
        Box::pin(self.writer.write(move |connection| Box::pin(async move { queue::cancel(connection, &run).await })))
    }

    fn see_worker(&self, worker: WorkerRow) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(workers::see(connection, worker))))
    }

    fn dismiss_worker<'a>(&'a self, id: &'a str) -> StoreFuture<'a, ()> {
        let id = id.to_owned();
        Box::pin(self.writer.write(move |connection| Box::pin(workers::dismiss(connection, id))))
    }

    fn workers(&self) -> StoreFuture<'_, Vec<WorkerRow>> {
        Box::pin(async move { workers::all(&mut *self.reader().await?).await })
    }

    fn notify(&self, text: String) -> StoreFuture<'_, ()> {
        Box::pin(async move { Ok(dialect::notify(&self.readers, &text).await?) })
    }

    fn hear(&self) -> StoreFuture<'_, Option<mpsc::Receiver<Notification>>> {
        Box::pin(async move { Ok(dialect::hear(&self.readers)) })
    }
}
