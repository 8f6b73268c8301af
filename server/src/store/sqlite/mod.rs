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
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{Connection as _, Pool, Sqlite, SqliteConnection, Transaction};

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
}
