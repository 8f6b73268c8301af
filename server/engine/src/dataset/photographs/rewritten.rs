//! What happens to photographs on their way through other programs.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, crop_imm, resize};
use image::{ExtendedColorType, RgbImage};

/// The name of a change to an image, and the change.
pub type Rewrite = (&'static str, fn(&RgbImage) -> RgbImage);

/// Compressed and scaled.
pub const REWRITTEN: [Rewrite; 10] = [
    ("JPEG of quality 95", |picture| jpeg(picture, 95)),
    ("JPEG of quality 85", |picture| jpeg(picture, 85)),
    ("JPEG of quality 75", |picture| jpeg(picture, 75)),
    ("JPEG of quality 60", |picture| jpeg(picture, 60)),
    ("half the size", |picture| scaled(picture, 0.5)),
    ("half the size, JPEG of quality 75", |picture| jpeg(&scaled(picture, 0.5), 75)),
    ("0.75 of the size", |picture| scaled(picture, 0.75)),
    ("1.5 times the size", |picture| scaled(picture, 1.5)),
    ("twice the size", |picture| scaled(picture, 2.0)),
    ("twice the size, JPEG of quality 75", |picture| jpeg(&scaled(picture, 2.0), 75)),
];

/// Trimmed at edges.
pub const TRIMMED: [Rewrite; 4] = [
    ("2 % trimmed from the left", |picture| trimmed(picture, [0.02, 0.0, 0.0, 0.0])),
    ("2 % trimmed from the top", |picture| trimmed(picture, [0.0, 0.02, 0.0, 0.0])),
    ("2 % trimmed from left and top", |picture| trimmed(picture, [0.02, 0.02, 0.0, 0.0])),
    ("1 % trimmed from each side", |picture| trimmed(picture, [0.01; 4])),
];

/// A picture as it is stored: the square in its middle, of 128 pixels a side.
pub fn face(picture: &RgbImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let square = crop_imm(picture, (width - side) / 2, (height - side) / 2, side, side).to_image();
    if side == 128 { square.into_raw() } else { resize(&square, 128, 128, FilterType::Lanczos3).into_raw() }
}

fn jpeg(picture: &RgbImage, quality: u8) -> RgbImage {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    let written =
        JpegEncoder::new_with_quality(&mut bytes, quality).encode(picture, width, height, ExtendedColorType::Rgb8);
    written.expect("memory takes it");
    image::load_from_memory(&bytes).expect("it was written just now").into_rgb8()
}

fn scaled(picture: &RgbImage, factor: f32) -> RgbImage {
    let [width, height] = [picture.width(), picture.height()].map(|side| (side as f32 * factor).round() as u32);
    resize(picture, width, height, FilterType::Triangle)
}

/// By shares of left, top, right and bottom.
fn trimmed(picture: &RgbImage, shares: [f32; 4]) -> RgbImage {
    let (width, height) = picture.dimensions();
    let [left, top, right, bottom] = [(width, 0), (height, 1), (width, 2), (height, 3)]
        .map(|(side, at): (u32, usize)| (side as f32 * shares[at]).round() as u32);
    crop_imm(picture, left, top, width - left - right, height - top - bottom).to_image()
}
