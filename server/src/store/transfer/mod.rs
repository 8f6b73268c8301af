//! All rows of a database in a form independent of its dialect, so that any database can load another's dump.
//!
//! Why not each dialect's own copy (`VACUUM INTO`, `pg_dump`): a backup should be one thing, whichever database it came
//! from, and be able to go into the other, as when a laptop's file becomes a house's server. It costs little: tables
//! and columns are read from the database's own catalogue, so a table that is added later is part of it by itself.

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

/// An item of a dump: a table, its rows, the next table, and so on. A referenced table comes before those that refer to
/// it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(serde::Serialize, serde::Deserialize))]
pub enum DumpItem {
    /// Begins a table: its name, and the names of its columns.
    Table(String, Vec<String>),
    /// A row: a value for each column.
    Row(Vec<Value>),
    /// The dump is complete.
    End,
}

/// Dumps the database.
pub trait TransferStore: Send + Sync + 'static {
    /// Sends all rows of all tables, from one snapshot, and returns the schema's number. Ends early if the receiver
    /// closes.
    fn dump(&self, parts: Sender<DumpItem>) -> StoreFuture<'_, i64>;
}
