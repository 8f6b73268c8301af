//! The manifest of a backup.

use serde::{Deserialize, Serialize};

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// The name of its member.
pub const MANIFEST: &str = "manifest.json";

/// The manifest of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the backup.
    pub effigy_backup: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When, in milliseconds since 1970 (UTC).
    pub made_ms: u64,
    /// The number of the database's schema.
    pub schema: i64,
    /// The tables; referenced tables come first.
    pub tables: Vec<TableMember>,
    /// Number of objects.
    pub objects: u64,
    /// Their total bytes.
    pub object_bytes: u64,
    /// Named objects that were lost already.
    pub lost: Vec<String>,
}

/// A table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMember {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of a row's values.
    pub columns: Vec<String>,
    /// Number of rows.
    pub rows: u64,
    /// Size in bytes.
    pub size: u64,
    /// Their SHA-256 hash.
    pub sha256: String,
}

impl TableMember {
    /// The member's name.
    pub fn member(&self) -> String {
        table_member(&self.name)
    }
}

/// The name of a table's member.
pub fn table_member(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

/// The prefix of objects' members; the hash follows.
pub const OBJECTS: &str = "objects/";
