//! PostgreSQL: one server for many programs. As in SQLite there is one writer at a time, whichever program it is in: each
//! writing transaction waits for a lock that ends with it. So what is true of a transaction there is true here, and
//! nothing must be tried twice; group commits make up for the wait.

mod listen;
mod open;
#[path = "../sql/mod.rs"]
mod sql;
#[cfg(test)]
mod tests;

pub use open::open;
pub use sql::Sql as PostgresDatabase;

/// What [`sql`] takes from this dialect.
mod dialect {
    use crate::store::jobs::Heard;
    use sqlx::postgres::PgConnectOptions;
    use sqlx::{Connection as _, PgConnection, Pool, Postgres, Transaction, query, query_scalar};
    use tokio::sync::mpsc;

    pub type Db = Postgres;
    pub type Connection = PgConnection;
    pub type Options = PgConnectOptions;

    /// Names the writers' lock among all advisory locks of the database: "effigy" in ASCII.
    const WRITING: i64 = 0x6566_6669_6779;

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

    /// Tells all programs on this database.
    pub async fn tell(pool: &Pool<Db>, text: &str) -> sqlx::Result<()> {
        query("SELECT pg_notify($1, $2)").bind(super::listen::CHANNEL).bind(text).execute(pool).await?;
        Ok(())
    }

    /// Hears what they tell.
    pub fn hear(pool: &Pool<Db>) -> Option<mpsc::Receiver<Heard>> {
        Some(super::listen::listen(pool.clone()))
    }
}
