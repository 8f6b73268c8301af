//! A backup: one file with all rows of a database, of one moment, and all objects that these name.
//!
//! It is a ZIP file, so that any program shows what is in it. `tables/NAME.jsonl` has a row a line, as an array of
//! values; `objects/HASH` is an object, as it is; `manifest.json`, written last, says of what version all of it is and what
//! each table's bytes hash to (an object's name says that of its own). Objects are not compressed, since they are, so none
//! can be larger than the file is.
//!
//! A ZIP file says at its end what is in it, so one that was cut off is known at once. It is written under another name,
//! and renamed when the disk has it.

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

/// Hears how many bytes of how many are done; its error ends the work, which then leaves nothing.
pub type Progress<'a> = &'a dyn Fn(u64, u64) -> anyhow::Result<()>;

/// Whether rows of a table name objects: then it has columns of these names.
fn object_columns(columns: &[String]) -> Option<(usize, usize)> {
    let at = |name| columns.iter().position(|column| column == name);
    Some((at("hash")?, at("size")?))
}
