//! Images and people left out between folders and faces: reported as they occur, and kept for the report.

use crate::experiment::events::Event;
use crate::experiment::progress::{Progress, Stopped};
use std::path::{Path, PathBuf};
use wire::faces::LeftOutFile;
use wire::left_out::{LeftOutFaces, LeftOutPerson};

/// Collects what was left out.
#[derive(Default)]
pub(super) struct Losses {
    all: LeftOutFaces,
    roots: Vec<PathBuf>,
}

impl Losses {
    /// For faces below these folders.
    pub(super) fn below(roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { all: LeftOutFaces::default(), roots: roots.into_iter().collect() }
    }

    /// Takes note of people and files, each with the reason.
    pub(super) fn add(
        &mut self,
        people: impl IntoIterator<Item = (String, String)>,
        files: impl IntoIterator<Item = (PathBuf, String)>,
        progress: &mut Progress<'_>,
    ) -> Result<(), Stopped> {
        let people = people.into_iter().map(|(name, why)| LeftOutPerson { name, why });
        let files = files.into_iter().map(|(path, why)| LeftOutFile { file: self.name(&path), why });
        let new = LeftOutFaces { people: people.collect(), files: files.collect() };
        if new.is_empty() {
            return Ok(());
        }
        progress.emit(Event::LeftOut(&new))?;
        self.all.people.extend(new.people);
        self.all.files.extend(new.files);
        Ok(())
    }

    pub(super) fn all(self) -> LeftOutFaces {
        self.all
    }

    /// The name of a file from its folder of faces on: readers of a report need not know where that folder is.
    pub(super) fn name(&self, path: &Path) -> String {
        let below = |root: &PathBuf| {
            let within = path.strip_prefix(root).ok()?;
            Some(Path::new(root.file_name()?).join(within).to_string_lossy().into_owned())
        };
        self.roots.iter().find_map(below).unwrap_or_else(|| path.to_string_lossy().into_owned())
    }
}
