//! The folder of a run: where each file lies, and how it is written so that nothing half-written stays.

use super::{parse_toml, to_toml};
use anyhow::{Context, Result};
use app::wire::experiment::ExperimentConfig;
use engine::files::{Durability, write_whole};
use engine::pixels::Pictures;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// What to do with a folder that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Refuse it.
    Fresh,
    /// Take up the run that it holds.
    Resume,
    /// Remove the run that it holds, and start anew.
    Force,
}

/// Why a folder cannot take a run.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Something is there.
    #[error("{0} is not empty; give another folder, or --resume to go on with the run in it, or --force to replace it")]
    NotEmpty(PathBuf),
    /// Something is there, and it is no run.
    #[error("{0} holds files but no run of Effigy (no config.toml); give another folder")]
    NotARun(PathBuf),
    /// The run there has another configuration.
    #[error("{0} holds a run with another configuration; give another folder, or --force to replace it")]
    Differs(PathBuf),
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
}

/// Everything that a run writes at the top of its folder; `--force` removes these and nothing else.
const WRITTEN: [&str; 19] = [
    "config.toml",
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
    "cmc.svg",
    "recognizers",
    "seeds",
    "clones",
    "faces",
    "attacks",
    "snapshots",
    "scratch",
];

impl RunFolder {
    /// Makes or opens the folder for a configuration, and writes `config.toml` into it.
    ///
    /// # Errors
    /// If the folder holds something that `opening` does not allow.
    pub fn open(root: &Path, config: &ExperimentConfig, opening: Opening) -> Result<Self, FolderError> {
        let file = |source| FolderError::File { path: root.into(), source };
        fs::create_dir_all(root).map_err(file)?;
        let folder = Self { root: root.into() };
        let is_empty = fs::read_dir(root).map_err(file)?.next().is_none();
        let has_run = folder.path("config.toml").is_file();
        match opening {
            _ if is_empty => {}
            Opening::Fresh => return Err(FolderError::NotEmpty(root.into())),
            _ if !has_run => return Err(FolderError::NotARun(root.into())),
            Opening::Resume => folder.is_of(config)?,
            Opening::Force => folder.clear().map_err(file)?,
        }
        folder.write("config.toml", to_toml(config).as_bytes()).map_err(|error| file(std::io::Error::other(error)))?;
        Ok(folder)
    }

    /// A folder that was opened before.
    pub fn existing(root: &Path) -> Self {
        Self { root: root.into() }
    }

    fn is_of(&self, config: &ExperimentConfig) -> Result<(), FolderError> {
        let path = self.path("config.toml");
        let text = fs::read_to_string(&path).map_err(|source| FolderError::File { path, source })?;
        let same = parse_toml(&text, "config.toml").is_ok_and(|there| there == *config);
        if same { Ok(()) } else { Err(FolderError::Differs(self.root.clone())) }
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
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
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
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
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

    fn opened(root: &Path, seed: u64, opening: Opening) -> Result<RunFolder, String> {
        let config = ExperimentConfig { seed, ..ExperimentConfig::default() };
        RunFolder::open(root, &config, opening).map_err(|error| error.to_string())
    }

    #[test]
    fn a_run_is_never_overwritten_unasked() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        opened(root, 1, Opening::Fresh).expect("an empty folder");
        assert!(opened(root, 1, Opening::Fresh).expect_err("a run is there").contains("--resume"));
        opened(root, 1, Opening::Resume).expect("the same run");
        assert!(opened(root, 2, Opening::Resume).expect_err("another run").contains("another configuration"));
        opened(root, 2, Opening::Force).expect("replaced");
    }

    #[test]
    fn force_removes_a_run_and_leaves_what_is_not_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = opened(folder.path(), 1, Opening::Fresh).expect("an empty folder");
        run.write("clones/a/0000.png", b"x").expect("written");
        run.write("mine.txt", b"x").expect("written");
        opened(folder.path(), 1, Opening::Force).expect("replaced");
        assert!(!run.path("clones").exists() && run.path("mine.txt").exists());
    }

    #[test]
    fn a_folder_of_something_else_is_refused_even_by_force() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.tex"), "x").expect("written");
        assert!(opened(folder.path(), 1, Opening::Force).expect_err("not a run").contains("no run of Effigy"));
        assert!(folder.path().join("thesis.tex").exists());
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
