//! Connecting to the server.

use super::PostgresDatabase;
use crate::store::database::DatabaseError;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Connections that read.
const READERS: u32 = 8;

/// How long a reader waits for one of them, or for a server that comes back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connects, and brings the database to this program's form. To be called within Tokio's runtime, which writes from then on
/// until the database is dropped.
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
