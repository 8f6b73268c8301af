//! Where everything is kept, as typed.

use super::args::StoreArgs;
use crate::config::data_folder;
use crate::private;
use crate::store::Archive;
use crate::store::database::DatabaseAddress;
use crate::store::objects::ObjectsAddress;
use crate::store::postgres;
use crate::store::sqlite;
use anyhow::{Result, bail, ensure};
use std::path::{Path, PathBuf};

/// The data folder, the database and the place of objects.
pub type Places = (PathBuf, DatabaseAddress, ObjectsAddress);

/// Fills in the default for each option that is not given.
///
/// # Errors
/// If the user has no home.
pub fn places(StoreArgs { data, database, objects }: StoreArgs) -> Result<Places> {
    let database = database.unwrap_or(DatabaseAddress::DataFolder);
    let objects = objects.unwrap_or(ObjectsAddress::DataFolder);
    Ok((data.map_or_else(data_folder, Ok)?, database, objects))
}

/// Opens a store for a long-running program: creates what is missing, and restricts permissions that earlier versions
/// left open. Call it within Tokio's runtime.
///
/// # Errors
/// If it cannot be used, or rows and files belong to different installations.
pub async fn open_for_long(database: &DatabaseAddress, objects: &ObjectsAddress, data: &Path) -> Result<Archive> {
    let archive = Archive::open(database, objects, data).await?;
    refuse_mismatch(&archive, data).await?;
    archive.introduce().await;
    let (data, objects) = (data.to_path_buf(), archive.objects().folder().map(Path::to_path_buf));
    tokio::task::spawn_blocking(move || {
        private::shut_data(&data)?;
        if let Some(objects) = objects {
            private::shut_objects(&objects);
        }
        anyhow::Ok(())
    })
    .await??;
    Ok(archive)
}

/// That rows and files are of one Effigy, as far as one can tell without looking at all of them.
///
/// # Errors
/// If they are not, in words.
pub async fn refuse_mismatch(archive: &Archive, data: &Path) -> Result<()> {
    match archive.mismatch(data).await? {
        Some(mismatch) => bail!(mismatch.words(archive.objects().place())),
        None => Ok(()),
    }
}

/// Opens an existing store and creates nothing. Call it within Tokio's runtime.
///
/// # Errors
/// If it is not there, or cannot be opened.
pub async fn open_existing(store: StoreArgs) -> Result<Archive> {
    let (data, database, objects) = places(store)?;
    match &database {
        DatabaseAddress::DataFolder => ensure!(
            sqlite::is_there(&data),
            "there is no database in {} (no effigy.db, or an empty one); give the data folder of a server by --data, or its \
             database by --database",
            data.display()
        ),
        DatabaseAddress::Postgres(options) => ensure!(
            postgres::ensure_is_empty(options).await.is_err(),
            "there is nothing in {database:?}; give the database of a server by --database"
        ),
    }
    Archive::open(&database, &objects, &data).await
}
