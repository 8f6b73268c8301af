//! What a store stands on: folders, and the file of the database. A file that is open outlives its name, so a program whose
//! data folder was deleted would go on, and acknowledge what nobody finds again, if it did not look.

use crate::machine;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files and folders as they were when the store was opened; a handle that can be copied.
#[derive(Clone, Debug, Default)]
pub struct OpenedPaths {
    places: Arc<[(PathBuf, Number)]>,
    /// Whether the log knows that something is gone.
    is_logged: Arc<AtomicBool>,
}

/// By which the system knows a file, whatever its name.
type Number = (u64, u64);

/// Something is not there any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is gone, or something else is in its place: nothing can be kept. Put it back as it was and start Effigy anew; \
     or restore a backup into an empty folder (effigy restore FILE --data DIR) and start it on that", .0.display()
)]
pub struct PathGone(PathBuf);

impl OpenedPaths {
    /// These, of which those count that are there.
    pub fn of(places: impl IntoIterator<Item = PathBuf>) -> Self {
        let there = places.into_iter().filter_map(|place| number(&place).map(|number| (place, number)));
        Self { places: there.collect(), is_logged: Arc::default() }
    }

    /// Whether all of it is there still.
    ///
    /// # Errors
    /// If something is not, by its path.
    pub fn check(&self) -> Result<(), PathGone> {
        let gone = self.places.iter().find(|(place, known)| number(place) != Some(*known));
        gone.map_or(Ok(()), |(place, _)| Err(PathGone(place.clone())))
    }

    /// Bytes that are free where the least are; none where the system does not say.
    pub fn free(&self) -> Option<u64> {
        self.places.iter().filter_map(|(place, _)| machine::free_disk(place)).min()
    }

    /// Whether all of it is there still; that something is not is logged once.
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
    fn what_was_deleted_is_missed_also_when_another_has_its_name() {
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
