//! A picture file from outside to its pixels, wherever one is read: whole and undamaged, or not at all.
//!
//! What is transparent shows white paper, so that colours hidden behind it, which nobody has looked at, come into no face.

mod background;
mod error;
mod jpeg;
mod png;
mod webp;

pub use error::PictureError;
use error::damaged;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, guess_format};
use std::io::Cursor;

/// How the names of pictures that are read end, in small letters.
pub const ENDINGS: [&str; 6] = ["jpg", "jpeg", "jfif", "png", "webp", "bmp"];

/// How the names of pictures end that no decoder here reads.
pub const UNREAD_ENDINGS: [&str; 19] = [
    "heic", "heif", "avif", "tif", "tiff", "jxl", "jp2", "gif", "svg", "psd", "raw", "dng", "cr2", "cr3", "nef", "arw",
    "raf", "orf", "rw2",
];

/// How large a picture may be.
#[derive(Clone, Copy, Debug)]
pub struct PictureLimits {
    /// The longest side in pixels.
    pub side: u32,
    /// All pixels.
    pub pixels: u64,
    /// Bytes that decoding takes.
    pub memory: u64,
}

/// The pixels of a picture file, turned as its EXIF data says. What the file is called does not matter.
///
/// # Errors
/// If it is of no kind that is read, cut off, damaged or too large.
pub fn read_picture(file: &[u8], limits: &PictureLimits) -> Result<RgbImage, PictureError> {
    let format = guess_format(file).ok();
    within(file, format, limits)?;
    match format {
        Some(ImageFormat::Jpeg) => jpeg::check(file, limits.pixels)?,
        Some(ImageFormat::WebP) => webp::check(file)?,
        Some(ImageFormat::Png) => png::check(file)?,
        // What is missing of it, its decoder misses.
        Some(ImageFormat::Bmp) => {}
        _ => return Err(PictureError::of_kind(file, format)),
    }
    let picture = decoded(file, format, limits)?;
    // Of data without checksums, damage mostly shows in where it ends.
    if format == Some(ImageFormat::WebP)
        && let Some(shortened) = webp::shortened(file)
        && decoded(&shortened, format, limits).is_ok()
    {
        return Err(damaged("its data goes on after the last pixel"));
    }
    Ok(background::on_paper(picture))
}

fn decoded(file: &[u8], format: Option<ImageFormat>, limits: &PictureLimits) -> Result<DynamicImage, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(file));
    format.into_iter().for_each(|format| reader.set_format(format));
    let allowed = allowed(limits);
    reader.limits(allowed.clone());
    let mut decoder = reader.into_decoder().map_err(|error| PictureError::of(error, limits))?;
    // Not every decoder counts the finished picture against its limits.
    allowed.clone().reserve(decoder.total_bytes()).map_err(|error| PictureError::of(error, limits))?;
    let orientation = decoder.orientation().map_err(|error| PictureError::of(error, limits))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| PictureError::of(error, limits))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// That what the head of a file announces is not too large. What is wrong with the file itself is for others to tell.
fn within(file: &[u8], format: Option<ImageFormat>, limits: &PictureLimits) -> Result<(), PictureError> {
    let Some(format) = format else { return Ok(()) };
    match ImageReader::with_format(Cursor::new(file), format).into_dimensions() {
        Ok((width, height)) if u64::from(width) * u64::from(height) > limits.pixels => {
            Err(PictureError::Pixels { width, height, most: limits.pixels })
        }
        _ => Ok(()),
    }
}

fn allowed(limits: &PictureLimits) -> Limits {
    let mut allowed = Limits::default();
    allowed.max_image_width = Some(limits.side);
    allowed.max_image_height = Some(limits.side);
    allowed.max_alloc = Some(limits.memory);
    allowed
}

#[cfg(test)]
mod tests;
