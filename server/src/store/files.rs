//! Runs as folders: `DATA/runs/ID/` with `run.json`, `live.json`, `snapshots/TARGET/ITERATION.frames`, and whatever the
//! experiment writes.

use super::{RunFile, RunRow, Store, StoreError, is_run_id};
use app::wire::live::LiveState;
use app::wire::report::Report;
use app::wire::run::RunId;
use engine::files::{Durability, write_whole};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Runs in a folder.
#[derive(Clone, Debug)]
pub struct FileStore {
    runs: PathBuf,
}

impl FileStore {
    /// Opens (or makes) the runs of a data folder.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        let runs = data.join("runs");
        make_folder(&runs)?;
        Ok(Self { runs })
    }

    fn snapshots(&self, id: &RunId) -> PathBuf {
        self.folder(id).join("snapshots")
    }

    fn snapshot_file(&self, id: &RunId, target: u16, iteration: u32) -> PathBuf {
        self.snapshots(id).join(target.to_string()).join(format!("{iteration:06}.frames"))
    }
}

impl Store for FileStore {
    fn rows(&self) -> Result<Vec<RunRow>, StoreError> {
        let names = entries(&self.runs)?.into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        let mut rows = Vec::new();
        for id in names.filter(|name| is_run_id(name)).map(RunId) {
            match read_json::<RunRow>(&self.folder(&id).join("run.json")) {
                Ok(Some(row)) => rows.push(row),
                // A folder without a row is a run whose creation was cut short.
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "a run is left out of the list"),
            }
        }
        Ok(rows)
    }

    fn save(&self, row: &RunRow) -> Result<(), StoreError> {
        let folder = self.folder(&row.id);
        make_folder(&folder)?;
        write_json(&folder.join("run.json"), row, Durability::Durable)
    }

    fn folder(&self, id: &RunId) -> PathBuf {
        debug_assert!(is_run_id(&id.0), "{id:?}");
        self.runs.join(&id.0)
    }

    fn save_live(&self, id: &RunId, state: &LiveState) -> Result<(), StoreError> {
        write_json(&self.folder(id).join("live.json"), state, Durability::Relaxed)
    }

    fn live(&self, id: &RunId) -> Result<Option<LiveState>, StoreError> {
        read_json(&self.folder(id).join("live.json"))
    }

    fn save_snapshot(&self, id: &RunId, target: u16, iteration: u32, frames: &[u8]) -> Result<(), StoreError> {
        let file = self.snapshot_file(id, target, iteration);
        make_folder(&self.snapshots(id).join(target.to_string()))?;
        write(&file, frames, Durability::Relaxed)
    }

    fn snapshot(&self, id: &RunId, target: u16, iteration: u32) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.snapshot_file(id, target, iteration))
    }

    fn newest_snapshots(&self, id: &RunId) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut newest = Vec::new();
        for target in entries(&self.snapshots(id))? {
            let last = entries(&target)?.into_iter().filter_map(|file| Some((iteration_of(&file)?, file))).max();
            newest.extend(last.map(|(_, file)| read(&file)).transpose()?.flatten());
        }
        Ok(newest)
    }

    fn file(&self, id: &RunId, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        // Links are followed, and must not lead out.
        let folder = self.folder(id);
        let (Ok(root), Ok(file)) = (folder.canonicalize(), folder.join(path).canonicalize()) else { return Ok(None) };
        if file.starts_with(root) && file.is_file() { read(&file) } else { Ok(None) }
    }

    fn files(&self, id: &RunId) -> Result<Vec<RunFile>, StoreError> {
        let mut files = Vec::new();
        list(&self.folder(id), "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn report(&self, id: &RunId) -> Result<Option<Report>, StoreError> {
        read_json(&self.folder(id).join("report.json"))
    }
}

/// What is in a run's folder and no file of its results.
const OWN: [&str; 3] = ["run.json", "live.json", "snapshots"];

