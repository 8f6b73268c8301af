//! Restores a backup into an empty place.
//!
//! First the whole backup is read and verified; nothing is written before. Then come the objects, which nobody sees as
//! long as no row names them, and last all rows at once: with SQLite as a file that is built aside and moved in, with
//! PostgreSQL in one transaction. If it is interrupted anywhere, there is no database, or a complete one. Objects left
//! by a killed restore are reused by the next one of the same backup.

use super::Progress;
use super::manifest::Manifest;
use super::reader::Reader;
use crate::store::database::DatabaseAddress;
use crate::store::database::error::DatabaseError;
use crate::store::objects::{ContentHash, Objects, ObjectsAddress};
use crate::store::{postgres, sqlite};
use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Rows waiting to be inserted.
const WAITING: usize = 256;

/// The destination of a restore.
#[derive(Clone, Debug)]
pub struct Target {
    /// The data folder.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseAddress,
    /// The object store.
    pub objects: ObjectsAddress,
}

/// Restores a backup and returns its manifest.
///
/// # Errors
/// If the backup is damaged, newer than this program, or no backup; if the destination is not empty; or if something
/// cannot be written. The destination is then left as it was.
pub async fn restore(file: &Path, target: &Target, progress: Progress<'_>) -> Result<Manifest> {
    let mut reader = Reader::open(file)?;
    target.ensure_no_database().await?;
    // Everything is read twice, so each pass is half of the progress.
    let halves =
        |half: u64| move |done: u64, total: u64| progress((half * total).saturating_add(done), total.saturating_mul(2));
    reader.verify(&halves(0))?;
    let data = &target.data;
    fs::create_dir_all(data).with_context(|| format!("the data folder {} cannot be made", data.display()))?;
    let objects = Objects::open(&target.objects, data).context("the files of runs cannot be kept")?;
    let there: HashSet<ContentHash> = objects.all().await?.into_iter().map(|(hash, ..)| hash).collect();
    let ours: HashSet<&ContentHash> = reader.objects().iter().collect();
    ensure!(
        there.iter().all(|hash| ours.contains(hash)),
        "{:?} holds files of another Effigy already; give an empty place by --objects",
        target.objects
    );
    // The rows have the installation's id from now on.
    objects.clear_owner().await?;
    let mut put = Vec::new();
    let restored = async {
        put_objects(&mut reader, &objects, &there, &mut put, &halves(1)).await?;
        target.take_rows(&mut reader).await
    };
    let restored = restored.await;
    if restored.is_err() {
        for hash in &put {
            // An object that cannot be removed is named by no row.
            let _ = objects.remove(hash).await;
        }
    }
    restored.map(|()| reader.manifest().clone())
}

/// Stores the objects that are not there yet; adds them to `put`.
async fn put_objects(
    reader: &mut Reader,
    objects: &Objects,
    there: &HashSet<ContentHash>,
    put: &mut Vec<ContentHash>,
    progress: Progress<'_>,
) -> Result<()> {
    let total = reader.manifest().object_bytes;
    let mut done = 0;
    for hash in reader.objects().to_vec() {
        let bytes = reader.object(&hash)?;
        done += bytes.len() as u64;
        let kept = objects.put(bytes).await?;
        if !there.contains(&kept) {
            put.push(kept);
        }
        progress(done, total)?;
    }
    Ok(())
}

impl Target {
    async fn ensure_no_database(&self) -> Result<()> {
        match &self.database {
            DatabaseAddress::DataFolder => {
                let is_used = sqlite::is_there(&self.data) || self.data.join("runs").exists();
                ensure!(!is_used, "{} holds data already; give a folder that is empty", self.data.display());
                ensure!(
                    !sqlite::has_log_alone(&self.data),
                    "{} holds the log of a database that is lost, effigy.db-wal, which would spoil this one; give a folder \
                     that is empty",
                    self.data.display()
                );
            }
            DatabaseAddress::Postgres(options) => postgres::ensure_is_empty(options)
                .await
                .with_context(|| format!("nothing can be restored into {:?}", self.database))?,
        }
        Ok(())
    }

    async fn take_rows(&self, reader: &mut Reader) -> Result<()> {
        let schema = reader.manifest().schema;
        let (parts, mut coming) = mpsc::channel(WAITING);
        let aside = match &self.database {
            DatabaseAddress::DataFolder => Some(StagingFolder::make(&self.data)?),
            DatabaseAddress::Postgres(_) => None,
        };
        let take = async {
            let taken = match (&self.database, &aside) {
                (DatabaseAddress::Postgres(options), _) => postgres::restore(options, schema, &mut coming).await,
                (_, Some(StagingFolder(folder))) => sqlite::restore(folder, schema, &mut coming).await,
                (_, None) => Err(DatabaseError::NotEmpty),
            };
            // The sender learns that nobody receives its rows.
            drop(coming);
            taken
        };
        let give = async {
            let given = reader.give_rows(&parts).await;
            drop(parts);
            given
        };
        let (taken, given) = tokio::join!(take, give);
        given?;
        taken.with_context(|| format!("the rows cannot be restored into {:?}", self.database))?;
        if let Some(StagingFolder(folder)) = &aside {
            sqlite::move_in(folder, &self.data)?;
        }
        Ok(())
    }
}

/// A folder within the data folder where the database is built.
struct StagingFolder(PathBuf);

impl StagingFolder {
    /// Creates the folder, and removes what a killed restore left in it.
    fn make(data: &Path) -> Result<Self> {
        let folder = data.join("restoring");
        let made = match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => fs::create_dir(&folder),
        };
        made.with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a folder is left behind, which is of no use");
        }
    }
}
