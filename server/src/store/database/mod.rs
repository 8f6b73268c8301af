//! The database: what it must do, whatever it is, and how it is opened.
//!
//! Whatever changes something is one transaction: after it returns, it survives a power cut; before, nothing of it is
//! there. A database knows neither HTTP nor the engine, and makes no choices: what is random is handed to it.

mod address;

pub use address::DatabaseAddress;

use super::comments::CommentStore;
use super::faces::FaceStore;
use super::gallery::GalleryStore;
use super::installation::InstallationStore;
use super::jobs::JobStore;
use super::people::PeopleStore;
use super::postgres;
use super::recognizers::RecognizerStore;
use super::remedy::{database_cause, words};
use super::runs::RunStore;
use super::sqlite;
use super::studies::StudyStore;
use super::transfer::TransferStore;
use sqlx::migrate::MigrateError;
use std::io::ErrorKind;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

/// What a database did not do.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The database refused.
    #[error("the database: {0}")]
    Refused(#[from] sqlx::Error),
    /// Its disk refused.
    #[error("the database in {place}: {said}{}", words(database_cause(.said)))]
    Disk {
        /// Which folder or server.
        place: String,
        /// What it said; no source, since all of it is told here.
        said: sqlx::Error,
    },
    /// Its tables could not be brought to this program's form.
    #[error("the database cannot be used by this version of Effigy: {0}")]
    Migration(#[from] MigrateError),
    /// Something in it is not what this program writes.
    #[error("the database: {what} cannot be understood: {why}")]
    Damaged {
        /// Which table and field.
        what: &'static str,
        /// Why not.
        why: String,
    },
    /// What was to be taken in is not what this program can take.
    #[error("the backup cannot be taken in: {0}")]
    Unfit(String),
    /// Something is there, where all is to be taken in.
    #[error("the database is not empty; give one that is, such as a new one")]
    NotEmpty,
}

impl DatabaseError {
    /// Whether there was no room.
    pub(super) fn is_of_a_full_disk(&self) -> bool {
        let cause = match self {
            Self::Refused(said)
            | Self::Disk { said, .. }
            | Self::Migration(MigrateError::Execute(said) | MigrateError::ExecuteMigration(said, _)) => {
                database_cause(said)
            }
            _ => None,
        };
        cause == Some(ErrorKind::StorageFull)
    }

    /// Names the place, where it is the place that refuses.
    pub(super) fn in_place(self, place: &str) -> Self {
        match self {
            Self::Refused(said) if database_cause(&said).is_some() => Self::Disk { place: place.into(), said },
            other => other,
        }
    }
}

/// What a database will have done.
pub type Done<'a, T> = Pin<Box<dyn Future<Output = Result<T, DatabaseError>> + Send + 'a>>;

/// All that is kept in a database.
pub trait Database:
    StudyStore
    + CommentStore
    + GalleryStore
    + RunStore
    + JobStore
    + PeopleStore
    + FaceStore
    + RecognizerStore
    + TransferStore
    + InstallationStore
{
}

/// Opens the database of a data folder, or the one that an address names, and brings it to this program's form. To be
/// called within Tokio's runtime, which writes from then on until all handles are dropped.
///
/// # Errors
/// If it cannot be reached, made or opened, or was made by a newer version of the program.
pub async fn open(address: &DatabaseAddress, data: &Path) -> Result<Arc<dyn Database>, DatabaseError> {
    Ok(match address {
        DatabaseAddress::DataFolder => Arc::new(sqlite::open(data).await?),
        DatabaseAddress::Postgres(options) => Arc::new(postgres::open(options).await?),
    })
}
