//! SQLite: one file in the data folder. With the log ahead (WAL) readers and the one writer do not wait for each other.

mod open;
mod spare;
#[path = "../sql/mod.rs"]
mod sql;
#[cfg(test)]
mod tests;

pub use open::{file, has_log_alone, is_there, move_in, open, restore};
pub use sql::Sql as SqliteDatabase;

/// What [`sql`] takes from this dialect.
mod dialect {
    use crate::store::jobs::Notification;
    use sqlx::migrate::Migrator;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
    use sqlx::{Connection as _, Pool, Row as _, Sqlite, SqliteConnection, Transaction, query_scalar};
    use tokio::sync::mpsc;

    pub type Db = Sqlite;
    pub type Connection = SqliteConnection;
    pub type Options = SqliteConnectOptions;

    /// Where the database is, for people.
    pub fn place(options: &Options) -> String {
        options.get_filename().display().to_string()
    }

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
    pub async fn notify(_: &Pool<Db>, _: &str) -> sqlx::Result<()> {
        Ok(())
    }

    /// All columns of all tables: table, column, declared type.
    pub const COLUMNS: &str = r#"SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> '_sqlx_migrations' ORDER BY m.rowid, c.cid"#;

    /// Which table names which.
    pub const REFERENCES: &str = r#"SELECT m.name, f."table" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
        WHERE m.type = 'table'"#;

    /// How the tables came to be.
    pub fn migrations() -> &'static Migrator {
        &super::open::MIGRATIONS
    }

    /// An integer of any length.
    pub fn integer(row: &SqliteRow, at: usize) -> sqlx::Result<Option<i64>> {
        row.try_get(at)
    }

    /// After rows with numbers of their own, the next number goes on by itself.
    pub async fn settle(_: &mut Connection) -> sqlx::Result<()> {
        Ok(())
    }

    /// SQLite has no notifications.
    pub fn hear(_: &Pool<Db>) -> Option<mpsc::Receiver<Notification>> {
        None
    }
}
