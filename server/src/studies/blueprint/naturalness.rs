//! Naturalness: does a single picture look like a photo?

use super::scene::Scene;
use super::{Draft, SPARE};
use crate::store::studies::ItemKind;
use rand::Rng;
use rand::seq::SliceRandom;
use wire::study::config::NaturalnessForm;

/// A clone, a real photo, or a seed, alone.
pub fn drafts(form: NaturalnessForm, scene: &Scene, random: &mut impl Rng) -> Vec<Draft> {
    let real = match form {
        NaturalnessForm::FivePoint => 5,
        NaturalnessForm::RealOrFake { .. } => 1,
    };
    let mut drafts = Vec::new();
    for person in &scene.0 {
        for clone in &person.clones {
            let draft = Draft::of(ItemKind::Clone, &person.name, vec![clone.picture.clone()], None);
            drafts.push(draft.about(&[clone]));
        }
        let mut photos = person.photos.clone();
        photos.shuffle(random);
        let photos = photos.into_iter().take(SPARE);
        drafts.extend(photos.map(|photo| Draft::of(ItemKind::Positive, &person.name, vec![photo], Some(real))));
        let seeds = person.seeds.iter().take(SPARE).cloned();
        drafts.extend(seeds.map(|seed| Draft::of(ItemKind::Seed, &person.name, vec![seed], None)));
    }
    drafts
}
