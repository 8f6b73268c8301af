use super::rewritten::{REWRITTEN, TRIMMED, face};
use super::*;
use crate::dataset::synthetic::portrait;
use image::RgbImage;

fn store(pictures: impl IntoIterator<Item = RgbImage>) -> FaceStore {
    FaceStore::from_bytes(128, pictures.into_iter().flat_map(|picture| face(&picture)).collect())
}

/// Photographs that were saved anew once passed as those of others.
#[test]
fn a_photograph_is_known_again_however_it_was_written() {
    let people = || (0..6).map(|person| portrait(1, person, 0, 160));
    let store = store(people());
    let photographs = Photographs::of(&store);
    for (name, rewrite) in REWRITTEN.iter().chain(&TRIMMED) {
        for (person, picture) in people().enumerate() {
            let found = photographs.same(&face(&rewrite(&picture)));
            assert!(found.contains(&person), "{name}, person {person}: {found:?}");
        }
    }
}

#[test]
fn another_photograph_of_a_person_is_another() {
    let store = store((1..20).map(|image| portrait(1, 0, image, 128)));
    assert!(Photographs::of(&store).same(&face(&portrait(1, 0, 0, 128))).is_empty());
}

#[test]
fn featureless_images_are_compared_by_pixels_alone() {
    let plain = |level| RgbImage::from_pixel(128, 128, image::Rgb([level; 3]));
    let store = store([plain(100), plain(101), plain(100)]);
    assert_eq!(Photographs::of(&store).same(&face(&plain(100))), [0, 2]);
    let tiny = FaceStore::from_bytes(1, vec![1, 2, 3, 1, 2, 4]);
    assert_eq!(Photographs::of(&tiny).same(&[1, 2, 4]), [1]);
}

#[test]
fn a_trimmed_photograph_is_laid_onto_the_whole_one() {
    let picture = portrait(3, 1, 0, 200);
    let signature = |picture: &RgbImage| Signature::of(&face(picture), 128).expect("it shows something");
    let trimmed = image::imageops::crop_imm(&picture, 4, 4, 196, 196).to_image();
    let likeness = signature(&picture).likeness(&signature(&trimmed));
    assert!(likeness > SAME, "{likeness}");
    let other = signature(&picture).likeness(&signature(&portrait(3, 2, 0, 200)));
    assert!(other < likeness, "{other}");
}
