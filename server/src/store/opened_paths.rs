//! Checks that the store's folders and database file still exist. An open file outlives its name: without the check, a
//! program whose data folder was deleted would acknowledge writes that are lost.

use crate::machine;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files and folders with their identities when the store was opened; clones share one state.
#[derive(Clone, Debug, Default)]
pub struct OpenedPaths {
    places: Arc<[(PathBuf, Number)]>,
    /// Whether a loss is logged already.
    is_logged: Arc<AtomicBool>,
}

/// Device and inode, which identify a file whatever its name.
type Number = (u64, u64);

/// A path does not lead to the file or folder that was opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is gone, or something else is in its place: nothing can be kept. Put it back as it was and start Effigy anew; \
     or restore a backup into an empty folder (effigy restore FILE --data DIR) and start it on that", .0.display()
)]
pub struct PathGone(PathBuf);

impl OpenedPaths {
    /// Remembers those of the paths that exist.
    pub fn of(places: impl IntoIterator<Item = PathBuf>) -> Self {
        let there = places.into_iter().filter_map(|place| number(&place).map(|number| (place, number)));
        Self { places: there.collect(), is_logged: Arc::default() }
    }

    /// Checks that all paths still lead to the same files.
    ///
    /// # Errors
    /// The first path that does not.
    pub fn check(&self) -> Result<(), PathGone> {
        let gone = self.places.iter().find(|(place, known)| number(place) != Some(*known));
        gone.map_or(Ok(()), |(place, _)| Err(PathGone(place.clone())))
    }

    /// Free bytes on the fullest of the disks; `None` if unknown.
    pub fn free(&self) -> Option<u64> {
        self.places.iter().filter_map(|(place, _)| machine::free_disk(place)).min()
    }

    /// Whether all paths still lead to the same files; a loss is logged once.
    pub fn is_there(&self) -> bool {
        let found = self.check();
        match (&found, self.is_logged.swap(found.is_err(), Ordering::AcqRel)) {
            (Err(gone), false) => tracing::error!("{gone}"),
            (Ok(()), true) => tracing::info!("what was gone is there again"),
            _ => {}
        }
        found.is_ok()
    }
}

#[cfg(unix)]
fn number(place: &Path) -> Option<Number> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(place).ok().map(|about| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn number(place: &Path) -> Option<Number> {
    fs::metadata(place).ok().map(|_| (0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deleted_path_is_missed_even_if_another_takes_its_name() {
        let above = tempfile::tempdir().expect("a folder");
        let data = above.path().join("data");
        fs::create_dir(&data).expect("made");
        fs::write(data.join("effigy.db"), "rows").expect("written");
        let paths = OpenedPaths::of([data.clone(), data.join("effigy.db"), data.join("never there")]);
        assert_eq!(paths.check(), Ok(()));
        fs::write(data.join("effigy.db"), "more rows").expect("written");
        assert_eq!(paths.check(), Ok(()));
        let aside = above.path().join("aside");
        fs::rename(&data, &aside).expect("moved");
        assert_eq!(paths.check(), Err(PathGone(data.clone())));
        #[cfg(unix)]
        {
            fs::create_dir(&data).expect("made");
            fs::write(data.join("effigy.db"), "").expect("written");
            assert_eq!(paths.check(), Err(PathGone(data.clone())));
            fs::remove_dir_all(&data).expect("removed");
        }
        fs::rename(&aside, &data).expect("moved back");
        assert_eq!(paths.check(), Ok(()));
    }
}
