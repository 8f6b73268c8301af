//! Where runs are kept. A store knows neither HTTP nor the engine; it may block, so it is called from threads that may.
//!
//! The experiment itself writes its files into [`Store::folder`]; a store adds what the lab must remember of a run.

pub mod comments;
pub mod database;
mod files;
pub mod gallery;
mod postgres;
mod row;
pub mod sqlite;
pub mod studies;

pub use files::FileStore;
pub use row::RunRow;

use app::wire::live::LiveState;
use app::wire::report::Report;
use app::wire::run::RunId;
use std::path::PathBuf;

/// What a store did not do, and with which file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// Of the file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what this program writes.
    #[error("{path} cannot be understood: {source}")]
    Damaged {
        /// Of the file.
        path: PathBuf,
        /// Where reading failed.
        source: serde_json::Error,
    },
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// In the run's folder, with `/` between its parts.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

/// Remembers runs.
pub trait Store: Send + Sync + 'static {
    /// All runs, in no order. A damaged one is skipped and logged, so that one bad file does not hide the others.
    fn rows(&self) -> Result<Vec<RunRow>, StoreError>;

    /// Writes a run's row, new or known; after this returns the row survives a power cut.
    fn save(&self, row: &RunRow) -> Result<(), StoreError>;

    /// The folder of a run's files. It exists once the row was saved.
    fn folder(&self, id: &RunId) -> PathBuf;

    /// Writes what a viewer of the run should see after a restart.
    fn save_live(&self, id: &RunId, state: &LiveState) -> Result<(), StoreError>;

    /// What [`Store::save_live`] wrote last.
    fn live(&self, id: &RunId) -> Result<Option<LiveState>, StoreError>;

    /// Writes the frames of a snapshot, one after another.
    fn save_snapshot(&self, id: &RunId, target: u16, iteration: u32, frames: &[u8]) -> Result<(), StoreError>;

    /// The frames of a snapshot.
    fn snapshot(&self, id: &RunId, target: u16, iteration: u32) -> Result<Option<Vec<u8>>, StoreError>;

    /// The frames of the newest snapshot of every target that has one.
    fn newest_snapshots(&self, id: &RunId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The bytes of a file of a run, by its path in the run's folder; none if there is no such file.
    fn file(&self, id: &RunId, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// All files of a run but snapshots and what the lab itself remembers, by path.
    fn files(&self, id: &RunId) -> Result<Vec<RunFile>, StoreError>;

    /// The report, once it was written.
    fn report(&self, id: &RunId) -> Result<Option<Report>, StoreError>;
}

/// Whether a text can name a run: sixteen lower-case hexadecimal digits. What cannot never becomes a path.
pub fn is_run_id(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A new name from the system's random source.
///
/// # Errors
/// If the system has no randomness to give.
pub fn new_run_id() -> Result<RunId, getrandom::Error> {
    Ok(RunId(format!("{:016x}", getrandom::u64()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_make_names_a_run() {
        let id = new_run_id().expect("randomness");
        assert!(is_run_id(&id.0), "{id:?}");
        assert_ne!(id, new_run_id().expect("randomness"));
        for no in [
            "",
            "..",
            "0123456789abcde",
            "0123456789ABCDEF",
            "0123456789abcdef0",
            "../3456789abcdef",
            "0123456789abcdeé",
        ] {
            assert!(!is_run_id(no), "{no}");
        }
    }
}
