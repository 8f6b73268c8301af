//! A small disk that can be filled, in memory. Only root may make one.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of its own, gone when dropped.
pub struct Tmpfs {
    folder: tempfile::TempDir,
}

impl Tmpfs {
    /// Of so many megabytes; none where the system does not let us.
    pub fn new(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o"]).arg(format!("size={megabytes}m")).arg("tmpfs");
        let is_made = mount.arg(folder.path()).status().is_ok_and(|status| status.success());
        if !is_made {
            eprintln!("SKIPPED: no disk of its own can be made here, which only root may");
        }
        is_made.then_some(Self { folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it, leaving `left` bytes; remove the file to make room.
    pub fn fill_but(&self, left: usize) -> PathBuf {
        let path = self.path().join("filler");
        let mut file = File::create(&path).expect("made");
        let some = vec![0; 1 << 16];
        while file.write_all(&some).is_ok() {}
        let length = file.metadata().expect("there").len();
        file.set_len(length - left as u64).expect("cut");
        path
    }

    /// Lets it be written or not.
    pub fn set_writable(&self, is_writable: bool) {
        let option = if is_writable { "remount,rw" } else { "remount,ro" };
        let mounted = Command::new("mount").args(["-o", option]).arg(self.path()).status();
        assert!(mounted.is_ok_and(|status| status.success()), "{option}");
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        // What holds it open still is about to end.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
        let _ = fs::remove_dir(self.folder.path());
    }
}
