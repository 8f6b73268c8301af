//! A store for tests: a data folder of its own, and a runtime for threads that have none.

use super::jobs::{JobLane, JobRequest};
use super::objects::{ContentHash, KEPT, Objects, ObjectsAddress};
use super::runs::{Lease, RunRow};
use super::{Archive, LeasedRun, sqlite};
use std::fs::{File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A store for a test that is no async one.
pub struct TestArchive {
    /// Its runs.
    pub archive: Archive,
    // Dropped in this order.
    _runtime: Runtime,
    data: TempDir,
}

impl TestArchive {
    /// An empty one.
    pub fn new() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let database = runtime.block_on(sqlite::open(data.path())).expect("opens");
        let objects = Objects::open(&ObjectsAddress::DataFolder, data.path()).expect("opens");
        let archive = Archive::new(Arc::new(database), objects, runtime.handle().clone());
        Self { archive, _runtime: runtime, data }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The next job, as a worker of no name takes it.
    pub fn take(&self) -> Option<(Lease, RunRow)> {
        let request = JobRequest { worker: "worker".into(), lane: JobLane::Cpu, is_own: true };
        self.archive.take(request).expect("taken").job
    }

    /// Queues a run and takes it.
    pub fn leased(&self, row: &RunRow) -> Arc<LeasedRun> {
        assert!(self.archive.queue(row, Vec::new(), JobLane::Cpu).expect("queued"));
        let (lease, _) = self.take().expect("a job");
        Arc::new(LeasedRun::new(self.archive.clone(), lease))
    }
}

/// Where an object lies that is kept in a data folder.
pub fn object_file(data: &Path, hash: &ContentHash) -> PathBuf {
    let (folder, rest) = hash.as_str().split_at(2);
    data.join("objects").join(folder).join(rest)
}

/// As if nobody had written to a file for long.
pub fn make_old(file: &Path) {
    let times = FileTimes::new().set_modified(SystemTime::now() - 2 * KEPT);
    File::options().write(true).open(file).and_then(|file| file.set_times(times)).expect("made old");
}

/// Does something to the rows of a data folder's database that the program would not.
pub async fn damage(data: &Path, statement: &'static str) {
    use sqlx::{ConnectOptions, query, sqlite::SqliteConnectOptions};
    let options = SqliteConnectOptions::new().filename(data.join("effigy.db"));
    query(statement).execute(&mut options.connect().await.expect("connects")).await.expect("damaged");
}
