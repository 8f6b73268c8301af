//! A picture from outside as it is kept: nothing of the file but its pixels.
//!
//! Everything else in the file (where and when it was taken, a second file behind the first) is dropped, and the result
//! decodes everywhere. It is a PNG, so that a set of small enough pictures gives the same run as the folder that they
//! came from.

use engine::dataset::{PictureError, PictureLimits, read_picture};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

/// Limits of a picture from outside.
const LIMITS: PictureLimits = PictureLimits { side: 20_000, pixels: 50_000_000, memory: 256 * 1024 * 1024 };
/// The longer side of a kept picture. Recognizers see 128 pixels.
const KEPT_SIDE: u32 = 512;
/// The longer side of a thumbnail.
const THUMBNAIL_SIDE: u32 = 96;

/// The stored form of a file, with transparency laid on white.
///
/// # Errors
/// If it has no accepted format, is cut off or damaged, or too large.
pub fn kept(file: &[u8]) -> Result<Vec<u8>, PictureError> {
    encode(&fitted(read_picture(file, &LIMITS)?, KEPT_SIDE)).map_err(unwritable)
}

/// A small JPEG of a stored picture.
///
/// # Errors
/// If it is damaged.
pub fn thumbnail(file: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    let small = fitted(read_picture(file, &LIMITS)?, THUMBNAIL_SIDE);
    small.write_to(&mut Cursor::new(&mut out), ImageFormat::Jpeg).map_err(unwritable)?;
    Ok(out)
}

fn fitted(picture: RgbImage, side: u32) -> RgbImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    DynamicImage::ImageRgb8(picture).resize(side, side, image::imageops::FilterType::CatmullRom).into_rgb8()
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    Ok(out)
}

fn unwritable(error: image::ImageError) -> PictureError {
    PictureError::Unsupported(error.to_string())
}

#[cfg(test)]
mod tests;
