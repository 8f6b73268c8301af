//! Runs of earlier versions, which kept each in a folder: `DATA/runs/ID/` with `run.json`, `live.json`,
//! `snapshots/TARGET/ITERATION.frames`, and the files of its results. They are taken over when the program starts:
//! first their bytes as objects, then all rows of a run in one transaction, then the folder goes. Cut short anywhere,
//! the next start goes on.

use super::archive::Archive;
use super::runs::{FileRow, RunRow, SnapshotRow, WholeRun};
use super::{StoreError, is_run_id};
use serde::de::DeserializeOwned;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use wire::live::LiveState;

/// Entries of a run's folder that are not files of its results.
const OWN: [&str; 3] = ["run.json", "live.json", "snapshots"];

/// Takes over all runs that lie in folders; how many. One that cannot be understood stays where it is and is logged.
///
/// # Errors
/// If the store fails.
pub fn take_over(data: &Path, archive: &Archive) -> Result<usize, StoreError> {
    let mut taken = 0;
    for folder in entries(&data.join("runs"))? {
        if !folder.file_name().and_then(|name| name.to_str()).is_some_and(is_run_id) {
            continue;
        }
        match take(&folder, archive) {
            Ok(true) => taken += 1,
            Ok(false) => {}
            Err(error @ (StoreError::Damaged { .. } | StoreError::Io { .. })) => {
                tracing::warn!(%error, "a run of an earlier version is left where it is");
            }
            Err(error) => return Err(error),
        }
    }
    if taken > 0 {
        tracing::info!(taken, "runs of an earlier version were taken over");
    }
    Ok(taken)
}

/// Takes one over; false if it holds no run, as when its creation was cut short.
fn take(folder: &Path, archive: &Archive) -> Result<bool, StoreError> {
    let Some(row) = read_json::<RunRow>(&folder.join("run.json"))? else { return Ok(false) };
    let live = read_json::<LiveState>(&folder.join("live.json")).unwrap_or_else(|error| {
        tracing::warn!(%error, "what viewers saw of a run is lost");
        None
    });
    let lane = row.config.device.into();
    let (files, snapshots) = (files(folder, archive)?, snapshots(folder, archive)?);
    archive.add(WholeRun { row, live, files, snapshots, lane })?;
    fs::remove_dir_all(folder).map_err(|source| StoreError::Io { path: folder.into(), source })?;
    Ok(true)
}

fn files(folder: &Path, archive: &Archive) -> Result<Vec<FileRow>, StoreError> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    let mut rows = Vec::new();
    for path in paths {
        let bytes = read(&folder.join(&path))?.unwrap_or_default();
        rows.extend(archive.put(vec![(path, bytes.into())])?);
    }
    Ok(rows)
}

fn snapshots(folder: &Path, archive: &Archive) -> Result<Vec<SnapshotRow>, StoreError> {
    let mut rows = Vec::new();
    for target in entries(&folder.join("snapshots"))? {
        let Some(index) = target.file_name().and_then(|name| name.to_str()?.parse::<u16>().ok()) else { continue };
        for file in entries(&target)? {
            let Some(iteration) = iteration_of(&file) else { continue };
            let bytes = read(&file)?.unwrap_or_default();
            let put = archive.put(vec![(String::new(), bytes.into())])?;
            let row = |FileRow { hash, size, .. }| SnapshotRow { target: index, iteration, hash, size };
            rows.extend(put.into_iter().map(row));
        }
    }
    Ok(rows)
}

/// Adds the paths of the files under `folder`, which begin with `above`. Links are no files.
fn list(folder: &Path, above: &str, paths: &mut Vec<String>) -> Result<(), StoreError> {
    for path in entries(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if above.is_empty() && OWN.contains(&name) {
            continue;
        }
        let about = fs::symlink_metadata(&path).map_err(|source| StoreError::Io { path: path.clone(), source })?;
        if about.is_dir() {
            list(&path, &format!("{above}{name}/"), paths)?;
        } else if about.is_file() {
            paths.push(format!("{above}{name}"));
        }
    }
    Ok(())
}

fn iteration_of(file: &Path) -> Option<u32> {
    (file.extension()? == "frames").then(|| file.file_stem()?.to_str()?.parse().ok()).flatten()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::trial::TestArchive;
    use wire::experiment::ExperimentConfig;
    use wire::run::{RunId, RunState};

    fn folder(data: &Path, id: &str, state: RunState) -> PathBuf {
        let folder = data.join("runs").join(id);
        fs::create_dir_all(folder.join("clones/ID-1")).expect("made");
        fs::create_dir_all(folder.join("snapshots/3")).expect("made");
        let row = RunRow { state, ..RunRow::queued(RunId(id.into()), 7, ExperimentConfig::default()) };
        fs::write(folder.join("run.json"), serde_json::to_vec(&row).expect("JSON")).expect("written");
        fs::write(folder.join("clones/ID-1/0000.png"), id).expect("written");
        fs::write(folder.join("snapshots/3/1000000.frames"), "newest").expect("written");
        fs::write(folder.join("snapshots/3/000005.frames"), "older").expect("written");
        folder
    }

    #[test]
    fn runs_in_folders_become_rows_once_and_their_folders_go() {
        let trial = TestArchive::new();
        let (over, waits) = (RunId("00000000000000aa".into()), RunId("00000000000000bb".into()));
        let data = trial.data();
        let first = folder(data, &over.0, RunState::Finished);
        folder(data, &waits.0, RunState::Running);
        fs::create_dir_all(data.join("runs/not-a-run")).expect("a stray folder");
        let damaged = folder(data, "00000000000000cc", RunState::Failed);
        fs::write(damaged.join("run.json"), "{").expect("damaged");

        assert_eq!(take_over(data, &trial.archive).expect("taken over"), 2);
        assert!(!first.exists() && damaged.exists());
        let rows = trial.archive.rows().expect("read");
        assert_eq!(
            rows.iter().map(|row| (&row.id, row.state)).collect::<Vec<_>>(),
            [(&over, RunState::Finished), (&waits, RunState::Running)]
        );
        let file = trial.archive.file(&over, "clones/ID-1/0000.png").expect("read");
        assert_eq!(file.as_deref(), Some(over.0.as_bytes()));
        let paths: Vec<_> = trial.archive.files(&over).expect("read").into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["clones/ID-1/0000.png"]);
        assert_eq!(trial.archive.newest_snapshots(&over).expect("read"), ["newest"]);
        assert_eq!(trial.archive.snapshot(&over, 3, 5).expect("read").as_deref(), Some(&b"older"[..]));
        let (lease, row) = trial.take().expect("the one that was under way waits");
        assert_eq!((lease.run, row.id), (waits.clone(), waits));

        // Killed after the rows were written and before the folder went.
        let again = folder(data, &over.0, RunState::Finished);
        fs::write(again.join("clones/ID-1/0000.png"), "other").expect("written");
        assert_eq!(take_over(data, &trial.archive).expect("taken over"), 1);
        assert!(!again.exists());
        let file = trial.archive.file(&over, "clones/ID-1/0000.png").expect("read");
        assert_eq!(file.as_deref(), Some(over.0.as_bytes()), "the rows that are there stay");
    }
}
