//! Connecting to the server.

use super::PostgresDatabase;
use super::dialect::begin;
use super::sql::transfer::load;
use crate::store::database::error::DatabaseError;
use crate::store::transfer::DumpItem;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, query_scalar};
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Connections that read.
const READERS: u32 = 8;

/// How long a reader waits for one of them, or for a server that comes back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connects, and brings the database to this program's form. To be called within Tokio's runtime, which writes from
/// then on until the database is dropped.
///
/// # Errors
/// If the server cannot be reached, or the database was made by a newer version of the program.
pub async fn open(options: &PgConnectOptions) -> Result<PostgresDatabase, DatabaseError> {
    let options = options.clone().application_name("effigy").disable_statement_logging();
    let mut connection = options.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    let readers = PgPoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE);
    let readers = readers.connect_lazy_with(options.clone());
    Ok(PostgresDatabase::start(connection, options, readers))
}

/// Makes all tables in an empty database, and fills them with the rows of a backup, which are of the schema of that
/// number: all of it in one transaction.
///
/// # Errors
/// If the database has tables, or the rows do not fit; nothing was changed then.
pub async fn restore(
    options: &PgConnectOptions,
    schema: i64,
    parts: &mut Receiver<DumpItem>,
) -> Result<(), DatabaseError> {
    let options = options.clone().application_name("effigy").disable_statement_logging();
    let mut connection = options.connect().await?;
    let mut transaction = begin(&mut connection).await?;
    ensure_empty(&mut transaction).await?;
    load(&mut transaction, schema, parts).await?;
    transaction.commit().await?;
    Ok(connection.close().await?)
}

/// Whether a database can take a backup.
///
/// # Errors
/// If it cannot be reached, or something is there.
pub async fn ensure_is_empty(options: &PgConnectOptions) -> Result<(), DatabaseError> {
    let mut connection = options.connect().await?;
    ensure_empty(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn ensure_empty(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    let something =
        "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace))";
    match query_scalar(something).fetch_one(connection).await? {
        true => Err(DatabaseError::NotEmpty),
        false => Ok(()),
    }
}
