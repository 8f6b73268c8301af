use super::*;
use image::imageops::{FilterType, resize};

/// Mean absolute difference of bytes.
fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    let sum: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.as_raw().len() as f64
}

/// The part of a face that neither background nor blur of the edge reaches, coarsely, without its brightness.
fn features(picture: &RgbImage) -> Vec<f64> {
    let middle = image::imageops::crop_imm(picture, 32, 38, 64, 76).to_image();
    let small = resize(&middle, 16, 19, FilterType::Triangle);
    let mean = small.as_raw().iter().map(|&value| f64::from(value)).sum::<f64>() / small.as_raw().len() as f64;
    small.as_raw().iter().map(|&value| f64::from(value) - mean).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn the_arguments_decide() {
    let picture = portrait(1, 2, 3, 64);
    assert_eq!(picture.dimensions(), (64, 64));
    assert_eq!(picture, portrait(1, 2, 3, 64));
    for other in [portrait(2, 2, 3, 64), portrait(1, 3, 3, 64), portrait(1, 2, 4, 64)] {
        assert!(difference(&picture, &other) > 5.0, "two pictures are nearly the same");
    }
}

#[test]
fn size_changes_only_the_size() {
    for identity in 0..6 {
        let small = portrait(1, identity, 0, 64);
        let large = resize(&portrait(1, identity, 0, 128), 64, 64, FilterType::Triangle);
        let off = difference(&small, &large);
        assert!(off < 6.0, "person {identity} differs by {off}");
    }
}

#[test]
fn pictures_of_one_person_are_nearer_than_those_of_others() {
    let people: Vec<Vec<Vec<f64>>> =
        (0..24).map(|identity| (0..6).map(|image| features(&portrait(5, identity, image, 128))).collect()).collect();
    let mean = |pairs: Vec<f64>| pairs.iter().sum::<f64>() / pairs.len() as f64;
    let own = mean(people.iter().flat_map(|own| own[1..].iter().map(|picture| distance(&own[0], picture))).collect());
    let others = |i: usize| people.iter().enumerate().filter(move |&(k, _)| k != i).map(|(_, other)| &other[1]);
    let apart = mean(people.iter().enumerate().flat_map(|(i, own)| others(i).map(|p| distance(&own[0], p))).collect());
    assert!(own < 0.75 * apart, "{own} within, {apart} between people");
}

#[test]
fn unfit_sizes_are_brought_within_limits() {
    assert_eq!(portrait(1, 1, 1, 0).dimensions(), (1, 1));
    assert_eq!(portrait(1, 1, 1, 16).dimensions(), (16, 16));
}

#[test]
fn everybody_has_a_place_for_the_mouth() {
    for identity in 0..2000 {
        let person = Person::draw(9, identity);
        let line = person.mouth_line();
        assert!(line > person.nose_length + 8.0 && line < person.chin - 12.0, "person {identity}: {person:?}");
        assert!(person.jaw_width < person.face_width && person.chin_width < person.jaw_width, "person {identity}");
    }
}

#[test]
fn eyes_are_where_aligned_faces_have_them() {
    let person = Person::draw(1, 1);
    let mut total = [0.0; 4];
    for image in 0..200 {
        let view = View::new(&Moment::draw(1, 1, image, &person));
        let (left, right) = (view.on_face(-21.0, 0.0), view.on_face(21.0, 0.0));
        total = [total[0] + left.x, total[1] + left.y, total[2] + right.x, total[3] + right.y];
    }
    for (sum, wanted) in total.into_iter().zip([43.0, 60.0, 85.0, 60.0]) {
        let mean = sum / 200.0;
        assert!((mean - wanted).abs() < 2.0, "{mean} instead of {wanted}");
    }
}