/// Adds the files under `folder`, whose paths begin with `above`.
fn list(folder: &Path, above: &str, files: &mut Vec<RunFile>) -> Result<(), StoreError> {
    for path in entries(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if above.is_empty() && OWN.contains(&name) {
            continue;
        }
        let failed = |source| StoreError::Io { path: path.clone(), source };
        let about = fs::symlink_metadata(&path).map_err(failed)?;
        if about.is_dir() {
            list(&path, &format!("{above}{name}/"), files)?;
        } else if about.is_file() {
            files.push(RunFile { path: format!("{above}{name}"), size: about.len() });
        }
    }
    Ok(())
}

fn iteration_of(file: &Path) -> Option<u32> {
    (file.extension()? == "frames").then(|| file.file_stem()?.to_str()?.parse().ok()).flatten()
}

fn make_folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|source| StoreError::Io { path: path.into(), source })
}

/// What a folder holds; nothing if it does not exist.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |source| StoreError::Io { path: folder.into(), source };
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry.map_err(failed)?.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
    }
}

/// A file's bytes; nothing if it does not exist.
fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Io { path: path.into(), source }),
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StoreError> {
    let Some(bytes) = read(path)? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|source| StoreError::Damaged { path: path.into(), source })
}

fn write_json<T: Serialize>(path: &Path, value: &T, durability: Durability) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec_pretty(value).map_err(|source| StoreError::Damaged { path: path.into(), source })?;
    write(path, &bytes, durability)
}

fn write(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), StoreError> {
    write_whole(path, bytes, durability).map_err(|source| StoreError::Io { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::wire::experiment::ExperimentConfig;

    fn row(id: &str) -> RunRow {
        RunRow::queued(RunId(id.into()), 7, ExperimentConfig::default())
    }

    #[test]
    fn rows_survive_and_a_damaged_one_does_not_hide_the_others() {
        let data = tempfile::tempdir().expect("a folder");
        let store = FileStore::open(data.path()).expect("opens");
        store.save(&row("00000000000000aa")).expect("saved");
        store.save(&row("00000000000000bb")).expect("saved");
        fs::write(data.path().join("runs/00000000000000bb/run.json"), "{").expect("damaged");
        fs::create_dir(data.path().join("runs/not-a-run")).expect("a stray folder");
        let again = FileStore::open(data.path()).expect("opens");
        assert_eq!(again.rows().expect("rows"), [row("00000000000000aa")]);
    }

    #[test]
    fn results_are_listed_and_read_and_nothing_outside_is() {
        let data = tempfile::tempdir().expect("a folder");
        let store = FileStore::open(data.path()).expect("opens");
        let row = row("00000000000000aa");
        store.save(&row).expect("saved");
        store.save_snapshot(&row.id, 0, 5, b"frames").expect("saved");
        let folder = store.folder(&row.id);
        fs::create_dir_all(folder.join("clones/ID-1")).expect("made");
        fs::write(folder.join("clones/ID-1/0000.png"), "picture").expect("written");
        fs::write(folder.join("report.json"), "{}").expect("written");
        let files = store.files(&row.id).expect("listed");
        let files: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.size)).collect();
        assert_eq!(files, [("clones/ID-1/0000.png", 7), ("report.json", 2)]);
        assert_eq!(store.file(&row.id, "clones/ID-1/0000.png").expect("read"), Some(b"picture".to_vec()));
        fs::write(data.path().join("secret"), "secret").expect("written");
        for outside in ["../../secret", "clones", "nothing"] {
            assert_eq!(store.file(&row.id, outside).expect("read"), None, "{outside}");
        }
    }

    #[test]
    fn the_newest_snapshot_is_the_one_with_the_highest_iteration_even_past_six_digits() {
        let data = tempfile::tempdir().expect("a folder");
        let store = FileStore::open(data.path()).expect("opens");
        let id = RunId("00000000000000aa".into());
        for (target, iteration) in [(0, 5), (0, 1_000_000), (0, 999_995), (3, 10)] {
            store.save_snapshot(&id, target, iteration, iteration.to_string().as_bytes()).expect("saved");
        }
        let mut newest = store.newest_snapshots(&id).expect("read");
        newest.sort();
        assert_eq!(newest, [b"10".to_vec(), b"1000000".to_vec()]);
        assert_eq!(store.snapshot(&id, 0, 5).expect("read"), Some(b"5".to_vec()));
        assert_eq!(store.snapshot(&id, 0, 6).expect("read"), None);
    }
}
