//! Recognition: which of several people does a picture show?

use super::scene::{Person, Picture, Scene};
use super::{Draft, SPARE};
use crate::store::studies::ItemKind;
use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};

/// A clone, another photo of the target, or a seed, with one photo of each candidate. Who besides the target is a
/// candidate is drawn for each item; the order is drawn for each participant.
pub fn drafts(candidates: usize, scene: &Scene, random: &mut impl Rng) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, person) in scene.0.iter().enumerate() {
        for clone in &person.clones {
            let draft = question(ItemKind::Clone, &clone.picture, person, scene.others(at), candidates, random);
            drafts.extend(draft.map(|draft| draft.about(&[clone])));
        }
        for photo in person.photos.iter().take(SPARE) {
            drafts.extend(question(ItemKind::Positive, photo, person, scene.others(at), candidates, random));
        }
        for seed in person.seeds.iter().take(SPARE) {
            let seed = question(ItemKind::Seed, seed, person, scene.others(at), candidates, random);
            // A seed shows nobody: every answer is a chance one.
            drafts.extend(seed.map(|draft| Draft { expected: None, ..draft }));
        }
    }
    drafts
}

/// `None` if the target has no photo but the picture itself.
fn question(
    kind: ItemKind,
    picture: &Picture,
    person: &Person,
    mut others: Vec<&Person>,
    candidates: usize,
    random: &mut impl Rng,
) -> Option<Draft> {
    let own: Vec<&Picture> = person.photos.iter().filter(|photo| *photo != picture).collect();
    let mut pictures = vec![picture.clone(), (*own.choose(random)?).clone()];
    let mut names = vec![person.name.clone()];
    others.shuffle(random);
    for other in others.into_iter().take(candidates.saturating_sub(1)) {
        pictures.push(other.photos.choose(random)?.clone());
        names.push(other.name.clone());
    }
    Some(Draft { candidates: names, ..Draft::of(kind, &person.name, pictures, Some(0)) })
}
