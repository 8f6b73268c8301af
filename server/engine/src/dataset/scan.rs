//! Finding faces on disk: `ROOT/IDENTITY/*.jpg`, VGGFace2's `ROOT/train/IDENTITY/*.jpg`, or any folder of faces.

use super::error::DatasetError;
use super::limits::ScanLimits;
use super::listing::{Listing, Unused, not_found_or};
use super::people::{FoundPeople, Person};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// One person's pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityFiles {
    /// The folder's name.
    pub name: String,
    /// The pictures, sorted.
    pub files: Vec<PathBuf>,
}

/// The identities found in a folder.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Usable identities, sorted by name.
    pub identities: Vec<IdentityFiles>,
    /// People left out: name, and why.
    pub people: Vec<(String, String)>,
    /// Files and folders left out.
    pub unused: Vec<Unused>,
}

/// The public faces found in a folder.
#[derive(Clone, Debug, Default)]
pub struct PublicScan {
    /// The pictures, sorted.
    pub files: Vec<PathBuf>,
    /// Files left out.
    pub unused: Vec<Unused>,
}

/// Finds the identities below `root`. Folders named `train`, `val`, `test` or the like, in any case, that contain
/// folders are levels, not people: their contents are merged by name. Each folder counts once, however many links lead
/// to it. The search goes no deeper than the layout, so circular links are harmless.
///
/// # Errors
/// When `root` is no readable folder, holds no identities, none with enough pictures, or lies a level too high.
pub fn scan_identities(root: &Path, limits: ScanLimits) -> Result<Scan, DatasetError> {
    let top = Listing::of_root(root)?;
    let mut found = FoundPeople::at(root)?;
    let is_link = |folder: &&PathBuf| folder.is_symlink();
    // Links last, so that the folder itself stands for a person and a link to it is the duplicate.
    for folder in top.folders.iter().filter(|folder| !is_link(folder)).chain(top.folders.iter().filter(is_link)) {
        found.add_top(folder)?;
    }
    found.unused.extend(top.unused.iter().cloned());
    found.refuse_a_level_too_high(limits)?;
    if found.people.values().all(|person| person.files.is_empty()) {
        return Err(DatasetError::NoIdentities { path: root.into(), hint: hint(&top, &found) });
    }
    found.stray(&top.pictures);
    into_scan(found, root, limits)
}

/// The most helpful error if no people were found.
fn hint(top: &Listing, found: &FoundPeople) -> String {
    if !top.pictures.is_empty() {
        return ", but it holds pictures itself: choose the folder above it, or move each person's pictures into a folder".into();
    }
    match found.unused.first() {
        Some((path, why)) => {
            format!("; of what it holds, {} cannot be used, first {}: {why}", found.unused.len(), path.display())
        }
        None => String::new(),
    }
}

fn into_scan(found: FoundPeople, root: &Path, limits: ScanLimits) -> Result<Scan, DatasetError> {
    let mut scan = Scan { identities: Vec::new(), people: found.left_out, unused: found.unused };
    let wanted = limits.min_images.max(1);
    let mut best = (String::new(), 0);
    for (name, Person { mut files, note }) in found.people {
        let count = files.len();
        if count > best.1 {
            best = (name.clone(), count);
        }
        if count < wanted {
            let why = note.unwrap_or_else(|| format!("only {count} of the {wanted} pictures that are needed"));
            scan.people.push((name, why));
            continue;
        }
        files.sort();
        files.truncate(if limits.max_images == 0 { count } else { limits.max_images });
        scan.identities.push(IdentityFiles { name, files });
    }
    scan.people.sort();
    scan.unused.sort();
    if scan.identities.is_empty() {
        let (best_name, best) = best;
        return Err(DatasetError::TooFewImages { path: root.into(), wanted, best_name, best });
    }
    Ok(scan)
}

/// Finds the pictures below `root` at any depth, sorted; each folder once, even with circular links.
///
/// # Errors
/// When `root` or a folder in it cannot be read, or there is no picture.
pub fn scan_faces(root: &Path) -> Result<PublicScan, DatasetError> {
    let mut scan = PublicScan::default();
    let mut seen = HashSet::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let real = folder.canonicalize().map_err(|source| not_found_or(root, &folder, source))?;
        if seen.insert(real) {
            let listing = if folder == root { Listing::of_root(root)? } else { Listing::of(&folder)? };
            scan.files.extend(listing.pictures);
            scan.unused.extend(listing.unused);
            waiting.extend(listing.folders);
        }
    }
    scan.files.sort();
    scan.unused.sort();
    if scan.files.is_empty() { Err(DatasetError::NoFaces(root.into())) } else { Ok(scan) }
}

#[cfg(test)]
mod tests;
