//! What Effigy keeps is its owner's alone: faces, and the rows of participants. What it writes is made so from the
//! start on; what earlier versions left open to others is shut when the program starts.

use std::io;
use std::path::Path;

/// What Effigy keeps in a data folder. Whatever else lies there is left as it is.
#[cfg(unix)]
const OURS: [&str; 9] = ["effigy.db", "studies.db", "spare", "worker", "cache", "work", "objects", "runs", "restoring"];

/// From here on, files and folders that the program makes are its owner's alone (0600 and 0700).
#[cfg(unix)]
pub fn by_default() {
    use rustix::fs::Mode;
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// This system has other ways; a user's own folder is that user's alone by itself.
#[cfg(not(unix))]
pub fn by_default() {}

/// Shuts a data folder, and what Effigy keeps in it, to others.
///
/// # Errors
/// If the folder cannot be read. What cannot be shut is logged.
#[cfg(unix)]
pub fn shut_data(data: &Path) -> io::Result<()> {
    let mut walk = Walk::default();
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name();
        // SQLite's other files are named after the database's.
        let is_ours = name.to_str().is_some_and(|name| OURS.contains(&name.split('-').next().unwrap_or_default()));
        if is_ours {
            walk.shut(&entry.path());
        }
    }
    walk.shut_folder(data);
    walk.tell(data);
    Ok(())
}

/// Shuts a folder of objects.
#[cfg(unix)]
pub fn shut_objects(folder: &Path) {
    let mut walk = Walk::default();
    walk.shut(folder);
    walk.tell(folder);
}

/// Does nothing on this system.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn shut_data(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Does nothing on this system.
#[cfg(not(unix))]
pub fn shut_objects(_: &Path) {}

/// What was shut, and what could not be.
#[cfg(unix)]
#[derive(Default)]
struct Walk {
    shut: usize,
    refused: Option<io::Error>,
}

#[cfg(unix)]
impl Walk {
    /// Shuts a file, or a folder with all that is in it. Links lead elsewhere and are left alone.
    fn shut(&mut self, path: &Path) {
        use std::os::unix::fs::PermissionsExt;
        let Ok(about) = std::fs::symlink_metadata(path) else { return };
        let is_open = about.permissions().mode() & 0o077 != 0;
        if about.is_dir() {
            // The contents of a folder are closed before the folder, so nothing is open in a closed one.
            if is_open {
                for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
                    self.shut(&entry.path());
                }
                self.shut_folder(path);
            }
        } else if about.is_file() && is_open {
            self.set(path, about.permissions().mode() & 0o600);
        }
    }

    /// Shuts a folder itself, unless it is one that everybody shares, such as `/tmp`.
    fn shut_folder(&mut self, folder: &Path) {
        use std::os::unix::fs::PermissionsExt;
        let Ok(about) = std::fs::metadata(folder) else { return };
        let mode = about.permissions().mode();
        let is_shared = mode & 0o1000 != 0;
        if mode & 0o077 != 0 && !is_shared {
            self.set(folder, mode & 0o700);
        }
    }

    fn set(&mut self, path: &Path, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        match std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)) {
            Ok(()) => self.shut += 1,
            // What went meanwhile is open to nobody.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.refused = Some(error),
        }
    }

    fn tell(self, place: &Path) {
        let place = place.display();
        if self.shut > 0 {
            tracing::info!(files = self.shut, %place, "closed files that other users could read");
        }
        if let Some(error) = self.refused {
            tracing::warn!(%error, %place, "others can read some of what is kept here, which cannot be changed");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    #[test]
    fn permissions_left_open_are_closed_and_nothing_else_changes() {
        let above = tempfile::tempdir().expect("a folder");
        let data = above.path().join("data");
        let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("opened");
        let object = data.join("objects/ab/cdef");
        fs::create_dir_all(object.parent().expect("a parent")).expect("made");
        for file in [&object, &data.join("effigy.db"), &data.join("effigy.db-wal"), &data.join("notes.sh")] {
            fs::write(file, "x").expect("written");
            open(file, 0o755);
        }
        let elsewhere = above.path().join("elsewhere");
        fs::write(&elsewhere, "x").expect("written");
        open(&elsewhere, 0o644);
        std::os::unix::fs::symlink(&elsewhere, data.join("objects/link")).expect("linked");
        for folder in [data.as_path(), &data.join("objects"), &data.join("objects/ab")] {
            open(folder, 0o755);
        }
        shut_data(&data).expect("read");
        for folder in [data.as_path(), &data.join("objects"), &data.join("objects/ab")] {
            assert_eq!(mode(folder), 0o700, "{}", folder.display());
        }
        for file in [&object, &data.join("effigy.db"), &data.join("effigy.db-wal")] {
            assert_eq!(mode(file) & 0o077, 0, "{}", file.display());
        }
        assert_eq!((mode(&data.join("notes.sh")), mode(&elsewhere)), (0o755, 0o644));
    }

    #[test]
    fn a_folder_that_everybody_shares_stays_so() {
        let shared = tempfile::tempdir().expect("a folder");
        fs::set_permissions(shared.path(), fs::Permissions::from_mode(0o1777)).expect("opened");
        shut_data(shared.path()).expect("read");
        assert_eq!(mode(shared.path()), 0o1777);
    }
}
