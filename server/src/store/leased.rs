//! A run that is computed here: all that is written of it goes through its lease.

use super::StoreError;
use super::archive::{Archive, TOGETHER, bytes};
use super::jobs::LeaseStatus;
use super::runs::{Changes, FileRow, Lease, SnapshotRow, StoredLiveState, WriteOutcome};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use std::io::ErrorKind;
use std::path::Path;
use wire::run::RunId;

/// A run that is computed here. Blocks, as the [`Archive`] does.
pub struct LeasedRun {
    archive: Archive,
    lease: Lease,
}

impl LeasedRun {
    /// By a lease that was taken.
    pub fn new(archive: Archive, lease: Lease) -> Self {
        Self { archive, lease }
    }

    /// Which run.
    pub fn id(&self) -> &RunId {
        &self.lease.run
    }

    /// The lease.
    pub fn lease(&self) -> &Lease {
        &self.lease
    }

    /// Where runs are kept.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Writes all of it at once.
    ///
    /// # Errors
    /// [`StoreError::NotYours`] if the lease has ended; nothing was written then.
    pub fn write(&self, changes: Changes) -> Result<(), StoreError> {
        match self.archive.wait(self.archive.database().write_run(self.lease.clone(), changes))? {
            WriteOutcome::All { unnamed } => {
                self.archive.note_unnamed(unnamed);
                Ok(())
            }
            WriteOutcome::NotYours => Err(StoreError::NotYours),
        }
    }

    /// Writes what a viewer of the run should see after a restart.
    ///
    /// # Errors
    /// As [`LeasedRun::write`].
    pub fn save_live(&self, state: StoredLiveState) -> Result<(), StoreError> {
        self.write(Changes { live: Some(state), ..Changes::default() })
    }

    /// Writes snapshots, all in one: of each, the target, the iteration, and its frames, one after another.
    ///
    /// # Errors
    /// As [`LeasedRun::write`], and if the place of objects fails.
    pub fn save_snapshots(&self, snapshots: Vec<(u16, u32, Bytes)>) -> Result<(), StoreError> {
        let objects = self.archive.objects();
        let rows = futures_util::stream::iter(snapshots).map(async |(target, iteration, frames): (u16, u32, Bytes)| {
            let size = frames.len() as u64;
            Ok::<_, StoreError>(SnapshotRow { target, iteration, hash: objects.put(frames).await?, size })
        });
        let snapshots = self.archive.wait(rows.buffered(TOGETHER).try_collect::<Vec<_>>())?;
        self.write(Changes { snapshots, ..Changes::default() })
    }

    /// Keeps the bytes of files of a folder, given their paths in it; the rows that are to name them. A file that went
    /// meanwhile is left out.
    ///
    /// # Errors
    /// If a file cannot be read, or the place of objects fails.
    pub fn put_from(&self, folder: &Path, paths: Vec<String>) -> Result<Vec<FileRow>, StoreError> {
        let objects = self.archive.objects();
        let rows = futures_util::stream::iter(paths).map(async |path: String| {
            let file = folder.join(&path);
            match tokio::fs::read(&file).await {
                Ok(bytes) => {
                    let size = bytes.len() as u64;
                    let hash = objects.put(bytes.into()).await?;
                    Ok::<_, StoreError>(Some(FileRow { path, hash, size }))
                }
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(source) => Err(StoreError::Io { path: file, source }),
            }
        });
        let rows = self.archive.wait(rows.buffered(TOGETHER).try_collect::<Vec<_>>())?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Brings all files of the run into a folder.
    ///
    /// # Errors
    /// If one is lost or cannot be written, or the store fails.
    pub fn fetch_into(&self, folder: &Path) -> Result<Vec<FileRow>, StoreError> {
        let rows = self.archive.wait(self.archive.database().run_files(self.id()))?;
        let objects = self.archive.objects();
        let fetched = futures_util::stream::iter(&rows).map(async |row: &FileRow| {
            let bytes = bytes(objects, &row.hash, || row.path.clone()).await?;
            let file = folder.join(&row.path);
            let written = async {
                if let Some(parent) = file.parent() {
                    tokio::fs::create_dir_all(parent).await?;
                }
                tokio::fs::write(&file, bytes).await
            };
            written.await.map_err(|source| StoreError::Io { path: file.clone(), source })
        });
        self.archive.wait(fetched.buffer_unordered(TOGETHER).try_collect::<Vec<()>>())?;
        Ok(rows)
    }

    /// Renews the lease.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn renew(&self) -> Result<LeaseStatus, StoreError> {
        Ok(self.archive.database().renew(&self.lease).await?)
    }

    /// Lets another worker go on.
    ///
    /// # Errors
    /// If the database fails.
    pub fn give_back(&self) -> Result<(), StoreError> {
        self.archive.wait(self.archive.database().give_back(&self.lease))
    }
}
