//! The name of this program as a worker. A program that starts on an unused data folder takes the name of the previous
//! one, and so owns its jobs at once: the previous one is certainly dead.

use crate::digits;
use crate::lock::alone;
use anyhow::Context;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;

/// A worker's name, for as long as this is held.
#[derive(Debug)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// Whether there was one before of the same name.
    pub is_heir: bool,
    /// Locked, where the name is that of the data folder.
    _file: Option<File>,
}

impl Identity {
    /// That of the data folder; another if a living program goes by that.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn of(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("worker");
        fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.with_context(|| format!("cannot write {}", path.display()))?;
        let fresh = digits::random(8)?;
        let Ok(Some(mut file)) = alone(file) else {
            return Ok(Self { name: fresh, is_heir: false, _file: None });
        };
        let mut name = String::new();
        // Contents that are not text are no name.
        let _ = file.read_to_string(&mut name);
        if name.len() == fresh.len() {
            return Ok(Self { name, is_heir: true, _file: Some(file) });
        }
        let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(fresh.as_bytes()));
        match written.and_then(|()| file.sync_all()) {
            // The next program gets another name, and this one's jobs wait until their leases end.
            Err(error) if error.kind() == ErrorKind::StorageFull => {
                tracing::warn!(%error, path = %path.display(), "this program's name is not written down");
            }
            written => written.with_context(|| format!("cannot write {}", path.display()))?,
        }
        Ok(Self { name: fresh, is_heir: false, _file: Some(file) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_inherits_the_name_and_one_beside_has_another() {
        let data = tempfile::tempdir().expect("a folder");
        let first = Identity::of(data.path()).expect("a name");
        let beside = Identity::of(data.path()).expect("a name");
        assert!(!first.is_heir && !beside.is_heir && first.name != beside.name);
        let name = first.name.clone();
        drop(first);
        let next = Identity::of(data.path()).expect("a name");
        assert!(next.is_heir);
        assert_eq!(next.name, name);
    }
}
