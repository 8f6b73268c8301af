//! What a database did not do.

use crate::remedy::{cause, words};
use sqlx::migrate::MigrateError;
use std::io::ErrorKind;
use std::pin::Pin;

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
        /// The driver's error; not exposed as a source, since the message contains all of it.
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
    pub(in crate::store) fn is_of_a_full_disk(&self) -> bool {
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
    pub(in crate::store) fn in_place(self, place: &str) -> Self {
        match self {
            Self::Refused(said) if database_cause(&said).is_some() => Self::Disk { place: place.into(), said },
            other => other,
        }
    }
}

/// A refusal by the disk among the causes of a database error: SQLite by its number, whose lower byte is the kind;
/// PostgreSQL by its condition.
pub(in crate::store) fn database_cause(error: &sqlx::Error) -> Option<ErrorKind> {
    let sqlx::Error::Database(said) = error else { return cause(error) };
    let code = said.code()?;
    match code.parse::<u32>().ok()? {
        53_100 => Some(ErrorKind::StorageFull),
        // SQLite's file that its connections share cannot have its length.
        4_874 => Some(ErrorKind::StorageFull),
        long if code.len() == 5 && long > 9_999 => None,
        number => match number & 0xff {
            13 => Some(ErrorKind::StorageFull),
            3 | 8 | 14 => Some(ErrorKind::PermissionDenied),
            _ => None,
        },
    }
}

/// A pending database operation.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, DatabaseError>> + Send + 'a>>;
