//! Runs as the lab asks for them: rows from the database, bytes from the objects. Blocks, so it is called from threads
//! that may.

use super::database::{self, Database, DatabaseAddress};
use super::jobs::{CancelOutcome, JobLane, JobRequest, Notification, TakenJob, WorkerRow};
use super::kinship::{self, Kinship, kinship};
use super::mismatch::{self, StoreMismatch};
use super::objects::{ContentHash, KEPT, ObjectError, Objects, ObjectsAddress};
use super::opened_paths::OpenedPaths;
use super::runs::{FileRow, RunRow, SnapshotRow, StoredLiveState, WholeRun};
use super::{RunFile, StoreError, sqlite};
use crate::experiment::completed;
use crate::lock::lock;
use anyhow::Context;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::mpsc::Receiver;
use wire::report::Report;
use wire::run::RunId;

/// Objects that are read or written at the same time for one caller.
pub(crate) const TOGETHER: usize = 8;

/// Runs; a handle that can be copied.
#[derive(Clone)]
pub struct Archive {
    database: Arc<dyn Database>,
    objects: Objects,
    runtime: Handle,
    opened_paths: OpenedPaths,
    /// Objects that no row named any more, and when.
    unnamed: Arc<Mutex<Vec<(ContentHash, Instant)>>>,
}

