//! Files that are either the old or the new, never half.

use super::StoreError;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// Whether a write has to survive a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Wait until the disk has it.
    Durable,
    /// The next one replaces it soon.
    Relaxed,
}

/// Writes a file beside `path`, then renames it over `path`.
pub fn write(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), StoreError> {
    let fresh = path.with_added_extension("new");
    write_and_rename(path, &fresh, bytes, durability).map_err(|source| StoreError::Io { path: path.into(), source })
}

fn write_and_rename(path: &Path, fresh: &Path, bytes: &[u8], durability: Durability) -> std::io::Result<()> {
    let mut file = File::create(fresh)?;
    file.write_all(bytes)?;
    if durability == Durability::Durable {
        file.sync_all()?;
    }
    fs::rename(fresh, path)?;
    if durability == Durability::Durable
        && let Some(folder) = path.parent()
    {
        sync_folder(folder)?;
    }
    Ok(())
}

/// A rename is durable once its folder is; only Unix lets a folder be synced.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
