//! Which folders are people, which are levels above people, and which were seen before.

use super::error::DatasetError;
use super::limits::ScanLimits;
use super::listing::{Listing, Unused};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Names of folders that divide a set rather than naming a person.
const LEVELS: [&str; 9] = ["train", "training", "val", "valid", "validation", "test", "testing", "dev", "eval"];

/// One person, as found on disk.
#[derive(Default)]
pub(super) struct Person {
    pub files: Vec<PathBuf>,
    /// Why there are no usable files, if so.
    pub note: Option<String>,
}

/// The result of the search so far.
pub(super) struct FoundPeople {
    root: PathBuf,
    pub people: BTreeMap<String, Person>,
    /// People left out, with the reason.
    pub left_out: Vec<(String, String)>,
    pub unused: Vec<Unused>,
    /// Resolved paths of folders, and where each was found first.
    seen: HashMap<PathBuf, PathBuf>,
    /// Folders whose subfolders look like people, with how many.
    above_people: Vec<(PathBuf, usize)>,
}

impl FoundPeople {
    pub(super) fn at(root: &Path) -> Result<Self, DatasetError> {
        let real = root.canonicalize().map_err(DatasetError::io(root, "read"))?;
        Ok(Self {
            root: root.into(),
            people: BTreeMap::new(),
            left_out: Vec::new(),
            unused: Vec::new(),
            seen: HashMap::from([(real, root.to_path_buf())]),
            above_people: Vec::new(),
        })
    }

    /// A folder directly below the root.
    pub(super) fn add_top(&mut self, folder: &Path) -> Result<(), DatasetError> {
        let listing = Listing::of(folder)?;
        let has_name =
            folder.file_name().is_some_and(|name| LEVELS.iter().any(|level| name.eq_ignore_ascii_case(level)));
        let is_level = has_name && !listing.folders.is_empty() && listing.folders.len() >= listing.pictures.len();
        if !is_level {
            return self.add_person(folder, listing);
        }
        // A level seen before is reported once, not for each of its people.
        if !self.is_new(folder)? {
            return Ok(());
        }
        self.stray(&listing.pictures);
        self.unused.extend(listing.unused);
        for person in &listing.folders {
            self.add_person(person, Listing::of(person)?)?;
        }
        Ok(())
    }

    /// Pictures outside any person's folder.
    pub(super) fn stray(&mut self, pictures: &[PathBuf]) {
        let why = "it lies in no person's folder; move it into one";
        self.unused.extend(pictures.iter().map(|picture| (picture.clone(), why.into())));
    }

    fn add_person(&mut self, folder: &Path, listing: Listing) -> Result<(), DatasetError> {
        let Some(name) = folder.file_name() else { return Ok(()) };
        let Some(name) = name.to_str() else {
            self.left_out.push((name.to_string_lossy().into_owned(), "its name is not valid Unicode".into()));
            return Ok(());
        };
        if !self.is_new(folder)? {
            return Ok(());
        }
        let below = holding_pictures(&listing.folders)?;
        let person = self.people.entry(name.to_owned()).or_default();
        if below.len() > listing.pictures.len() {
            let first = within(&self.root, &below[0]);
            person.note = Some(format!("its pictures lie in folders below it, such as {first}; move them up"));
            self.above_people.push((folder.into(), below.len()));
        }
        if !listing.pictures.is_empty() {
            let why = "its pictures lie below a person's folder; move them up";
            self.unused.extend(below.into_iter().map(|folder| (folder, why.into())));
        }
        person.files.extend(listing.pictures);
        self.unused.extend(listing.unused);
        Ok(())
    }

    /// Whether a folder is new; a repeated one is recorded as left out.
    fn is_new(&mut self, folder: &Path) -> Result<bool, DatasetError> {
        let real = folder.canonicalize().map_err(DatasetError::io(folder, "read"))?;
        if let Some(before) = self.seen.get(&real) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.left_out.push((name, format!("it is the same folder as {}", within(&self.root, before))));
            return Ok(false);
        }
        self.seen.insert(real, folder.into());
        Ok(true)
    }

    /// Checks that people are in the chosen folder itself, not one level below.
    pub(super) fn refuse_a_level_too_high(&self, limits: ScanLimits) -> Result<(), DatasetError> {
        let is_usable = |person: &&Person| person.note.is_none() && person.files.len() >= limits.min_images.max(1);
        let usable = self.people.values().filter(is_usable).count();
        let (below, advice) = match self.above_people.as_slice() {
            [] => return Ok(()),
            [(folder, people)] => (*people, format!("choose {}", folder.display())),
            many => {
                (many.len(), "choose the folder whose folders are the people, or move each person's pictures up".into())
            }
        };
        if below <= usable {
            return Ok(());
        }
        let example = self.above_people[0].0.clone();
        Err(DatasetError::TooHigh { path: self.root.clone(), example, advice })
    }
}

/// A path below the root, for messages.
fn within(root: &Path, path: &Path) -> String {
    match path.strip_prefix(root) {
        Ok(below) if below.as_os_str().is_empty() => "the folder that was chosen".into(),
        Ok(below) => below.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

fn holding_pictures(folders: &[PathBuf]) -> Result<Vec<PathBuf>, DatasetError> {
    let mut holding = Vec::new();
    for folder in folders {
        if !Listing::of(folder)?.pictures.is_empty() {
            holding.push(folder.clone());
        }
    }
    Ok(holding)
}
