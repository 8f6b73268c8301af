//! What the database does, in statements that every dialect understands. This folder is compiled once for each of them:
//! it stands as a module of `sqlite` and of `postgres`, and takes from its parent's `dialect` what differs. So there is
//! one text of every statement, and no type that means "some database".
//!
//! What both understand: parameters as `$1`, `NOT flag` and `TRUE`, `RETURNING`, `ON CONFLICT`, `FILTER`, and sums that
//! are cast to `BIGINT`. Numbers are bound and read as `i64` (`#[sqlx(try_from = "i64")]`), since PostgreSQL has none
//! without a sign.

mod comments;
mod faces;
mod gallery;
mod installation;
mod jobs;
mod people;
mod recognizers;
mod runs;
pub(super) mod studies;
pub(super) mod transfer;
mod writer;

use super::dialect::{self, Connection, Db, Options};
use crate::store::database::Database;
use crate::store::database::error::DatabaseError;
use sqlx::pool::PoolConnection;
use sqlx::{Pool, Transaction};
use writer::Writer;

/// A database: one connection that writes, some that only read.
#[derive(Clone, Debug)]
pub struct Sql {
    /// Tests put pieces of their own between others.
    pub(super) writer: Writer,
    readers: Pool<Db>,
}

impl Sql {
    /// Starts writing over `connection`; `options` open it anew should its state be in doubt.
    pub fn start(connection: Connection, options: Options, readers: Pool<Db>) -> Self {
        Self { writer: Writer::start(connection, options), readers }
    }

    async fn reader(&self) -> Result<PoolConnection<Db>, DatabaseError> {
        Ok(self.readers.acquire().await?)
    }

    /// Reads in it are of one moment.
    async fn moment(&self) -> Result<Transaction<'static, Db>, DatabaseError> {
        Ok(dialect::moment(&self.readers).await?)
    }
}

impl Database for Sql {}
