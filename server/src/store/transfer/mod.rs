//! All rows of a database in a form that is no dialect's, so that what one database gave another takes.
//!
//! Why not each dialect's own copy (`VACUUM INTO`, `pg_dump`): a backup should be one thing, whichever database it came
//! from, and be able to go into the other, as when a laptop's file becomes a house's server. It costs little: tables and
//! columns are read from the database's own catalogue, so a table that is added later is part of it by itself.

#[cfg(test)]
pub mod earlier;
mod order;
mod value;

pub use order::parents_first;
pub use value::{Kind, Value};

use super::database::error::StoreFuture;
use tokio::sync::mpsc::Sender;

/// A table, as the catalogue has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, and what each holds.
    pub columns: Vec<(String, Kind)>,
}

impl Table {
    /// A statement's names of the columns.
    pub fn quoted_columns(&self) -> String {
        let quoted: Vec<_> = self.columns.iter().map(|(name, _)| quoted(name)).collect();
        quoted.join(", ")
    }
}

/// A name as a statement has it. Names are the catalogue's, never a file's.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What comes of a database, one after another: a table, its rows, the next table; tables that others name come before
/// these.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(serde::Serialize, serde::Deserialize))]
pub enum DumpItem {
    /// From here on, rows of this table: its name, and those of its columns.
    Table(String, Vec<String>),
    /// A row: a value for each column.
    Row(Vec<Value>),
    /// That was all; without it, something is missing.
    End,
}

/// Gives all rows.
pub trait TransferStore: Send + Sync + 'static {
    /// All rows of all tables, of one moment; the number of the schema that they are of. Ends early if nobody takes them.
    fn dump(&self, parts: Sender<DumpItem>) -> StoreFuture<'_, i64>;
}
