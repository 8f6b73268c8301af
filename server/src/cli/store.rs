//! Where everything is kept, as typed.

use super::args::StoreArgs;
use crate::config::data_folder;
use crate::store::Archive;
use crate::store::database::DatabaseAddress;
use crate::store::objects::ObjectsAddress;
use crate::store::sqlite;
use anyhow::{Result, ensure};
use std::path::PathBuf;

/// The data folder, the database and the place of objects.
pub type Places = (PathBuf, DatabaseAddress, ObjectsAddress);

/// With what is meant where nothing was typed.
///
/// # Errors
/// If the user has no home.
pub fn places(StoreArgs { data, database, objects }: StoreArgs) -> Result<Places> {
    let database = database.unwrap_or(DatabaseAddress::DataFolder);
    let objects = objects.unwrap_or(ObjectsAddress::DataFolder);
    Ok((data.map_or_else(data_folder, Ok)?, database, objects))
}

/// Opens what is there: nothing is made where nothing is. To be called within Tokio's runtime.
///
/// # Errors
/// If it is not there, or cannot be opened.
pub async fn open_existing(store: StoreArgs) -> Result<Archive> {
    let (data, database, objects) = places(store)?;
    ensure!(
        !matches!(database, DatabaseAddress::DataFolder) || sqlite::is_there(&data),
        "there is no database in {}; give the data folder of a server by --data, or its database by --database",
        data.display()
    );
    Archive::open(&database, &objects, &data).await
}
