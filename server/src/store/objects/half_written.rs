//! What a program that was killed had not written to its end.

use super::{KEPT, ObjectError, Objects};
use object_store::Error as Refusal;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// A file of a folder of objects that is none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfWritten {
    /// Where it lies.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
}

impl Objects {
    /// Files that nobody has written to for longer than [`KEPT`]: objects are written under names with `#` first. A
    /// bucket has none, since it takes an object whole.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn half_written(&self) -> Result<Vec<HalfWritten>, ObjectError> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        find(folder).map_err(|error| self.not_read(error))
    }

    /// Takes one away, unless somebody writes to it.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn remove_half_written(&self, file: &HalfWritten) -> Result<(), ObjectError> {
        match fs::symlink_metadata(&file.path) {
            Ok(about) if is_old(&about) => fs::remove_file(&file.path).map_err(|error| self.not_read(error)),
            _ => Ok(()),
        }
    }

    fn not_read(&self, source: io::Error) -> ObjectError {
        self.refused(Refusal::Generic { store: "folder", source: Box::new(source) })
    }
}

fn find(folder: &Path) -> io::Result<Vec<HalfWritten>> {
    let mut found = Vec::new();
    for inner in fs::read_dir(folder)? {
        let inner = inner?.path();
        if !fs::symlink_metadata(&inner)?.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&inner)? {
            let entry = entry?;
            // What went meanwhile was finished.
            let Ok(about) = entry.metadata() else { continue };
            let is_named = entry.file_name().to_str().is_some_and(|name| name.contains('#'));
            if is_named && about.is_file() && is_old(&about) {
                found.push(HalfWritten { path: entry.path(), size: about.len() });
            }
        }
    }
    Ok(found)
}

fn is_old(about: &Metadata) -> bool {
    about.modified().is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= KEPT))
}
