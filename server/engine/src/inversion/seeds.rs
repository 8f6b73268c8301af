//! Seed images: averages of public faces, drawn anew for each clone (paper, section 3).

use crate::dataset::{FaceStore, stream};
use crate::pixels::Pictures;
use rand::seq::index::sample;
use rayon::prelude::*;

/// The average of some faces of the store, rounded to 8 bits a channel.
///
/// # Panics
/// If `faces` is empty or an index is out of range.
pub fn average_faces(store: &FaceStore, faces: &[usize]) -> Vec<u8> {
    assert!(!faces.is_empty(), "an average needs a face");
    let mut sums = vec![0_u32; store.image(faces[0]).len()];
    for face in faces {
        for (sum, value) in sums.iter_mut().zip(store.image(*face)) {
            *sum += u32::from(*value);
        }
    }
    let count = faces.len() as u32;
    sums.into_iter().map(|sum| ((sum + count / 2) / count) as u8).collect()
}

/// `clones` seed images, each the average of `faces` public faces drawn without replacement (or of all, if there are
/// fewer). The draw follows from the seed, the identity's name and the clone's index, not from the number of clones.
pub fn seed_images(store: &FaceStore, faces: usize, clones: usize, seed: u64, identity: &str) -> Pictures {
    let faces = faces.min(store.len());
    let averages: Vec<Vec<u8>> = (0..clones)
        .into_par_iter()
        .map(|clone| {
            let mut random = stream(seed, &format!("seed image {identity}"), &[clone as u64]);
            average_faces(store, &sample(&mut random, store.len(), faces).into_vec())
        })
        .collect();
    Pictures { size: store.size(), bytes: averages.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> FaceStore {
        FaceStore::from_bytes(1, vec![0, 0, 0, 10, 20, 30, 11, 21, 31, 255, 255, 255])
    }

    #[test]
    fn an_average_is_rounded_to_the_nearest() {
        assert_eq!(average_faces(&store(), &[1, 2]), [11, 21, 31], "10.5 rounds up");
        assert_eq!(average_faces(&store(), &[0, 1, 1]), [7, 13, 20]);
    }

    #[test]
    fn each_clone_has_a_draw_of_its_own_that_does_not_depend_on_the_others() {
        let many = seed_images(&store(), 2, 8, 1, "a");
        let few = seed_images(&store(), 2, 3, 1, "a");
        assert_eq!(many.bytes[..9], few.bytes[..]);
        let distinct: std::collections::HashSet<_> = (0..8).map(|clone| many.picture(clone)).collect();
        assert!(distinct.len() > 2, "{distinct:?}");
        assert_ne!(many, seed_images(&store(), 2, 8, 1, "b"));
    }
}
