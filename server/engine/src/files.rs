//! Writes files atomically: a reader sees the old or the new one, never half.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Whether a write has to survive a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Wait until the data is on the disk.
    Durable,
    /// Do not wait: the file can be made again, or is replaced soon.
    Relaxed,
}

/// Writes `bytes` under another name beside `path`, in an existing folder, then renames the file to `path`.
///
/// # Errors
/// If the system refuses; `path` is then unchanged, and nothing is left beside it.
pub fn write_whole(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let fresh = path.with_added_extension("part");
    let written = write_and_rename(path, &fresh, bytes, durability);
    if written.is_err() {
        // The temporary file may not even exist; report the first failure.
        let _ = fs::remove_file(&fresh);
    }
    written
}

fn write_and_rename(path: &Path, fresh: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let mut file = File::create(fresh)?;
    file.write_all(bytes)?;
    if durability == Durability::Durable {
        file.sync_all()?;
    }
    fs::rename(fresh, path)?;
    match path.parent() {
        Some(folder) if durability == Durability::Durable => sync_folder(folder),
        _ => Ok(()),
    }
}

/// A rename is durable once its folder is synced; only Unix allows that.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_and_a_refused_one_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("report.json");
        for text in ["first, and longer", "second"] {
            write_whole(&file, text.as_bytes(), Durability::Durable).expect("written");
            assert_eq!(fs::read_to_string(&file).expect("there"), text);
        }
        let taken = folder.path().join("taken");
        fs::create_dir_all(taken.join("inside")).expect("a folder in the way");
        assert!(write_whole(&taken, b"x", Durability::Relaxed).is_err());
        let left: Vec<_> =
            fs::read_dir(folder.path()).expect("listed").map(|entry| entry.expect("one").path()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}
