//! A picture from outside as it is kept: nothing of the file but its pixels.
//!
//! Whatever else was in it (where and when it was taken, a second file behind the first) is gone, and what is kept decodes
//! everywhere. PNG, since a set of pictures that are small enough then gives the same run as the folder that they came from.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The most pixels of a picture from outside.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The longest side of a picture from outside.
const LONGEST_SIDE: u32 = 20_000;
/// What decoding one may take.
const MEMORY: u64 = 256 * 1024 * 1024;
/// The longer side of what is kept. Recognizers see 128 pixels.
const KEPT_SIDE: u32 = 512;
/// The longer side of a thumbnail.
const THUMBNAIL_SIDE: u32 = 96;

/// Why a picture is not taken, in words that go on after "it".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoPicture(pub String);

/// The file as it is kept.
///
/// # Errors
/// If it is none of the formats that are taken, is damaged, or too large.
pub fn kept(file: &[u8]) -> Result<Vec<u8>, NoPicture> {
    encode(fitted(decode(file)?, KEPT_SIDE)).map_err(damaged)
}

/// A small JPEG of a picture that is kept.
///
/// # Errors
/// If it is damaged.
pub fn thumbnail(file: &[u8]) -> Result<Vec<u8>, NoPicture> {
    let mut out = Vec::new();
    let small = fitted(decode(file)?, THUMBNAIL_SIDE).into_rgb8();
    small.write_to(&mut Cursor::new(&mut out), ImageFormat::Jpeg).map_err(damaged)?;
    Ok(out)
}

/// Judged by what is in it: the file's name says nothing.
fn decode(file: &[u8]) -> Result<DynamicImage, NoPicture> {
    let mut reader =
        ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|error| damaged(error.into()))?;
    match reader.format() {
        Some(ImageFormat::Jpeg) if !ends_whole(file) => return Err(NoPicture("is cut off; send it again".into())),
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => return Err(NoPicture("is no JPEG, PNG or WebP picture, whatever it is called".into())),
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let most = MOST_PIXELS / 1_000_000;
        return Err(NoPicture(format!("has {width} × {height} pixels; at most {most} million are taken")));
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Whether a JPEG goes on to its end; the decoder fills up with grey what is missing. The mark of the end (FF D9) stands
/// behind that of the last scan (FF DA), since in a scan's data FF is followed by nothing else.
fn ends_whole(jpeg: &[u8]) -> bool {
    let last = |mark: u8| jpeg.windows(2).rposition(|two| two == [0xff, mark]);
    last(0xd9) > last(0xda)
}

fn fitted(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.resize(side, side, image::imageops::FilterType::CatmullRom)
}

fn encode(picture: DynamicImage) -> Result<Vec<u8>, image::ImageError> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    picture.into_rgb8().write_with_encoder(encoder)?;
    Ok(out)
}

fn damaged(error: image::ImageError) -> NoPicture {
    NoPicture(match error {
        image::ImageError::Limits(_) => {
            format!("is too large to be opened; at most {} million pixels are taken", MOST_PIXELS / 1_000_000)
        }
        error => format!("cannot be opened: {error}"),
    })
}

#[cfg(test)]
mod tests;
