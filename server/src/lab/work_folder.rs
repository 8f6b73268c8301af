//! Where a run is computed: a folder of its own on this machine, filled from the store, brought back to the store at
//! the experiment's durable points, and gone in the end.

use crate::lock::lock;
use crate::store::objects::ContentHash;
use crate::store::runs::{Changes, FileRow};
use crate::store::{LeasedRun, StoreError};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// Entries at the top of the folder that are of no use elsewhere.
const LOCAL: [&str; 1] = ["scratch"];

/// By what a file's change is seen. Files are replaced whole, so each version is a file of its own to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileVersion {
    size: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl FileVersion {
    fn of(about: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(about);
        #[cfg(not(unix))]
        let number = 0;
        Self { size: about.len(), modified: about.modified().ok(), number }
    }
}

/// The files of the folder at some moment.
#[derive(Debug)]
pub struct Listing(BTreeMap<String, FileVersion>);

/// The folder.
pub struct WorkFolder {
    folder: PathBuf,
    run: Arc<LeasedRun>,
    /// What the store has.
    kept: Mutex<BTreeMap<String, (FileVersion, ContentHash)>>,
}

impl WorkFolder {
    /// Makes the folder, under `work`, with all that the store has of the run.
    ///
    /// # Errors
    /// If the store fails, or the folder cannot be written.
    pub fn open(work: &Path, run: Arc<LeasedRun>) -> Result<Self, StoreError> {
        let folder = work.join(format!("{}.{}", run.id().0, run.lease().number));
        let refused = |source| StoreError::Io { path: folder.clone(), source };
        fs::create_dir_all(&folder).map_err(refused)?;
        let place = Self { folder: folder.clone(), run, kept: Mutex::default() };
        let rows = place.run.fetch_into(&folder)?;
        let Listing(stamps) = place.look()?;
        let known = rows.into_iter().filter_map(|row| Some((row.path.clone(), (*stamps.get(&row.path)?, row.hash))));
        *lock(&place.kept) = known.collect();
        Ok(place)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which files are there now. Quick, and to be done while nothing is written: a file that says that others are
    /// there is never listed without them.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn look(&self) -> Result<Listing, StoreError> {
        let mut found = BTreeMap::new();
        list(&self.folder, "", &mut found).map_err(|source| StoreError::Io { path: self.folder.clone(), source })?;
        Ok(Listing(found))
    }

    /// Brings what has changed into the store, with `changes`, all in one.
    ///
    /// # Errors
    /// If a file cannot be read, or the store fails or has given the run to another; nothing was changed there then.
    pub fn keep(&self, Listing(listing): &Listing, changes: Changes) -> Result<(), StoreError> {
        let mut kept = lock(&self.kept);
        let is_new = |path: &String, stamp: &FileVersion| kept.get(path).is_none_or(|(known, _)| known != stamp);
        let new: Vec<_> =
            listing.iter().filter(|(path, stamp)| is_new(path, stamp)).map(|(path, _)| path.clone()).collect();
        let rows = self.run.put_from(&self.folder, new)?;
        let differs = |row: &FileRow| kept.get(&row.path).is_none_or(|(_, hash)| *hash != row.hash);
        let files = rows.iter().filter(|row| differs(row)).cloned().collect();
        let gone: Vec<_> = kept.keys().filter(|path| !listing.contains_key(*path)).cloned().collect();
        self.run.write(Changes { files, gone: gone.clone(), ..changes })?;
        for path in gone {
            kept.remove(&path);
        }
        for FileRow { path, hash, .. } in rows {
            // As it was listed: one that was replaced since is seen to be another the next time.
            let Some(stamp) = listing.get(&path) else { continue };
            kept.insert(path, (*stamp, hash));
        }
        Ok(())
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(%error, folder = %self.folder.display(), "a working folder is left behind");
        }
    }
}

/// Adds the files under `folder`, whose paths begin with `above`. Half-written files (`.part`) do not count yet.
fn list(folder: &Path, above: &str, found: &mut BTreeMap<String, FileVersion>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if above.is_empty() && LOCAL.contains(&name) || name.ends_with(".part") {
            continue;
        }
        let about = match entry.metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            about => about?,
        };
        if about.is_dir() {
            list(&entry.path(), &format!("{above}{name}/"), found)?;
        } else if about.is_file() {
            found.insert(format!("{above}{name}"), FileVersion::of(&about));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RunRow;
    use crate::store::trial::TestArchive;
    use engine::files::{Durability, write_whole};
    use wire::experiment::ExperimentConfig;
    use wire::run::RunId;

    #[test]
    fn changes_are_stored_and_the_next_worker_gets_them() {
        let trial = TestArchive::new();
        let id = RunId("00000000000000aa".into());
        let run = trial.leased(&RunRow::queued(id.clone(), 0, ExperimentConfig::default()));
        let work = trial.data().join("work");
        let place = WorkFolder::open(&work, run.clone()).expect("opens");
        let write = |path: &str, text: &str| {
            let file = place.folder().join(path);
            fs::create_dir_all(file.parent().expect("a parent")).expect("made");
            write_whole(&file, text.as_bytes(), Durability::Relaxed).expect("written");
        };
        let keep = || place.keep(&place.look().expect("listed"), Changes::default());
        let read = |path: &str| trial.archive.file(&id, path).expect("read").map(|bytes| bytes.to_vec());
        write("recognizers/target.checkpoint", "epoch 1");
        write("scratch/large", "faces");
        write("half.part", "ha");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", place.folder().join("link")).expect("linked");
        keep().expect("kept");
        // Of the same length, within the same tick of the clock.
        write("recognizers/target.checkpoint", "epoch 2");
        let listed = place.look().expect("listed");
        fs::remove_file(place.folder().join("half.part")).expect("removed");
        place.keep(&listed, Changes::default()).expect("kept");
        assert_eq!(read("recognizers/target.checkpoint"), Some(b"epoch 2".to_vec()));
        let paths: Vec<_> = trial.archive.files(&id).expect("read").into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["recognizers/target.checkpoint"]);

        write("recognizers/target.safetensors", "weights");
        fs::remove_file(place.folder().join("recognizers/target.checkpoint")).expect("removed");
        keep().expect("kept");
        run.give_back().expect("given back");
        let (lease, _) = trial.take().expect("the job waits again");
        let next = WorkFolder::open(&work, Arc::new(LeasedRun::new(trial.archive.clone(), lease))).expect("opens");
        assert_eq!(fs::read(next.folder().join("recognizers/target.safetensors")).expect("there"), b"weights");
        assert!(!next.folder().join("recognizers/target.checkpoint").exists());

        write("late", "x");
        assert!(matches!(keep(), Err(StoreError::NotYours)));
        assert_eq!(read("late"), None);
        let folder = place.folder().to_owned();
        drop(place);
        assert!(!folder.exists() && next.folder().exists());
    }
}
