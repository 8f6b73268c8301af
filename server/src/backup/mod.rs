//! A backup: one file with all rows of a database, from one moment, and all objects that they name.
//!
//! It is a ZIP file, so any program can list its contents. `tables/NAME.jsonl` has one row per line, as an array of
//! values; `objects/HASH` is an object as it is; `manifest.json`, written last, has the version of the whole and the
//! hash of each table's bytes (an object's name is its hash). Objects are stored without further compression, as they
//! are compressed already, so none can be larger than the file.
//!
//! A ZIP file has its directory at the end, so a truncated one is detected at once. It is written under a temporary
//! name and renamed once it is on disk.

mod make;
mod manifest;
mod reader;
mod restore;
#[cfg(test)]
pub(crate) mod tests;
mod writer;

pub use make::back_up;
pub use manifest::Manifest;
pub use restore::{Target, restore};

/// Receives the bytes done and their total; an error stops the work, which then leaves nothing.
pub type Progress<'a> = &'a dyn Fn(u64, u64) -> anyhow::Result<()>;

/// The columns of a table that name objects and their sizes, if it has them.
fn object_columns(columns: &[String]) -> Option<(usize, usize)> {
    let at = |name| columns.iter().position(|column| column == name);
    Some((at("hash")?, at("size")?))
}
