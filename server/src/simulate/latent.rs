//! How pictures look to an eye without bias and noise.
//!
//! Invented, to try screening: photos of the target look like the target and like photos, seeds and other people do
//! not, and a clone's likeness grows smoothly with the evaluation recognizer's score, with a deviation of its own.
//! Nothing about people follows from it.

use super::truth::QuestionTruth;
use crate::store::studies::ItemKind;
use engine::dataset::stream;
use rand::{Rng, RngExt};

/// How far clones deviate from what their score foretells, and controls from each other.
const SPREAD: [f64; 2] = [0.15, 0.05];

/// How alike the picture and the target are, in [0,1].
pub fn likeness(known: &QuestionTruth<'_>, seed: u64) -> f64 {
    let usual = match known.kind {
        ItemKind::Clone | ItemKind::Attention => of_score(known, 0),
        ItemKind::Positive => 0.9,
        ItemKind::Negative => 0.1,
        ItemKind::Seed => 0.15,
        ItemKind::Practice => 0.5,
    };
    varied(known, 0, usual, seed, "likeness")
}

/// How much the picture looks like a photo, in [0,1].
pub fn naturalness(known: &QuestionTruth<'_>, seed: u64) -> f64 {
    let usual = match known.kind {
        ItemKind::Positive | ItemKind::Negative => 0.92,
        ItemKind::Seed => 0.35,
        ItemKind::Clone | ItemKind::Attention => 0.1 + 0.5 * of_score(known, 0),
        ItemKind::Practice => 0.5,
    };
    varied(known, 0, usual, seed, "naturalness")
}

/// Of a pair, each picture's likeness, in the item's own order.
pub fn of_pair(known: &QuestionTruth<'_>, seed: u64) -> [f64; 2] {
    let usual = match known.kind {
        ItemKind::Positive => [0.9, 0.15],
        ItemKind::Seed => [0.45, 0.15],
        _ => [of_score(known, 0), of_score(known, 1)],
    };
    [varied(known, 1, usual[0], seed, "likeness"), varied(known, 2, usual[1], seed, "likeness")]
}

fn of_score(known: &QuestionTruth<'_>, clone: usize) -> f64 {
    known.item.objective.get(clone).map_or(0.4, |one| 0.2 + 0.55 * one.evaluation_score)
}

/// The same for a picture wherever it is shown as what it is.
fn varied(known: &QuestionTruth<'_>, picture: usize, usual: f64, seed: u64, what: &str) -> f64 {
    let id = known.item.pictures.get(picture).map_or("", String::as_str);
    let mut random = stream(seed, &format!("{what} of {id}"), &[]);
    let spread = SPREAD[usize::from(!matches!(known.kind, ItemKind::Clone))];
    (usual + spread * normal(&mut random)).clamp(0.02, 0.98)
}

/// A standard normal number, after Box and Muller.
pub fn normal(random: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}
