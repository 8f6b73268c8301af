//! Finding faces on disk: `ROOT/IDENTITY/*.jpg`, VGGFace2's `ROOT/train/IDENTITY/*.jpg`, or any folder of faces.

use super::error::DatasetError;
use std::collections::{BTreeMap, HashSet};
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

/// Which identities to take, and how much of each.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// An identity with fewer pictures is skipped.
    pub min_images: usize,
    /// At most this many pictures of an identity, the first by name; 0 means all.
    pub max_images: usize,
}

/// One person's pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityFiles {
    /// The folder's name.
    pub name: String,
    /// The pictures, sorted.
    pub files: Vec<PathBuf>,
}

/// What a folder of identities holds.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Usable identities, sorted by name.
    pub identities: Vec<IdentityFiles>,
    /// Folders left out: name, and why.
    pub skipped: Vec<(String, String)>,
}

/// Finds the identities below `root`. Folders called `train` or `test` that hold folders are levels, not people:
/// what they hold is merged by name. Looks no deeper than the layout, so links in a circle do no harm.
///
/// # Errors
/// When `root` is no readable folder, holds no identities, or none with enough pictures.
pub fn scan_identities(root: &Path, limits: ScanLimits) -> Result<Scan, DatasetError> {
    let mut found = Found::default();
    let top = Listing::of_root(root)?;
    for folder in &top.folders {
        found.add_top(folder)?;
    }
    if found.people.values().all(Vec::is_empty) {
        return Err(DatasetError::NoIdentities { path: root.into(), hint: top.hint() });
    }
    found.into_scan(root, limits)
}

/// Finds the pictures below `root` at any depth, sorted; each folder once, even when links lead in circles.
///
/// # Errors
/// When `root` or a folder in it cannot be read, or there is no picture.
pub fn scan_faces(root: &Path) -> Result<Vec<PathBuf>, DatasetError> {
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let real = folder.canonicalize().map_err(|source| not_found_or(root, &folder, source))?;
        if seen.insert(real) {
            let listing = if folder == root { Listing::of_root(root)? } else { Listing::of(&folder)? };
            files.extend(listing.pictures);
            waiting.extend(listing.folders);
        }
    }
    files.sort();
    if files.is_empty() { Err(DatasetError::NoFaces(root.into())) } else { Ok(files) }
}

fn not_found_or(root: &Path, folder: &Path, source: std::io::Error) -> DatasetError {
    if folder == root && source.kind() == std::io::ErrorKind::NotFound {
        return DatasetError::NotFound(root.into());
    }
    DatasetError::io(folder, "read")(source)
}

#[derive(Default)]
struct Found {
    people: BTreeMap<String, Vec<PathBuf>>,
    skipped: Vec<(String, String)>,
}

impl Found {
    fn add_top(&mut self, folder: &Path) -> Result<(), DatasetError> {
        let listing = Listing::of(folder)?;
        let is_level = folder.file_name().is_some_and(|name| name == "train" || name == "test");
        if !is_level || listing.folders.is_empty() {
            self.add_person(folder, listing);
            return Ok(());
        }
        for person in &listing.folders {
            self.add_person(person, Listing::of(person)?);
        }
        Ok(())
    }

    fn add_person(&mut self, folder: &Path, listing: Listing) {
        let Some(name) = folder.file_name() else { return };
        match name.to_str() {
            Some(name) => self.people.entry(name.to_owned()).or_default().extend(listing.pictures),
            None => self.skipped.push((name.to_string_lossy().into_owned(), "its name is not valid Unicode".into())),
        }
    }

    fn into_scan(self, root: &Path, limits: ScanLimits) -> Result<Scan, DatasetError> {
        let mut scan = Scan { identities: Vec::new(), skipped: self.skipped };
        let mut best = (String::new(), 0);
        for (name, mut files) in self.people {
            let count = files.len();
            if count > best.1 {
                best = (name.clone(), count);
            }
            if count < limits.min_images.max(1) {
                scan.skipped.push((name, format!("{count} of at least {} pictures", limits.min_images.max(1))));
                continue;
            }
            files.sort();
            files.truncate(if limits.max_images == 0 { count } else { limits.max_images });
            scan.identities.push(IdentityFiles { name, files });
        }
        if scan.identities.is_empty() {
            let (best_name, best) = best;
            return Err(DatasetError::TooFewImages { path: root.into(), wanted: limits.min_images, best_name, best });
        }
        Ok(scan)
    }
}

/// One folder's pictures and folders; hidden ones and other files left out.
struct Listing {
    pictures: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Listing {
    fn of_root(root: &Path) -> Result<Self, DatasetError> {
        match std::fs::metadata(root) {
            Ok(found) if found.is_dir() => Self::of(root),
            Ok(_) => Err(DatasetError::NotAFolder(root.into())),
            Err(source) => Err(not_found_or(root, root, source)),
        }
    }

    fn of(folder: &Path) -> Result<Self, DatasetError> {
        let mut listing = Self { pictures: Vec::new(), folders: Vec::new() };
        for entry in std::fs::read_dir(folder).map_err(DatasetError::io(folder, "read"))? {
            listing.add(&entry.map_err(DatasetError::io(folder, "read"))?);
        }
        listing.folders.sort();
        Ok(listing)
    }

    fn add(&mut self, entry: &DirEntry) {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            return;
        }
        if is_folder(entry, &path) {
            self.folders.push(path);
        } else if is_picture(&path) {
            self.pictures.push(path);
        }
    }

    fn hint(&self) -> &'static str {
        if self.pictures.is_empty() { "" } else { ", but it holds pictures directly: move each person's into a folder" }
    }
}

fn is_folder(entry: &DirEntry, path: &Path) -> bool {
    match entry.file_type() {
        Ok(kind) if kind.is_symlink() => path.is_dir(),
        Ok(kind) => kind.is_dir(),
        Err(_) => false,
    }
}

fn is_picture(path: &Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    ["jpg", "jpeg", "png", "webp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests;
