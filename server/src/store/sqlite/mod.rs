//! SQLite: one file in the data folder. With the log ahead (WAL) readers and the one writer do not wait for each other.

mod open;
#[path = "../sql/mod.rs"]
mod sql;
#[cfg(test)]
mod tests;

pub use open::open;
pub use sql::Sql as SqliteDatabase;

/// What [`sql`] takes from this dialect.
mod dialect {
    use crate::store::jobs::Heard;
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{Connection as _, Pool, Sqlite, SqliteConnection, Transaction, query_scalar};
    use tokio::sync::mpsc;

    pub type Db = Sqlite;
    pub type Connection = SqliteConnection;
    pub type Options = SqliteConnectOptions;

    /// A transaction that writes: no other begins one before it ends.
    pub async fn begin(connection: &mut Connection) -> sqlx::Result<Transaction<'_, Db>> {
        connection.begin_with("BEGIN IMMEDIATE").await
    }

    /// A transaction that sees one moment.
    pub async fn moment(readers: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
        readers.begin().await
    }

    /// Milliseconds since 1970 (UTC), by the database's clock.
    pub async fn now(connection: &mut Connection) -> sqlx::Result<i64> {
        query_scalar("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)").fetch_one(connection).await
    }

    /// Only one program computes and serves on a file: there is nobody to tell.
    pub async fn tell(_: &Pool<Db>, _: &str) -> sqlx::Result<()> {
        Ok(())
    }

    /// Nobody tells anything.
    pub fn hear(_: &Pool<Db>) -> Option<mpsc::Receiver<Heard>> {
        None
    }
}
