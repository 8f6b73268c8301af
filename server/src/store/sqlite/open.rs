//! Opening the file.

use super::SqliteDatabase;
use crate::store::database::DatabaseError;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, query};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The name of the file in the data folder.
pub const FILE: &str = "effigy.db";

/// Its name when it held only studies.
const BEFORE: &str = "studies.db";

/// How long to wait for another program that holds the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that read. More would not read faster on few cores.
const READERS: u32 = 4;

/// Opens (or makes) `effigy.db` in a data folder and brings it to this program's form. To be called within Tokio's
/// runtime, which writes from then on until the database is dropped.
///
/// # Errors
/// If the file cannot be made or opened, is no database, or was made by a newer version of the program.
pub async fn open(data: &Path) -> Result<SqliteDatabase, DatabaseError> {
    let file = data.join(FILE);
    fs::create_dir_all(data).map_err(sqlx::Error::Io)?;
    take_over(data, &file).await?;
    make_private(&file).map_err(sqlx::Error::Io)?;
    let options = writing(&file);
    let mut connection = options.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    let readers = SqlitePoolOptions::new().max_connections(READERS).test_before_acquire(false);
    Ok(SqliteDatabase::start(connection, options, readers.connect_lazy_with(reading(&file))))
}

/// Earlier versions kept only studies, under another name. Its log is brought into the file first, since a log goes by the
/// name of its file; cut short, all is as before.
async fn take_over(data: &Path, file: &Path) -> Result<(), DatabaseError> {
    let before = data.join(BEFORE);
    if file.exists() || !before.exists() {
        return Ok(());
    }
    let mut connection = writing(&before).connect().await?;
    query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
    connection.close().await?;
    fs::rename(&before, file).and_then(|()| File::open(data)?.sync_all()).map_err(sqlx::Error::Io)?;
    Ok(())
}

/// A database of participants is nobody else's business. SQLite gives its other files the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

pub(super) fn writing(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        // In this mode a commit waits for the disk, also with the log ahead.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What a participant takes back is overwritten.
        .pragma("secure_delete", "ON")
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
}

fn reading(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(PATIENCE).disable_statement_logging()
}
