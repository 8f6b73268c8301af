//! Similarity: a picture beside a real face of the target.

use super::scene::{Person, Picture, Scene};
use super::{Draft, SPARE};
use crate::store::studies::ItemKind;
use rand::Rng;
use rand::seq::IndexedRandom;

/// A clone, another photo of the target, a photo of somebody else, or a seed, each beside a photo of the target.
pub fn drafts([low, high]: [i32; 2], scene: &Scene, random: &mut impl Rng) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, person) in scene.0.iter().enumerate() {
        for clone in &person.clones {
            let Some(photo) = person.photos.choose(random) else { continue };
            let pictures = vec![clone.picture.clone(), photo.clone()];
            drafts.push(Draft::of(ItemKind::Clone, &person.name, pictures, None).about(&[clone]));
        }
        let mut beside = |kind, picture: &Picture, expected| {
            let photos: Vec<&Picture> = person.photos.iter().filter(|photo| *photo != picture).collect();
            if let Some(photo) = photos.choose(random) {
                let pictures = vec![picture.clone(), (*photo).clone()];
                drafts.push(Draft::of(kind, &person.name, pictures, expected));
            }
        };
        person.photos.iter().take(SPARE).for_each(|photo| beside(ItemKind::Positive, photo, Some(high)));
        strangers(scene, at).for_each(|photo| beside(ItemKind::Negative, photo, Some(low)));
        person.seeds.iter().take(SPARE).for_each(|seed| beside(ItemKind::Seed, seed, None));
    }
    drafts
}

/// Photos of other targets, of each in turn.
pub fn strangers(scene: &Scene, at: usize) -> impl Iterator<Item = &Picture> {
    let others: Vec<&Person> = scene.others(at);
    let rounds = others.iter().map(|person| person.photos.len()).max().unwrap_or(0);
    (0..rounds)
        .flat_map(move |round| others.clone().into_iter().filter_map(move |person| person.photos.get(round)))
        .take(SPARE)
}
