//! Photographs that stand at two places: neither another name hides that, nor another file format or size, nor edges
//! that were trimmed a little.

use super::registered::Registered;
use anyhow::{Result, bail};
use engine::dataset::{FaceStore, Photographs};
use std::collections::{BTreeMap, BTreeSet};

/// The faces of another store that are registered, with one of the faces that each is.
pub(super) fn shared(registered: &Photographs<'_>, other: &FaceStore) -> BTreeMap<usize, usize> {
    let same = registered.same_of_all(other).into_iter().enumerate();
    same.filter_map(|(index, found)| Some((index, *found.first()?))).collect()
}

/// That no two registered people are one, which copies of a folder make of them.
pub(super) fn refuse_copied_people(registered: &Registered, photographs: &Photographs<'_>) -> Result<()> {
    let mut shared: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let same = photographs.same_of_all(&registered.store);
    for (owner, found) in registered.owners.iter().zip(same) {
        let others = found.into_iter().map(|other| registered.owners[other].as_str());
        // Each photograph counts once for each other person, however many copies that one has.
        let others: BTreeSet<&str> = others.filter(|other| owner.as_str() < *other).collect();
        for other in others {
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