impl Archive {
    /// Opens the database and the place of objects. To be called within Tokio's runtime.
    ///
    /// # Errors
    /// If one of them cannot be used, in words.
    pub async fn open(database: &DatabaseAddress, objects: &ObjectsAddress, data: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data)
            .with_context(|| format!("the data folder {} cannot be made; give another by --data", data.display()))?;
        let objects = Objects::open(objects, data).with_context(|| format!("files cannot be kept in {objects:?}"))?;
        let mut places = vec![data.to_path_buf()];
        places.extend(objects.folder().map(Path::to_path_buf));
        if matches!(database, DatabaseAddress::DataFolder) {
            mismatch::ensure_first(data, &objects).await?;
            places.push(sqlite::file(data));
        }
        let opened = database::open(database, data).await;
        let opened = opened.with_context(|| format!("the database cannot be used: {database:?}"))?;
        Ok(Self { opened_paths: OpenedPaths::of(places), ..Self::new(opened, objects, Handle::current()) })
    }

    /// Over a database and objects; `runtime` runs the asynchronous work that callers block on.
    pub fn new(database: Arc<dyn Database>, objects: Objects, runtime: Handle) -> Self {
        Self { database, objects, runtime, opened_paths: OpenedPaths::default(), unnamed: Arc::default() }
    }

    /// The database, for those who need not block.
    pub fn database(&self) -> &Arc<dyn Database> {
        &self.database
    }

    /// The objects, for those who need not block.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// What it stands on: folders and files that must not go while the program runs.
    pub fn opened_paths(&self) -> &OpenedPaths {
        &self.opened_paths
    }

    /// What of it does not fit together at all, if anything; `data` is the data folder.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mismatch(&self, data: &Path) -> anyhow::Result<Option<StoreMismatch>> {
        mismatch::mismatch(data, self.database.as_ref(), &self.objects).await
    }

    /// Has rows and files know each other from now on, if they plainly belong together. Where that cannot be written
    /// down it is logged, and done by a later start.
    pub async fn introduce(&self) {
        let (database, objects) = (self.database.as_ref(), &self.objects);
        let done = match kinship(database, objects).await {
            Ok(Kinship::Likely) => kinship::join(database, objects).await,
            known => known.map(drop),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "whose the files are is not written down yet");
        }
    }

    /// Why nothing of it should be mended, if rows and files may be of two installations.
    ///
    /// # Errors
    /// If the database or the place of objects fails.
    pub async fn strangers(&self) -> anyhow::Result<Option<StoreMismatch>> {
        Ok(match kinship(self.database.as_ref(), &self.objects).await? {
            Kinship::Same | Kinship::Likely => None,
            Kinship::Strangers => Some(StoreMismatch::Strangers),
            Kinship::Unknown => Some(StoreMismatch::Unknown),
        })
    }

    /// Has the files belong to the database, whosever they were.
    ///
    /// # Errors
    /// If the database or the place of objects fails.
    pub async fn claim_objects(&self) -> anyhow::Result<()> {
        kinship::join(self.database.as_ref(), &self.objects).await
    }

    /// The runtime for asynchronous work that callers block on.
    pub fn runtime(&self) -> &Handle {
        &self.runtime
    }

    pub(super) fn wait<T, E: Into<StoreError>>(
        &self,
        done: impl Future<Output = Result<T, E>>,
    ) -> Result<T, StoreError> {
        self.runtime.block_on(done).map_err(Into::into)
    }

    /// All runs, newest first.
    ///
    /// # Errors
    /// Like all here: if the database or the place of objects fails.
    pub fn rows(&self) -> Result<Vec<RunRow>, StoreError> {
        self.wait(self.database.runs())
    }

    /// A run.
    pub fn row(&self, id: &RunId) -> Result<Option<RunRow>, StoreError> {
        self.wait(self.database.run(id))
    }

    /// What a viewer of a run sees who comes now, if something was seen yet.
    pub fn live(&self, id: &RunId) -> Result<Option<StoredLiveState>, StoreError> {
        self.wait(self.database.live(id))
    }

    /// The frames of a snapshot.
    pub fn snapshot(&self, id: &RunId, target: u16, iteration: u32) -> Result<Option<Bytes>, StoreError> {
        let Some(row) = self.wait(self.database.run_snapshot(id, target, iteration))? else { return Ok(None) };
        self.wait(bytes(&self.objects, &row.hash, || snapshot_name(&row))).map(Some)
    }

    /// The frames of the newest snapshot of every target that has one. One that is lost is left out and logged.
    pub fn newest_snapshots(&self, id: &RunId) -> Result<Vec<Bytes>, StoreError> {
        let rows = self.wait(self.database.newest_snapshots(id))?;
        let found = futures_util::stream::iter(rows).map(async |row: SnapshotRow| {
            let found = bytes(&self.objects, &row.hash, || snapshot_name(&row)).await;
            found.inspect_err(|error| tracing::warn!(%error, run = id.0, "a snapshot is left out")).ok()
        });
        let found: Vec<Option<Bytes>> = self.runtime.block_on(found.buffered(TOGETHER).collect());
        Ok(found.into_iter().flatten().collect())
    }

    /// The bytes of a file of a run, by its path; none if there is no such file.
    pub fn file(&self, id: &RunId, path: &str) -> Result<Option<Bytes>, StoreError> {
        let Some(row) = self.file_row(id, path)? else { return Ok(None) };
        self.wait(bytes(&self.objects, &row.hash, || row.path.clone())).map(Some)
    }

    /// The bytes of an object that a row names, by the name `what` if it is lost.
    pub fn bytes(&self, hash: &ContentHash, what: impl Fn() -> String) -> Result<Bytes, StoreError> {
        self.wait(bytes(&self.objects, hash, what))
    }

    /// Which object a file of a run is.
    pub fn file_row(&self, id: &RunId, path: &str) -> Result<Option<FileRow>, StoreError> {
        self.wait(self.database.run_file(id, path))
    }

    /// All files of a run but snapshots, by path.
    pub fn files(&self, id: &RunId) -> Result<Vec<RunFile>, StoreError> {
        let rows = self.wait(self.database.run_files(id))?;
        Ok(rows.into_iter().map(|row| RunFile { path: row.path, size: row.size }).collect())
    }

    /// The report, once it was written.
    pub fn report(&self, id: &RunId) -> Result<Option<Report>, StoreError> {
        let Some(text) = self.file(id, "report.json")? else { return Ok(None) };
        let damaged = |source| StoreError::Damaged { path: "report.json".into(), source };
        serde_json::from_slice(&text).map(|report| Some(completed(report))).map_err(damaged)
    }

    /// Keeps a run as queued, with these files beside those that it has; false if it waits or computes already.
    pub fn queue(&self, row: &RunRow, files: Vec<(String, Bytes)>, lane: JobLane) -> Result<bool, StoreError> {
        let files = self.put(files)?;
        self.wait(self.database.queue_run(row.clone(), files, lane))
    }

    /// Takes the next job.
    pub fn take(&self, request: JobRequest) -> Result<TakenJob, StoreError> {
        self.wait(self.database.take_job(request))
    }

    /// Asks for the end of a run.
    pub fn cancel(&self, id: &RunId) -> Result<CancelOutcome, StoreError> {
        self.wait(self.database.cancel_job(id))
    }

    /// A worker is gone: its jobs wait.
    pub fn dismiss(&self, worker: &str) -> Result<(), StoreError> {
        self.wait(self.database.dismiss_worker(worker))
    }

    /// A worker is there.
    pub fn see_worker(&self, worker: WorkerRow) -> Result<(), StoreError> {
        self.wait(self.database.see_worker(worker))
    }

    /// Hears what other programs tell; none where there can be no other.
    pub fn hear(&self) -> Result<Option<Receiver<Notification>>, StoreError> {
        self.wait(self.database.hear())
    }

    /// Keeps a run from elsewhere; false if it is there.
    pub fn add(&self, run: WholeRun) -> Result<bool, StoreError> {
        self.wait(self.database.add_run(run))
    }

    /// Keeps files' bytes; the rows that are to name them.
    pub fn put(&self, files: Vec<(String, Bytes)>) -> Result<Vec<FileRow>, StoreError> {
        let rows = futures_util::stream::iter(files).map(async |(path, bytes): (String, Bytes)| {
            let size = bytes.len() as u64;
            Ok::<_, ObjectError>(FileRow { path, hash: self.objects.put(bytes).await?, size })
        });
        self.wait(rows.buffered(TOGETHER).try_collect::<Vec<_>>())
    }

    /// Notes objects that no row names any more.
    pub fn note_unnamed(&self, hashes: Vec<ContentHash>) {
        let now = Instant::now();
        lock(&self.unnamed).extend(hashes.into_iter().map(|hash| (hash, now)));
    }

    /// Takes objects away that no row has named for a while. What a program that was killed had noted stays.
    pub async fn tidy(&self) -> Result<usize, StoreError> {
        let due: Vec<ContentHash> = {
            let mut unnamed = lock(&self.unnamed);
            let (due, rest) = std::mem::take(&mut *unnamed).into_iter().partition(|(_, since)| since.elapsed() >= KEPT);
            *unnamed = rest;
            due.into_iter().map(|(hash, _): (_, Instant)| hash).collect()
        };
        if due.is_empty() {
            return Ok(0);
        }
        let unnamed = self.database.unnamed(due).await?;
        Ok(self.objects.forget(&unnamed).await?)
    }
}

