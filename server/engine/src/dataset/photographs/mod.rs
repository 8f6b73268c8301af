//! Which faces are one photograph, whatever its file is called and however it was written: another format, compressed
//! or scaled anew, or trimmed by up to two in a hundred at its edges.
//!
//! Pixels that are the same are the same photograph. For the rest, faces are compared in grey on a coarse grid: the
//! signs of its lowest cosine coefficients (a perceptual hash; Zauner, "Implementation and Benchmarking of Perceptual
//! Image Hash Functions", 2010) say which pairs are worth a look, and these are [laid onto each other](alignment). How
//! well that separates photographs, `examples/same_photograph.rs` measures.

mod alignment;
mod grid;
mod signature;

pub use alignment::SAME;
pub use signature::Signature;

use super::store::FaceStore;
use rayon::prelude::*;
use signature::Signs;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Faces of a store, by what they show.
pub struct Photographs<'a> {
    store: &'a FaceStore,
    /// For each digest of pixels, the faces that have it.
    exact: HashMap<u64, Vec<usize>>,
    /// Each face that has one, with its signature.
    signatures: Vec<(usize, Signature)>,
    /// Their coarse signs, packed together because they are compared first.
    signs: Vec<Signs>,
}

impl<'a> Photographs<'a> {
    /// Of all faces of a store.
    pub fn of(store: &'a FaceStore) -> Self {
        let mut exact: HashMap<u64, Vec<usize>> = HashMap::new();
        for index in 0..store.len() {
            exact.entry(digest(store.image(index))).or_default().push(index);
        }
        let signature = |index| Some((index, Signature::of(store.image(index), store.size())?));
        let signatures: Vec<_> = (0..store.len()).into_par_iter().filter_map(signature).collect();
        let signs = signatures.iter().map(|(_, signature)| signature.signs()).collect();
        Self { store, exact, signatures, signs }
    }

    /// The faces that are this photograph, in their order.
    pub fn same(&self, face: &[u8]) -> Vec<usize> {
        let exact = self.exact.get(&digest(face)).map_or(&[][..], Vec::as_slice).iter().copied();
        let mut found: Vec<usize> = exact.filter(|index| self.store.image(*index) == face).collect();
        if let Some(signature) = Signature::of(face, self.store.size()) {
            let alike =
                self.signs.iter().zip(&self.signatures).filter(|(signs, _)| signature.signs().are_like(**signs));
            let same = alike.filter(|(_, (_, other))| signature.is_of_the_same_photograph(other));
            found.extend(same.map(|(_, (index, _))| *index));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// For each face of a store of the same size, the faces that are the same photograph.
    pub fn same_of_all(&self, faces: &FaceStore) -> Vec<Vec<usize>> {
        (0..faces.len()).into_par_iter().map(|index| self.same(faces.image(index))).collect()
    }
}

fn digest(face: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    face.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod rewritten;
#[cfg(test)]
mod tests;
