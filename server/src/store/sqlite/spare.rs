//! Room that is kept for a start on a disk that is full: without some, SQLite cannot even read, since its connections share
//! what they know in a file that it makes anew.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The index of the log, and a few small changes.
const SIZE: usize = 1 << 20;

fn file(data: &Path) -> PathBuf {
    data.join("spare")
}

/// Gives the room free, if it is kept; whether it was.
pub fn release(data: &Path) -> bool {
    fs::remove_file(file(data)).is_ok()
}

/// Keeps it for the next start, if there is as much.
pub fn keep(data: &Path) {
    let file = file(data);
    if fs::metadata(&file).is_ok_and(|about| about.len() == SIZE as u64) {
        return;
    }
    if write(&file).is_err() {
        // Less than all of it is of no use.
        let _ = fs::remove_file(&file);
    }
}

fn write(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    // In a file with holes no room is kept.
    file.write_all(&vec![0x5a; SIZE])?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_kept_once_and_given_free_once() {
        let data = tempfile::tempdir().expect("a folder");
        assert!(!release(data.path()));
        keep(data.path());
        keep(data.path());
        assert_eq!(fs::metadata(file(data.path())).expect("kept").len(), SIZE as u64);
        assert!(release(data.path()) && !release(data.path()));
    }
}
