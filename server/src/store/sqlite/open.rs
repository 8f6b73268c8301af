//! Opening the file.

use super::sql::transfer::load;
use super::{SqliteDatabase, spare};
use crate::store::database::error::DatabaseError;
use crate::store::transfer::DumpItem;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, query};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

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
    let file = file(data);
    fs::create_dir_all(data).map_err(sqlx::Error::Io)?;
    take_over(data, &file).await?;
    make_private(&file).map_err(sqlx::Error::Io)?;
    let opened = roomy(data, &file).await;
    let (connection, options) = opened.map_err(|error| error.in_place(&file.display().to_string()))?;
    spare::keep(data);
    let readers = SqlitePoolOptions::new().max_connections(READERS).test_before_acquire(false);
    Ok(SqliteDatabase::start(connection, options, readers.connect_lazy_with(reading(&file))))
}

/// A connection, and how it is opened anew: with a log, be it in the room that is kept for that; where there is none,
/// without.
async fn roomy(data: &Path, file: &Path) -> Result<(SqliteConnection, SqliteConnectOptions), DatabaseError> {
    let options = writing(file);
    let connection = match connected(&options).await {
        Err(error) if error.is_of_a_full_disk() && spare::release(data) => connected(&options).await,
        connected => connected,
    };
    match connection {
        Err(error) if error.is_of_a_full_disk() => {
            tracing::warn!(
                place = %file.display(),
                "the disk is full; what is there can be read, more slowly until Effigy is started where there is room"
            );
            let options = without_log(file).await?;
            Ok((connected(&options).await?, options))
        }
        connection => Ok((connection?, options)),
    }
}

/// Has the file be read and written without a log, which would need room before anything can be read: whatever is
/// written goes to the file itself, beside a journal that goes again. The next start with room makes a log anew.
async fn without_log(file: &Path) -> Result<SqliteConnectOptions, DatabaseError> {
    // Alone, and with its journal in memory, this connection needs no room; it changes two bytes of the first page.
    let alone = writing(file).locking_mode(SqliteLockingMode::Exclusive).journal_mode(SqliteJournalMode::Memory);
    alone.connect().await?.close().await?;
    Ok(writing(file).journal_mode(SqliteJournalMode::Delete))
}

/// A connection to the file in this program's form.
async fn connected(options: &SqliteConnectOptions) -> Result<SqliteConnection, DatabaseError> {
    let mut connection = options.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection)
}

/// Creates the database file in an empty folder from the rows of a backup with the given schema.
///
/// # Errors
/// If the rows do not fit, or the file cannot be written; the contents of the folder are then useless.
pub async fn restore(folder: &Path, schema: i64, parts: &mut Receiver<DumpItem>) -> Result<(), DatabaseError> {
    let file = file(folder);
    make_private(&file).map_err(sqlx::Error::Io)?;
    let mut connection = writing(&file).connect().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    load(&mut transaction, schema, parts).await?;
    transaction.commit().await?;
    // Whatever is in the log goes into the file, which moves alone.
    query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Moves such a file into a data folder; it is there whole, or not at all.
///
/// # Errors
/// If the data folder has a database, or cannot be written.
pub fn move_in(folder: &Path, data: &Path) -> Result<(), DatabaseError> {
    let place = file(data);
    if fs::metadata(&place).is_ok_and(|about| about.len() == 0) {
        fs::remove_file(&place).map_err(sqlx::Error::Io)?;
    }
    // A link, unlike a rename, replaces nothing.
    let moved = fs::hard_link(file(folder), place).and_then(|()| File::open(data)?.sync_all());
    moved.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => DatabaseError::NotEmpty,
        _ => sqlx::Error::Io(error).into(),
    })
}

/// Where the database of a data folder is.
pub fn file(data: &Path) -> PathBuf {
    data.join(FILE)
}

/// Whether a data folder has a database, this version's or an earlier one's. An empty file is none.
pub fn is_there(data: &Path) -> bool {
    is_something(&file(data)) || is_something(&data.join(BEFORE))
}

/// Whether there is the log of a database that is not there: its last rows, perhaps, which another database of the name
/// would take for its own.
pub fn has_log_alone(data: &Path) -> bool {
    !is_there(data) && is_something(&data.join(format!("{FILE}-wal")))
}

fn is_something(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|about| about.len() > 0)
}

/// Earlier versions kept only studies, under another name. Its log is brought into the file first, since a log goes by
/// the name of its file; cut short, all is as before.
async fn take_over(data: &Path, file: &Path) -> Result<(), DatabaseError> {
    let before = data.join(BEFORE);
    if is_something(file) || !before.exists() {
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
