//! How a run's folder is opened, begins to be a run's, and is left: nothing of an earlier run is ever lost.

use super::RunFolder;
use crate::experiment::parse::differences;
use crate::experiment::{ConfigError, parse_toml, to_toml};
use crate::lock::alone;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::experiment::ExperimentConfig;

/// What to do with a folder that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Refuse it.
    Fresh,
    /// Take up the run that it holds.
    Resume,
    /// Move the run that it holds aside, and start anew.
    Force,
}

/// Why a folder cannot take a run.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A run is there.
    #[error(
        "{0} holds a run; give another folder, --resume to go on with that run, or --force to move it aside and start anew"
    )]
    HoldsRun(PathBuf),
    /// Another program has the folder.
    #[error("{0} is in use: another run goes on in it; wait for its end, or give another folder")]
    InUse(PathBuf),
    /// Something is there, and it is no run.
    #[error("{0} holds files but no run of Effigy (no config.toml); give another folder")]
    NotARun(PathBuf),
    /// The run there has other settings.
    #[error(
        "{path} holds a run with other settings: {differences}. Give the same to go on with it, or another folder, or \
         --force to move it aside and start anew"
    )]
    Differs {
        /// The folder.
        path: PathBuf,
        /// Each setting, as it is there and as it is given.
        differences: String,
    },
    /// The settings of the existing run cannot be read.
    #[error("{path}: the settings of the run there cannot be read: {source}")]
    Settings {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: ConfigError,
    },
    /// The file system said no.
    #[error("{path}: {source}")]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// How a folder was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Nowhere,
    Empty,
    Used,
}

/// The settings of the run in a folder; without it there is none.
const SETTINGS: &str = "config.toml";

/// Where large faces lie while a run is computed; says nothing of a run.
const SCRATCH: &str = "scratch";

/// The images of the run.
pub(in crate::experiment) const IMAGES: &str = "images.json";

/// What took time to make, and is taken up again: without any of it, a run has got nowhere.
const WORK: [&str; 6] = [
    "recognizers/target.checkpoint",
    "recognizers/target.training.json",
    "recognizers/evaluation.checkpoint",
    "recognizers/evaluation.training.json",
    "attacks",
    "report.json",
];

/// Everything that a run writes at the top of its folder; `--force` moves these and nothing else. The settings go last:
/// without them, the rest would be nobody's.
const WRITTEN: [&str; 21] = [
    IMAGES,
    "split.json",
    "run.json",
    "live.json",
    "times.json",
    "report.json",
    "report.html",
    "totals.csv",
    "table2.csv",
    "clones.csv",
    "cmc.csv",
    "comparisons.csv",
    "cmc.svg",
    "recognizers",
    "seeds",
    "clones",
    "faces",
    "attacks",
    "snapshots",
    SCRATCH,
    SETTINGS,
];

/// Keeps others from running in the folder, as long as the answer is held; none where a system does not let folders be
/// locked.
fn lock(root: &Path) -> Result<Option<Arc<File>>, FolderError> {
    match File::open(root).and_then(alone) {
        Ok(Some(folder)) => Ok(Some(Arc::new(folder))),
        Ok(None) => Err(FolderError::InUse(root.into())),
        Err(_) => Ok(None),
    }
}

