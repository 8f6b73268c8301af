//! Checks that a database and an object store belong to one installation. Otherwise a missing or wrong database would
//! pass for a new one, and all objects for leftovers; an unmounted disk would pass for lost files.

use super::database::Database;
use super::kinship::{Kinship, kinship};
use super::objects::Objects;
use super::sqlite;
use anyhow::{Result, bail};
use std::fmt::Display;
use std::path::Path;

/// Why a database and an object store do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreMismatch {
    /// There are objects, but no row names any of them.
    NoRows,
    /// Rows name objects, but none of these exists.
    NoObjects,
    /// Rows and objects carry the ids of two installations.
    Strangers,
    /// They share no id, and few of the objects that rows name exist.
    Unknown,
}

/// How to go on.
const REMEDY: &str = "If the right one is elsewhere, name it by --data, --database or --objects. If it is lost, restore a \
    backup into an empty folder (effigy restore FILE --data DIR), or put back a copy";

impl StoreMismatch {
    /// The problem and its remedy, in words; `place` is the location of the objects.
    pub fn words(self, place: &str) -> String {
        match self {
            Self::NoRows => format!(
                "the database has to do with none of the files in {place}: they are another's, or it is new or was \
                 emptied. {REMEDY}. To begin with nothing, give an empty folder"
            ),
            Self::Strangers => format!(
                "the database is that of one installation, and the files in {place} are another's: whatever is done with one \
                 would harm the other. {REMEDY}. If they do belong together, say so: effigy check --repair --anyway"
            ),
            Self::Unknown => format!(
                "little of what the database names is among the files in {place}, so they may be another installation's. \
                 {REMEDY}. If they do belong together, say so: effigy check --repair --anyway"
            ),
            Self::NoObjects => format!(
                "none of the files that the database names is in {place}; is the disk there? {REMEDY}. If they are lost \
                 for good, let the database know: effigy check --repair --anyway"
            ),
        }
    }
}

/// That a database which is about to be made in a data folder is the first one there.
///
/// # Errors
/// If there are objects already, in words.
pub(super) async fn ensure_first(data: &Path, objects: &Objects) -> Result<()> {
    if sqlite::has_log_alone(data) {
        bail!(
            "there is no database in {} (effigy.db is missing or empty), but the log of one, effigy.db-wal. Nothing was \
             changed. {REMEDY}. To begin with nothing, give an empty folder",
            data.display(),
        );
    }
    // Runs of earlier versions are taken over: first their files, then rows.
    if sqlite::is_there(data) || data.join("runs").exists() || !known(objects.is_some_there().await).unwrap_or(false) {
        return Ok(());
    }
    bail!(
        "there is no database in {} (effigy.db is missing or empty), but files of an Effigy are in {}. Nothing was changed. \
         {REMEDY}. To begin with nothing, give an empty folder",
        data.display(),
        objects.place(),
    );
}

/// What does not fit of an opened store, if one can tell without looking at all of it.
///
/// # Errors
/// If the database fails.
pub(super) async fn mismatch(data: &Path, database: &dyn Database, objects: &Objects) -> Result<Option<StoreMismatch>> {
    let Some(is_some_there) = known(objects.is_some_there().await) else { return Ok(None) };
    Ok(match is_some_there {
        true if database.is_blank().await? && !data.join("runs").exists() => Some(StoreMismatch::NoRows),
        false if database.names_objects().await? => Some(StoreMismatch::NoObjects),
        _ if known(kinship(database, objects).await) == Some(Kinship::Strangers) => Some(StoreMismatch::Strangers),
        _ => None,
    })
}

/// A service that keeps objects may come back while the program runs: that it is away stops nothing.
fn known<T, E: Display>(answer: Result<T, E>) -> Option<T> {
    if let Err(error) = &answer {
        tracing::warn!(%error, "whether files and rows fit together is not known");
    }
    answer.ok()
}