fn snapshot_name(row: &SnapshotRow) -> String {
    format!("the snapshot of target {} at step {}", row.target, row.iteration)
}

/// An object's bytes, which a row says are there.
pub(super) async fn bytes(
    objects: &Objects,
    hash: &ContentHash,
    what: impl Fn() -> String,
) -> Result<Bytes, StoreError> {
    let found = objects.get(hash).await?;
    found.ok_or_else(|| StoreError::Missing { what: what(), hash: hash.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::trial::{TestArchive, object_file};
    use wire::experiment::ExperimentConfig;

    #[test]
    fn a_run_whose_files_cannot_all_be_kept_is_not_there_until_they_can() {
        let trial = TestArchive::new();
        let run = RunRow::queued(RunId("00000000000000aa".into()), 0, ExperimentConfig::default());
        let files = || ["one", "two", "three"].map(|text| (text.to_owned(), Bytes::from(text))).to_vec();
        // A file where a folder must be, so that the second object cannot be written.
        let second = object_file(trial.data(), &ContentHash::of(b"two"));
        let obstacle = second.parent().expect("a folder");
        std::fs::write(obstacle, "").expect("written");
        let refused = trial.archive.queue(&run, files(), JobLane::Cpu).expect_err("refused").to_string();
        assert!(refused.contains(trial.data().join("objects").to_str().expect("text")), "{refused}");
        assert_eq!(trial.archive.rows().expect("read"), []);
        std::fs::remove_file(obstacle).expect("removed");
        assert!(trial.archive.queue(&run, files(), JobLane::Cpu).expect("kept"));
        assert_eq!(trial.archive.file(&run.id, "two").expect("read").as_deref(), Some(&b"two"[..]));
        let listed = trial.archive.wait(trial.archive.objects().all()).expect("listed");
        assert_eq!(listed.len(), 3, "and nothing half written");
    }
}
