//! Where everything is kept: rows in a [database], files as [objects]. What it knows of runs is asked for at the
//! [`Archive`]; what a worker writes of the run that it computes goes by [`LeasedRun`]. A store knows neither HTTP nor
//! the engine.

mod archive;
pub mod comments;
pub mod database;
pub mod faces;
mod folders;
pub mod gallery;
pub mod installation;
pub mod jobs;
pub(crate) mod kinship;
mod leased;
mod mismatch;
pub mod objects;
mod opened_paths;
pub mod people;
pub mod postgres;
pub mod recognizers;
pub mod runs;
pub mod sqlite;
pub mod studies;
pub mod transfer;
#[cfg(test)]
pub(crate) mod trial;

pub use archive::Archive;
pub(crate) use archive::TOGETHER;
pub use folders::take_over as take_over_folders;
pub use leased::LeasedRun;
pub use mismatch::StoreMismatch;
pub use opened_paths::{OpenedPaths, PathGone};
pub use runs::{RunRow, StoredLiveState};

use crate::digits;
use database::error::DatabaseError;
use objects::{ContentHash, ObjectError};
use std::path::PathBuf;
use wire::run::RunId;

/// What a store did not do, and with which file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The place of objects refused.
    #[error(transparent)]
    Objects(#[from] ObjectError),
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
    /// A row names an object that is not there.
    #[error("{what} is lost: the object {hash} is not there")]
    Missing {
        /// Which file.
        what: String,
        /// Its bytes' name.
        hash: ContentHash,
    },
    /// A lease has ended: nothing was written.
    #[error("another worker has this run now")]
    NotYours,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// In the run's folder, with `/` between its parts.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

/// Whether a text can name a run: sixteen lower-case hexadecimal digits. What cannot never becomes a path.
pub fn is_run_id(text: &str) -> bool {
    digits::is(text, 16)
}

/// A new name from the system's random source.
///
/// # Errors
/// If the system has no randomness to give.
pub fn new_run_id() -> anyhow::Result<RunId> {
    digits::random(8).map(RunId)
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
