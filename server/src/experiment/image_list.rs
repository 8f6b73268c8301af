//! The images that a run belongs to. A run is taken up again with exactly these, or not at all: its split, its
//! checkpoints and its clones mean nothing beside others.

mod changes;

use super::folder::{IMAGES, RunFolder};
use anyhow::{Result, bail};
use changes::changes;
use engine::dataset::{Loaded, Split};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wire::experiment::ExperimentConfig;

/// Digits of a hash that are kept: against chance, 128 bits are plenty.
const DIGITS: usize = 32;

/// An image as recognizers see it: its file within the folder of faces, and a hash of its pixels. Only the pixels
/// affect a run.
pub type Hashed = (String, String);

/// All images of a run, by file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageList {
    /// Who is registered where.
    pub split: Split,
    /// Images of the registered people.
    pub registered: BTreeMap<String, String>,
    /// Images that seeds are made of.
    pub public: BTreeMap<String, String>,
}

/// A run cannot go on with other images than it began with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the faces are not those that this run began with: {0}. Put them back as they were to go on with it, or start a new run"
)]
pub struct OtherImages(String);

impl ImageList {
    /// Has the run in a folder belong to these images: notes them when it begins, compares them when it goes on. As
    /// long as nothing was made of them, it begins.
    ///
    /// # Errors
    /// If the run has begun with others, or nobody can tell with which.
    pub fn bind(&self, config: &ExperimentConfig, folder: &RunFolder) -> Result<()> {
        if !folder.holds_work() {
            folder.begin(config)?;
            return folder.write_json(IMAGES, self);
        }
        match folder.read_json::<Self>(IMAGES)? {
            Some(began) if began.serves_like(self) => Ok(()),
            Some(began) => Err(OtherImages(changes(&began, self)).into()),
            None => bail!(
                "this run has no {IMAGES}, so nobody can tell with which images it began; earlier versions of Effigy did \
                 not note them. What it has made can be read, but it cannot go on: start a new run"
            ),
        }
    }

    /// Whether a run with the other images would be the same. People who are registered nowhere count only as far as
    /// they decide who is registered, and where their images make seeds.
    fn serves_like(&self, other: &Self) -> bool {
        let split = |list: &Self| Split { leftover: Vec::new(), ..list.split.clone() };
        split(self) == split(other) && self.registered == other.registered && self.public == other.public
    }
}

/// The images that were read, in the order of the store; `files` lie under `root`.
pub fn hashed(root: &Path, files: &[PathBuf], loaded: &Loaded) -> Vec<Hashed> {
    let hash = |stored: usize| hex::encode(Sha256::digest(loaded.store.image(stored)))[..DIGITS].to_owned();
    let name = |file: &Path| file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned();
    let read = loaded.kept.par_iter().enumerate();
    read.map(|(stored, file)| (name(&files[*file]), hash(stored))).collect()
}
