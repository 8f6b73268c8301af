//! What a backup says of itself.

use serde::{Deserialize, Serialize};

/// The form of backups that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// The member's name.
pub const MANIFEST: &str = "manifest.json";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub effigy_backup: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When, in milliseconds since 1970 (UTC).
    pub made_ms: u64,
    /// The number of the database's schema.
    pub schema: i64,
    /// The tables, those that others name before these.
    pub tables: Vec<TableMember>,
    /// How many objects there are.
    pub objects: u64,
    /// Their bytes.
    pub object_bytes: u64,
    /// Objects that rows name and that were lost already.
    pub lost: Vec<String>,
}

/// A table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMember {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of a row's values.
    pub columns: Vec<String>,
    /// How many rows it has.
    pub rows: u64,
    /// Bytes of all of them.
    pub size: u64,
    /// What these hash to.
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

/// What objects' members are called before their hash.
pub const OBJECTS: &str = "objects/";
