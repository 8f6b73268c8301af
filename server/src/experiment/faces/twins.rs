//! Photographs that stand at two places, by their pixels as recognizers see them: another name hides nothing, nor does another
//! file format that keeps the pixels. A copy that was scaled or compressed anew is not found.

use super::reading::Registered;
use anyhow::{Result, bail};
use engine::dataset::FaceStore;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Faces by their pixels.
pub(super) struct Places<'a> {
    store: &'a FaceStore,
    /// For each digest, the faces that have it.
    places: HashMap<u64, Vec<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(store: &'a FaceStore) -> Self {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for index in 0..store.len() {
            places.entry(digest(store.image(index))).or_default().push(index);
        }
        Self { store, places }
    }

    /// The faces that are this one.
    fn same<'b>(&'b self, face: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
        let found = self.places.get(&digest(face)).map_or(&[][..], Vec::as_slice);
        found.iter().copied().filter(move |index| self.store.image(*index) == face)
    }

    /// The faces of another store that stand here too, with where.
    pub(super) fn shared(&self, other: &FaceStore) -> BTreeMap<usize, usize> {
        (0..other.len()).filter_map(|index| Some((index, self.same(other.image(index)).next()?))).collect()
    }
}

/// That no two registered people are one, which copies of a folder make of them.
pub(super) fn refuse_copied_people(registered: &Registered, places: &Places<'_>) -> Result<()> {
    let mut shared: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (index, owner) in registered.owners.iter().enumerate() {
        let others = places.same(registered.store.image(index)).map(|other| registered.owners[other].as_str());
        for other in others.filter(|other| owner.as_str() < *other) {
            *shared.entry((owner, other)).or_default() += 1;
        }
    }
    for ((one, other), count) in shared {
        let fewer = [one, other].map(|name| registered.images.get(name).map_or(0, Vec::len)).into_iter().min();
        if fewer.is_some_and(|fewer| 2 * count >= fewer) {
            bail!(
                "{one} and {other} share {count} of their photographs, so that one person would be two; take one of \
                 the two folders away"
            );
        }
    }
    Ok(())
}

fn digest(face: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    face.hash(&mut hasher);
    hasher.finish()
}
