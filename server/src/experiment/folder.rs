//! The folder of a run: where each file lies, and how it is written so that nothing half-written stays.

mod opening;

pub(super) use opening::IMAGES;
pub use opening::{FolderError, Opening};

use crate::files;
use anyhow::{Context, Result};
use engine::pixels::Pictures;
use opening::Found;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A run's folder.
#[derive(Clone, Debug)]
pub struct RunFolder {
    root: PathBuf,
    found: Found,
    /// Where the run lies now that was in it.
    moved_to: Option<PathBuf>,
    /// Held as long as the run goes on in it.
    lock: Option<Arc<File>>,
}

impl RunFolder {
    /// A folder that was opened before.
    pub fn existing(root: &Path) -> Self {
        Self { root: root.into(), found: Found::Used, moved_to: None, lock: None }
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
        files::write(&self.path(relative), bytes)
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

    #[test]
    fn pictures_come_back_as_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = RunFolder::existing(folder.path());
        let pictures = Pictures { size: 2, bytes: (0..24).collect() };
        run.write_pictures("clones", "a b", &pictures).expect("written");
        assert_eq!(run.read_pictures("clones", "a b", 2, 2).expect("read"), pictures);
    }
}