impl RunFolder {
    /// Makes or opens the folder for a configuration. Nothing of the run is in it until it [begins](Self::begin), and a
    /// run that has begun and got nowhere is in nobody's way.
    ///
    /// # Errors
    /// If the folder holds something that `opening` does not allow.
    pub fn open(root: &Path, config: &ExperimentConfig, opening: Opening) -> Result<Self, FolderError> {
        let file = |source| FolderError::File { path: root.into(), source };
        let mut folder = Self::existing(root);
        if !root.exists() {
            folder.found = Found::Nowhere;
        }
        fs::create_dir_all(root).map_err(file)?;
        folder.lock = lock(root)?;
        let has_run = folder.path(SETTINGS).is_file();
        let got_nowhere = has_run && folder.path(IMAGES).is_file() && !folder.holds_work();
        match opening {
            _ if folder.found == Found::Nowhere => {}
            _ if folder.is_empty().map_err(file)? => folder.found = Found::Empty,
            _ if !has_run => return Err(FolderError::NotARun(root.into())),
            Opening::Resume => folder.is_of(config)?,
            _ if got_nowhere => {
                folder.clear().map_err(file)?;
                folder.found = Found::Empty;
            }
            Opening::Fresh => return Err(FolderError::HoldsRun(root.into())),
            Opening::Force => folder.moved_to = Some(folder.move_aside().map_err(file)?),
        }
        Ok(folder)
    }

    /// Whether nothing of use is in it: where large faces lay once counts for nothing.
    fn is_empty(&self) -> std::io::Result<bool> {
        for entry in fs::read_dir(&self.root)? {
            if entry?.file_name() != SCRATCH {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_of(&self, config: &ExperimentConfig) -> Result<(), FolderError> {
        let path = self.path(SETTINGS);
        let text = fs::read_to_string(&path).map_err(|source| FolderError::File { path, source })?;
        let there =
            parse_toml(&text, SETTINGS).map_err(|source| FolderError::Settings { path: self.root.clone(), source })?;
        match differences(&there, config) {
            None => Ok(()),
            Some(differences) => Err(FolderError::Differs { path: self.root.clone(), differences }),
        }
    }

    /// Moves the run into a new folder beside this one.
    fn move_aside(&self) -> std::io::Result<PathBuf> {
        let here = self.root.canonicalize()?;
        let name = here.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut number = 1;
        let aside = loop {
            let aside = here.with_file_name(format!("{name}.old-{number}"));
            match fs::create_dir(&aside) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                made => break made.map(|()| aside)?,
            }
        };
        move_run(&here, &aside)?;
        Ok(aside)
    }

    /// Moves the run back that had to go, if there was one.
    fn move_back(&self) -> std::io::Result<()> {
        let Some(aside) = &self.moved_to else { return Ok(()) };
        move_run(aside, &self.root)?;
        fs::remove_dir(aside)
    }

    /// Whether the run that had to go is in its place again.
    pub fn is_moved_back(&self) -> bool {
        self.moved_to.as_ref().is_some_and(|aside| !aside.exists())
    }

    /// Where the run lies now that was in this folder, if there was one that had to go.
    pub fn moved_to(&self) -> Option<&Path> {
        self.moved_to.as_deref()
    }

    /// Has the folder be that of a run.
    pub(in crate::experiment) fn begin(&self, config: &ExperimentConfig) -> Result<()> {
        self.write(SETTINGS, to_toml(config).as_bytes())
    }

    /// Whether there is something to go on with.
    pub fn holds_work(&self) -> bool {
        WORK.iter().any(|name| self.path(name).exists())
    }

    /// Leaves the folder as it was found: for a run that got nowhere.
    pub(in crate::experiment) fn leave(&self) -> Result<()> {
        if self.found != Found::Used || self.moved_to.is_some() {
            self.clear().with_context(|| format!("cannot clear {}", self.root.display()))?;
        }
        if let Some(aside) = &self.moved_to {
            let what = || format!("the run that was in {} is in {} still", self.root.display(), aside.display());
            self.move_back().with_context(what)?;
        }
        if self.found == Found::Nowhere {
            // Fails where somebody has put something into it meanwhile.
            let _ = fs::remove_dir(&self.root);
        }
        Ok(())
    }

    fn clear(&self) -> std::io::Result<()> {
        for name in WRITTEN {
            let path = self.path(name);
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else if path.exists() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// Moves the files of a run, and nothing else.
fn move_run(from: &Path, to: &Path) -> std::io::Result<()> {
    for name in WRITTEN {
        match fs::rename(from.join(name), to.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            moved => moved?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
