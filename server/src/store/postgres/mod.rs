//! PostgreSQL: one server for many programs. As in SQLite there is one writer at a time, across all programs: each
//! writing transaction waits for a lock that ends with it. So SQLite's guarantees hold here as well, and no transaction
//! needs a retry; group commits make up for the wait.

mod listen;
mod open;
#[path = "../sql/mod.rs"]
mod sql;
#[cfg(test)]
mod tests;

pub use open::{ensure_is_empty, open, restore};
pub use sql::Sql as PostgresDatabase;

/// What [`sql`] takes from this dialect.
mod dialect {
    use crate::store::database::address::DatabaseAddress;
    use crate::store::jobs::Notification;
    use crate::store::transfer::quoted;
    use sqlx::migrate::Migrator;
    use sqlx::postgres::{PgConnectOptions, PgRow};
    use sqlx::{
        AssertSqlSafe, Connection as _, PgConnection, Pool, Postgres, Row as _, Transaction, query, query_as,
        query_scalar,
    };
    use tokio::sync::mpsc;

    pub type Db = Postgres;
    pub type Connection = PgConnection;
    pub type Options = PgConnectOptions;

    /// Names the writers' lock among all advisory locks of the database: "effigy" in ASCII.
    const WRITING: i64 = 0x6566_6669_6779;

    /// Where the database is, for people.
    pub fn place(options: &Options) -> String {
        format!("{:?}", DatabaseAddress::Postgres(Box::new(options.clone())))
    }

    /// A transaction that writes: no other begins one before it ends.
    pub async fn begin(connection: &mut Connection) -> sqlx::Result<Transaction<'_, Db>> {
        let mut transaction = connection.begin().await?;
        query("SELECT pg_advisory_xact_lock($1)").bind(WRITING).execute(&mut *transaction).await?;
        Ok(transaction)
    }

    /// A transaction that sees one moment.
    pub async fn moment(readers: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
        readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Milliseconds since 1970 (UTC), by the database's clock.
    pub async fn now(connection: &mut Connection) -> sqlx::Result<i64> {
        let now = "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";
        query_scalar(now).fetch_one(connection).await
    }

    /// Notifies all programs on this database.
    pub async fn notify(pool: &Pool<Db>, text: &str) -> sqlx::Result<()> {
        query("SELECT pg_notify($1, $2)").bind(super::listen::CHANNEL).bind(text).execute(pool).await?;
        Ok(())
    }

    /// All columns of all tables: table, column, type.
    pub const COLUMNS: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, NULL)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' AND a.attnum > 0
          AND NOT a.attisdropped AND c.relname <> '_sqlx_migrations' ORDER BY c.oid, a.attnum";

    /// Which table names which.
    pub const REFERENCES: &str = "SELECT CAST(child.relname AS TEXT), CAST(parent.relname AS TEXT)
        FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
        WHERE k.contype = 'f' AND k.connamespace = CAST(current_schema() AS regnamespace)";

    /// How the tables came to be.
    pub fn migrations() -> &'static Migrator {
        &super::open::MIGRATIONS
    }

    /// An integer of any length.
    pub fn integer(row: &PgRow, at: usize) -> sqlx::Result<Option<i64>> {
        row.try_get(at).or_else(|_| row.try_get::<Option<i32>, _>(at).map(|short| short.map(i64::from)))
    }

    /// After rows with numbers of their own, has the next numbers go on from the highest.
    pub async fn settle(connection: &mut Connection) -> sqlx::Result<()> {
        let counted = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND a.attidentity <> ''";
        let counted: Vec<(String, String)> = query_as(counted).fetch_all(&mut *connection).await?;
        for (table, column) in counted {
            let (table, name) = (quoted(&table), quoted(&column));
            let settle = format!(
                "SELECT setval(pg_get_serial_sequence($1, $2), COALESCE(MAX({name}), 0) + 1, FALSE) FROM {table}"
            );
            query(AssertSqlSafe(settle)).bind(table).bind(column).execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Hears what they tell.
    pub fn hear(pool: &Pool<Db>) -> Option<mpsc::Receiver<Notification>> {
        Some(super::listen::listen(pool.clone()))
    }
}
