use super::super::test_faces::{write_halves, write_junk, write_plain};
use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use std::path::PathBuf;

const RED: [u8; 3] = [200, 0, 0];
const BLUE: [u8; 3] = [0, 0, 200];

fn near(actual: &[u8], wanted: [u8; 3]) -> bool {
    actual.iter().zip(wanted).all(|(&a, w)| a.abs_diff(w) <= 8)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_picture_of_the_right_size_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("a.png");
    let picture = RgbImage::from_fn(4, 4, |x, y| image::Rgb([x as u8, y as u8, 77]));
    picture.save(&path).expect("a picture is written");
    assert_eq!(decode_face(&path, 4).expect("a face"), picture.into_raw());
}

#[test]
fn the_middle_of_a_wide_picture_is_kept() {
    // 12 x 4: columns 4 to 7 survive, half red, half blue.
    let folder = folder();
    let path = write_halves(&folder.path().join("a.png"), 12, 4, RED, BLUE);
    let face = decode_face(&path, 4).expect("a face");
    assert_eq!(face.len(), 48);
    assert_eq!((&face[0..3], &face[3..6], &face[6..9], &face[9..12]), (&RED[..], &RED[..], &BLUE[..], &BLUE[..]));
}

#[test]
fn larger_and_smaller_pictures_keep_their_colours_in_place() {
    for side in [16, 64, 200] {
        let folder = folder();
        let face =
            decode_face(&write_halves(&folder.path().join("a.webp"), side, side, RED, BLUE), 32).expect("a face");
        assert_eq!(face.len(), 32 * 32 * 3);
        assert!(near(&face[0..3], RED) && near(&face[31 * 3..32 * 3], BLUE), "from {side} pixels");
    }
}

#[test]
fn grey_and_transparent_pictures_become_colour() {
    let folder = folder();
    let grey = folder.path().join("grey.png");
    image::GrayImage::from_pixel(2, 2, image::Luma([9])).save(&grey).expect("a picture is written");
    assert_eq!(decode_face(&grey, 2).expect("a face"), [9; 12]);
    let clear = folder.path().join("clear.png");
    image::RgbaImage::from_pixel(2, 2, image::Rgba([1, 2, 3, 50])).save(&clear).expect("a picture is written");
    // A fifth of the colour on white.
    assert_eq!(decode_face(&clear, 2).expect("a face")[..3], [205, 205, 206]);
}

/// A JPEG, red on the left and blue on the right as stored, with an EXIF note of `orientation`.
fn write_turned(path: PathBuf, orientation: u8) -> PathBuf {
    let stored = RgbImage::from_fn(32, 32, |x, _| image::Rgb(if x < 16 { RED } else { BLUE }));
    // A TIFF header, one entry: tag 0x0112, type SHORT, one value.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    encoder.set_exif_metadata(exif).expect("room for a note");
    encoder.write_image(&stored, 32, 32, ExtendedColorType::Rgb8).expect("a picture is encoded");
    std::fs::write(&path, bytes).expect("a file is written");
    path
}

#[test]
fn a_camera_held_sideways_is_set_right() {
    let folder = folder();
    let corner = |face: &[u8], x: usize, y: usize| face[(y * 32 + x) * 3..][..3].to_vec();
    // 1: as stored. 2: mirrored. 6: to be turned clockwise, so that the left side becomes the top.
    for (orientation, red, blue) in [(1, (2, 16), (29, 16)), (2, (29, 16), (2, 16)), (6, (16, 2), (16, 29))] {
        let face = decode_face(&write_turned(folder.path().join("a.jpg"), orientation), 32).expect("a face");
        assert!(near(&corner(&face, red.0, red.1), RED), "orientation {orientation}");
        assert!(near(&corner(&face, blue.0, blue.1), BLUE), "orientation {orientation}");
    }
}

#[test]
fn a_wrong_extension_does_no_harm() {
    let folder = folder();
    let png = write_plain(&folder.path().join("a.png"), 2, RED);
    let jpg = folder.path().join("a.jpg");
    std::fs::rename(png, &jpg).expect("renamed");
    assert_eq!(decode_face(&jpg, 2).expect("a face")[..3], RED);
}

#[test]
fn files_that_are_no_pictures_are_refused() {
    let folder = folder();
    assert!(decode_face(&write_junk(&folder.path().join("junk.png")), 2).is_err());
    assert!(decode_face(&folder.path().join("absent.png"), 2).is_err());
    assert_eq!(decode_face(folder.path(), 2), Err("it is not a regular file".into()));
    assert!(decode_face(&write_plain(&folder.path().join("fine.png"), 2, RED), 0).is_err());
}

#[test]
fn a_picture_that_ends_early_is_refused() {
    let folder = folder();
    for name in ["a.png", "a.jpg", "a.webp", "a.bmp"] {
        let path = write_halves(&folder.path().join(name), 64, 64, RED, BLUE);
        let bytes = std::fs::read(&path).expect("a file");
        assert!(decode_face(&path, 64).is_ok(), "{name}");
        for cut in [bytes.len() / 2, bytes.len() * 9 / 10, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..cut]).expect("a file is written");
            let refused = decode_face(&path, 64).expect_err(name);
            assert!(refused.starts_with("it is cut off"), "{name}: {refused}");
        }
    }
    let empty = folder.path().join("empty.jpg");
    std::fs::write(&empty, b"").expect("a file is written");
    assert_eq!(decode_face(&empty, 64), Err("it is empty".into()));
}

#[test]
fn a_picture_too_large_is_refused_before_it_is_decoded() {
    let folder = folder();
    let path = folder.path().join("wide.png");
    image::GrayImage::new(MAX_SIDE + 1, 1).save(&path).expect("a picture is written");
    assert!(decode_face(&path, 8).is_err());
    image::GrayImage::new(MAX_SIDE, 1).save(&path).expect("a picture is written");
    assert!(decode_face(&path, 1).is_ok());
}
