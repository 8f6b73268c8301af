//! The folder of a run: where each file lies, and how it is written so that nothing half-written stays.

use super::attack_settings::{resolve, settle};
use super::parse::differences;
use super::{ConfigError, parse_toml, to_toml};
use anyhow::{Context, Result};
use app::wire::experiment::ExperimentConfig;
use engine::files::{Durability, write_whole};
use engine::pixels::Pictures;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

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
    /// What the run there was told to do cannot be read.
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

/// A run's folder.
#[derive(Clone, Debug)]
pub struct RunFolder {
    root: PathBuf,
    found: Found,
    /// Where the run lies now that was in it.
    moved_to: Option<PathBuf>,
}

/// How a folder was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nowhere,
    Empty,
    Used,
}

/// The settings of the run in a folder; without it there is none.
const SETTINGS: &str = "config.toml";

/// Where large faces lie while a run is computed; says nothing of a run.
const SCRATCH: &str = "scratch";

/// The images of the run.
pub(super) const IMAGES: &str = "images.json";

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
const WRITTEN: [&str; 19] = [
    IMAGES,
    "split.json",
    "run.json",
    "live.json",
    "times.json",
    "report.json",
    "report.html",
    "table2.csv",
    "clones.csv",
    "cmc.csv",
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

impl RunFolder {
    /// Makes or opens the folder for a configuration. Nothing of the run is in it until it [begins](Self::begin), and a run
    /// that has begun and got nowhere is in nobody's way.
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

    /// A folder that was opened before.
    pub fn existing(root: &Path) -> Self {
        Self { root: root.into(), found: Found::Used, moved_to: None }
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
        // A setting that it did not have yet has its default.
        let there = ExperimentConfig { attack: settle(&there.attack, &resolve(&there.attack)), ..there };
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
        for name in WRITTEN {
            match fs::rename(here.join(name), aside.join(name)) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        Ok(aside)
    }

    /// Where the run lies now that was in this folder, if there was one that had to go.
    pub fn moved_to(&self) -> Option<&Path> {
        self.moved_to.as_deref()
    }

    /// Has the folder be that of a run.
    pub(super) fn begin(&self, config: &ExperimentConfig) -> Result<()> {
        self.write(SETTINGS, to_toml(config).as_bytes())
    }

    /// Whether there is something to go on with.
    pub fn holds_work(&self) -> bool {
        WORK.iter().any(|name| self.path(name).exists())
    }

    /// Leaves the folder as it was found: for a run that got nowhere.
    pub(super) fn leave(&self) -> Result<()> {
        if self.found != Found::Used {
            self.clear().with_context(|| format!("cannot clear {}", self.root.display()))?;
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

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path within the folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Writes a file whole: under another name first, then renamed.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        write_whole(&path, bytes, Durability::Relaxed)
            .with_context(|| format!("cannot write {}; is the disk full?", path.display()))
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, relative: &str) -> Result<()> {
        let path = self.path(relative);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", path.display()))
            }
            _ => Ok(()),
        }
    }

    /// Writes a value as JSON.
    pub fn write_json(&self, relative: &str, value: &impl Serialize) -> Result<()> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.write(relative, text.as_bytes())
    }

    /// Reads a JSON file, if it is there.
    ///
    /// # Errors
    /// If it is there but cannot be read.
    pub fn read_json<T: DeserializeOwned>(&self, relative: &str) -> Result<Option<T>> {
        let path = self.path(relative);
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map(Some).with_context(|| format!("{} is damaged", path.display()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Where the picture of a kind (`clones`, `seeds`, `faces`), an identity and an index lies.
    pub fn picture_name(kind: &str, identity: &str, index: usize) -> String {
        format!("{kind}/{identity}/{index:04}.png")
    }

    /// Writes pictures as PNG, one a file.
    pub fn write_pictures(&self, kind: &str, identity: &str, pictures: &Pictures) -> Result<()> {
        for index in 0..pictures.len() {
            let name = Self::picture_name(kind, identity, index);
            self.write(&name, &png(pictures.picture(index), pictures.size)?)?;
        }
        Ok(())
    }

    /// Reads `count` pictures back, as they were written.
    pub fn read_pictures(&self, kind: &str, identity: &str, count: usize, size: u32) -> Result<Pictures> {
        let mut pictures = Pictures::empty(size);
        for index in 0..count {
            let path = self.path(&Self::picture_name(kind, identity, index));
            let picture = image::open(&path).with_context(|| format!("cannot read {}", path.display()))?.into_rgb8();
            anyhow::ensure!(picture.dimensions() == (size, size), "{} is not {size} pixels a side", path.display());
            pictures.push(&picture);
        }
        Ok(pictures)
    }
}

/// A PNG file of a square RGB picture.
fn png(picture: &[u8], size: u32) -> Result<Vec<u8>> {
    use image::ImageEncoder;
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes).write_image(picture, size, size, image::ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(seed: u64) -> ExperimentConfig {
        ExperimentConfig { seed, ..ExperimentConfig::default() }
    }

    fn opened(root: &Path, seed: u64, opening: Opening) -> Result<RunFolder, String> {
        RunFolder::open(root, &settled(seed), opening).map_err(|error| error.to_string())
    }

    /// As plans have it.
    fn settled(seed: u64) -> ExperimentConfig {
        let config = config(seed);
        ExperimentConfig { attack: settle(&config.attack, &resolve(&config.attack)), ..config }
    }

    fn begun(root: &Path, seed: u64, opening: Opening) -> RunFolder {
        let folder = opened(root, seed, opening).expect("it can take a run");
        folder.begin(&settled(seed)).expect("written");
        folder.write("attacks/a.json", b"{}").expect("written");
        folder
    }

    #[test]
    fn a_run_is_never_overwritten_unasked() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        begun(root, 1, Opening::Fresh);
        assert!(opened(root, 1, Opening::Fresh).expect_err("a run is there").contains("--resume"));
        opened(root, 1, Opening::Resume).expect("the same run");
        let other = opened(root, 2, Opening::Resume).expect_err("another run");
        assert!(other.contains("other settings: seed is 1 there and 2 now."), "{other}");
    }

    #[test]
    fn settings_that_an_earlier_version_did_not_have_are_no_difference() {
        let folder = tempfile::tempdir().expect("a folder");
        begun(folder.path(), 1, Opening::Fresh);
        fs::write(folder.path().join(SETTINGS), "name = \"Untitled experiment\"\n").expect("written");
        opened(folder.path(), 1, Opening::Resume).expect("the same run");
        fs::write(folder.path().join(SETTINGS), "colour = 1\n").expect("written");
        let error = opened(folder.path(), 1, Opening::Resume).expect_err("an unknown setting");
        assert!(error.contains("config.toml, line 1: unknown field `colour`"), "{error}");
    }

    /// The run that was in the folder was once deleted.
    #[test]
    fn force_moves_a_run_aside_and_leaves_what_is_not_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("result");
        for round in 1..3 {
            let run = begun(&root, round, Opening::Force);
            assert_eq!(run.moved_to().is_some(), round > 1);
            run.write("clones/a/0000.png", &[round as u8]).expect("written");
            run.write("mine.txt", b"x").expect("written");
        }
        let last = opened(&root, 3, Opening::Force).expect("moved");
        assert!(root.join("mine.txt").exists() && !root.join("clones").exists() && !root.join(SETTINGS).exists());
        for (name, round) in [("result.old-1", 1), ("result.old-2", 2)] {
            let aside = folder.path().join(name);
            assert_eq!(fs::read(aside.join("clones/a/0000.png")).expect("there"), [round as u8]);
            opened(&aside, round, Opening::Resume).expect("it can go on there");
        }
        assert!(last.moved_to().is_some_and(|aside| aside.ends_with("result.old-2")));
    }

    #[test]
    fn a_folder_of_something_else_is_refused_even_by_force() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.tex"), "x").expect("written");
        for opening in [Opening::Fresh, Opening::Resume, Opening::Force] {
            assert!(opened(folder.path(), 1, opening).expect_err("not a run").contains("no run of Effigy"));
        }
        assert!(folder.path().join("thesis.tex").exists());
    }

    /// A start that failed once left a folder that the next was refused for.
    #[test]
    fn a_start_that_failed_leaves_nothing_and_blocks_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let new = folder.path().join("new");
        let run = opened(&new, 1, Opening::Fresh).expect("no folder yet");
        run.begin(&settled(1)).expect("written");
        for name in [IMAGES, "scratch/x", "recognizers/target.safetensors"] {
            run.write(name, b"x").expect("written");
        }
        run.leave().expect("left");
        assert!(!new.exists());

        let run = opened(&new, 1, Opening::Fresh).expect("no folder again");
        run.write("scratch/x", b"x").expect("written");
        opened(&new, 2, Opening::Fresh).expect("as after a kill while faces were read");
        run.begin(&settled(1)).expect("written");
        run.write(IMAGES, b"x").expect("written");
        let next = opened(&new, 2, Opening::Fresh).expect("as after a kill before the first step");
        assert!(!run.path(SETTINGS).exists(), "what was loaded then is not taken for what is to be loaded now");
        next.leave().expect("left");
        assert!(new.exists(), "it was there before");
        fs::write(new.join(SETTINGS), "seed = 3").expect("a user's own file");
        assert!(opened(&new, 1, Opening::Fresh).is_err());
    }

    #[test]
    fn pictures_come_back_as_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = RunFolder::existing(folder.path());
        let pictures = Pictures { size: 2, bytes: (0..24).collect() };
        run.write_pictures("clones", "a b", &pictures).expect("written");
        assert_eq!(run.read_pictures("clones", "a b", 2, 2).expect("read"), pictures);
    }
}
