//! What was read of registered people.

use crate::experiment::image_list::Hashed;
use engine::dataset::{FaceStore, Split};
use std::collections::HashMap;
use std::path::PathBuf;

/// Faces of registered people.
pub(super) struct Registered {
    /// The split, without people who have too few readable images.
    pub split: Split,
    pub store: FaceStore,
    /// For each person, the faces in the store.
    pub images: HashMap<String, Vec<usize>>,
    /// For each face, whose it is.
    pub owners: Vec<String>,
    /// For each face, its file.
    pub files: Vec<PathBuf>,
    /// For each face, its file within the folder and a hash of its pixels.
    pub hashed: Vec<Hashed>,
}
