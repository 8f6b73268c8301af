//! The database: what every implementation must do, and how it is opened.
//!
//! Every change is one transaction: once the call returns, the change survives a power cut; before that, none of it is
//! visible. A database knows neither HTTP nor the engine, and makes no choices: callers supply random values.

pub mod address;
pub mod error;

pub use address::DatabaseAddress;
use error::DatabaseError;

use super::comments::CommentStore;
use super::faces::FaceStore;
use super::gallery::GalleryStore;
use super::installation::InstallationStore;
use super::jobs::JobStore;
use super::people::PeopleStore;
use super::postgres;
use super::recognizers::RecognizerStore;
use super::runs::RunStore;
use super::sqlite;
use super::studies::StudyStore;
use super::transfer::TransferStore;
use std::path::Path;
use std::sync::Arc;

/// All storage in a database.
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

/// Opens the database of a data folder, or the one at an address, and migrates it. Call it within Tokio's runtime,
/// which writes from then on until all handles are dropped.
///
/// # Errors
/// If it cannot be reached, created or opened, or was made by a newer version of the program.
pub async fn open(address: &DatabaseAddress, data: &Path) -> Result<Arc<dyn Database>, DatabaseError> {
    Ok(match address {
        DatabaseAddress::DataFolder => Arc::new(sqlite::open(data).await?),
        DatabaseAddress::Postgres(options) => Arc::new(postgres::open(options).await?),
    })
}
