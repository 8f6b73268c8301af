//! Room that is kept for a start on a disk that is full: without some, SQLite cannot even read, since its connections
//! share what they know in a file that it makes anew.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The index of the log, and a few small changes.
const SIZE: usize = 1 << 20;

/// Bytes in one write.
const BLOCK: usize = 4 << 10;

fn file(data: &Path) -> PathBuf {
    data.join("spare")
}

/// Gives the room free, if it is kept; whether it was.
pub fn release(data: &Path) -> bool {
    fs::remove_file(file(data)).is_ok()
}

/// Keeps it for the next start, or as much of it as there is: a start on a full disk uses some of it up, and the next
/// one needs room as well.
pub fn keep(data: &Path) {
    let file = file(data);
    if fs::metadata(&file).is_ok_and(|about| about.len() == SIZE as u64) {
        return;
    }
    if write(&file).is_err() && fs::metadata(&file).is_ok_and(|about| about.len() == 0) {
        // Nothing is no room.
        let _ = fs::remove_file(&file);
    }
}

/// Fills the file up to its size; what does not fit any more is left out.
fn write(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    let has = file.metadata()?.len();
    // In a file with holes no room is kept.
    for _ in (has..SIZE as u64).step_by(BLOCK) {
        file.write_all(&[0x5a; BLOCK])?;
    }
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
        fs::write(file(data.path()), vec![0x5a; SIZE / 2]).expect("written");
        keep(data.path());
        assert_eq!(
            fs::metadata(file(data.path())).expect("kept").len(),
            SIZE as u64,
            "what was used up is made up for"
        );
        assert!(release(data.path()) && !release(data.path()));
    }
}
