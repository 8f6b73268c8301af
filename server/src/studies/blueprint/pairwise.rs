//! Pairwise: which of two clones looks more like the target?

use super::scene::{Clone, Person, Scene};
use super::{Draft, SPARE};
use crate::store::studies::ItemKind;
use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};

/// Partners of each clone, at most. Bradley-Terry scores need no more than that all hang together.
const PARTNERS: usize = 4;

/// Two clones of one run, or a photo (positive) or a clone (seed) against a seed, with a photo of the target.
pub fn drafts(scene: &Scene, random: &mut impl Rng) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for person in &scene.0 {
        for (first, second) in pairs(person, random) {
            let Some(photo) = person.photos.choose(random) else { continue };
            let pictures = vec![photo.clone(), first.picture.clone(), second.picture.clone()];
            drafts.push(Draft::of(ItemKind::Clone, &person.name, pictures, None).about(&[first, second]));
        }
        for (seed, at) in person.seeds.iter().take(SPARE).zip(0..) {
            if let (Some(photo), Some(other)) = (person.photos.first(), person.photos.get(1 + at)) {
                let pictures = vec![photo.clone(), other.clone(), seed.clone()];
                drafts.push(Draft::of(ItemKind::Positive, &person.name, pictures, Some(0)));
            }
            if let (Some(photo), Some(clone)) = (person.photos.choose(random), person.clones.choose(random)) {
                let pictures = vec![photo.clone(), clone.picture.clone(), seed.clone()];
                drafts.push(Draft::of(ItemKind::Seed, &person.name, pictures, None));
            }
        }
    }
    drafts
}

/// Pairs of clones of one run: each with the next ones around a ring in random order, so that all hang together.
fn pairs<'a>(person: &'a Person, random: &mut impl Rng) -> Vec<(&'a Clone, &'a Clone)> {
    let mut pairs = Vec::new();
    for clones in person.clones.chunk_by(|left, right| left.run == right.run) {
        let mut ring: Vec<&Clone> = clones.iter().collect();
        ring.shuffle(random);
        let steps = (PARTNERS / 2).min(ring.len() / 2);
        for step in 1..=steps {
            // Half way round, each pair would come twice.
            let from = if 2 * step == ring.len() { step } else { ring.len() };
            pairs.extend((0..from).map(|at| (ring[at], ring[(at + step) % ring.len()])));
        }
    }
    pairs
}
