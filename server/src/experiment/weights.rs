//! Whether two files hold the same weights.

use engine::recognizer::artifact::{hash, read_description};
use std::path::Path;

/// Why the same weights cannot be both.
pub const SAME_WEIGHTS: &str = "these are the same weights as those of the recognizer under attack, which would judge its \
                                own clones; give another recognizer, or leave it out to train one";

/// Whether two files hold the same weights, as far as their paths and descriptions show.
pub fn same_weights(one: &Path, other: &Path) -> bool {
    let same_file = one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other));
    same_file || weights(one).is_some_and(|one| weights(other) == Some(one))
}

/// The hash of the weights in a file: as its description says, which loading compares with the file, or of the file.
pub fn weights(file: &Path) -> Option<String> {
    let stated = read_description(file).ok().and_then(|description| description.sha256().map(String::from));
    stated.or_else(|| std::fs::read(file).ok().map(|bytes| hash(&bytes)))
}
