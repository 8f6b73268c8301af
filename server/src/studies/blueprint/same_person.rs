//! Same person: does a picture show the person in four photos?

use super::scene::{Person, Picture, Scene};
use super::similarity::strangers;
use super::{Draft, SPARE};
use crate::store::studies::ItemKind;
use rand::Rng;
use rand::seq::SliceRandom;

/// Photos beside the picture.
pub const PHOTOS: usize = 4;

/// A clone, a further photo of the target, a photo of somebody else, or a seed, with four photos.
pub fn drafts(scene: &Scene, random: &mut impl Rng) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, person) in scene.0.iter().enumerate() {
        for clone in &person.clones {
            let draft = question(ItemKind::Clone, &clone.picture, person, None, random);
            drafts.extend(draft.map(|draft| draft.about(&[clone])));
        }
        for photo in person.photos.iter().take(SPARE) {
            drafts.extend(question(ItemKind::Positive, photo, person, Some(1), random));
        }
        for photo in strangers(scene, at) {
            drafts.extend(question(ItemKind::Negative, photo, person, Some(0), random));
        }
        for seed in person.seeds.iter().take(SPARE) {
            drafts.extend(question(ItemKind::Seed, seed, person, None, random));
        }
    }
    drafts
}

/// `None` if the target does not have four photos besides the picture.
fn question(
    kind: ItemKind,
    picture: &Picture,
    person: &Person,
    expected: Option<i32>,
    random: &mut impl Rng,
) -> Option<Draft> {
    let mut photos: Vec<Picture> = person.photos.iter().filter(|photo| *photo != picture).cloned().collect();
    photos.shuffle(random);
    photos.truncate(PHOTOS);
    (photos.len() == PHOTOS).then(|| {
        let pictures = std::iter::once(picture.clone()).chain(photos).collect();
        Draft::of(kind, &person.name, pictures, expected)
    })
}
