//! The contents of one folder: pictures, folders, and files that look like pictures but cannot be used.

use super::error::DatasetError;
use super::picture::{ENDINGS, UNREAD_ENDINGS};
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

/// A file or folder, and why it is not used, worded to follow its name.
pub type Unused = (PathBuf, String);

/// The pictures and folders of one folder, by name; hidden files and files of other kinds are ignored.
#[derive(Default)]
pub(super) struct Listing {
    pub pictures: Vec<PathBuf>,
    pub folders: Vec<PathBuf>,
    pub unused: Vec<Unused>,
}

impl Listing {
    /// The listing of the folder that the user chose.
    pub(super) fn of_root(root: &Path) -> Result<Self, DatasetError> {
        match std::fs::metadata(root) {
            Ok(found) if found.is_dir() => Self::of(root),
            Ok(_) => Err(DatasetError::NotAFolder(root.into())),
            Err(source) => Err(not_found_or(root, root, source)),
        }
    }

    pub(super) fn of(folder: &Path) -> Result<Self, DatasetError> {
        let mut listing = Self::default();
        for entry in std::fs::read_dir(folder).map_err(DatasetError::io(folder, "read"))? {
            listing.add(&entry.map_err(DatasetError::io(folder, "read"))?);
        }
        listing.pictures.sort();
        listing.folders.sort();
        listing.unused.sort();
        Ok(listing)
    }

    fn add(&mut self, entry: &DirEntry) {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            // Systems leave hidden files beside pictures; a hidden folder may be a person.
            if is_folder(entry, &path) {
                self.unused
                    .push((path, "it is hidden, as its name begins with a dot; rename it to have it read".into()));
            }
            return;
        }
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if is_link && !path.exists() {
            self.unused.push((path, "it is a link that leads nowhere".into()));
        } else if is_folder(entry, &path) {
            self.folders.push(path);
        } else if ends_with(&path, &ENDINGS) {
            self.pictures.push(path);
        } else if ends_with(&path, &UNREAD_ENDINGS) {
            let why = "it is a picture of a kind that is not read; save it as JPEG or PNG";
            self.unused.push((path, why.into()));
        }
    }
}

/// An error about a folder below `root`; only the root can be reported as missing.
pub(super) fn not_found_or(root: &Path, folder: &Path, source: std::io::Error) -> DatasetError {
    if folder == root && source.kind() == std::io::ErrorKind::NotFound {
        return DatasetError::NotFound(root.into());
    }
    DatasetError::io(folder, "read")(source)
}

fn is_folder(entry: &DirEntry, path: &Path) -> bool {
    match entry.file_type() {
        Ok(kind) if kind.is_symlink() => path.is_dir(),
        Ok(kind) => kind.is_dir(),
        Err(_) => false,
    }
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let Some(extension) = path.extension() else { return false };
    endings.iter().any(|known| extension.eq_ignore_ascii_case(known))
}
