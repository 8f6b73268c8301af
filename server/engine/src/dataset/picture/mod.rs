//! Decodes a picture file from outside, wherever one is read: complete and undamaged, or not at all.
//!
//! Transparent areas become white, so that colours hidden behind transparency, which nobody has looked at, do not enter
//! a face.

mod background;
mod error;
mod jpeg;
mod png;
mod webp;

pub use error::PictureError;
use error::damaged;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, guess_format};
use std::io::Cursor;

/// Extensions of the pictures that are read, in lower case.
pub const ENDINGS: [&str; 6] = ["jpg", "jpeg", "jfif", "png", "webp", "bmp"];

/// Extensions of pictures that no decoder here reads.
pub const UNREAD_ENDINGS: [&str; 19] = [
    "heic", "heif", "avif", "tif", "tiff", "jxl", "jp2", "gif", "svg", "psd", "raw", "dng", "cr2", "cr3", "nef", "arw",
    "raf", "orf", "rw2",
];

/// The largest picture allowed.
#[derive(Clone, Copy, Debug)]
pub struct PictureLimits {
    /// The longest side in pixels.
    pub side: u32,
    /// The most pixels.
    pub pixels: u64,
    /// The most bytes that decoding may take.
    pub memory: u64,
}

/// The pixels of a picture file, rotated as its EXIF data says. The file name is irrelevant.
///
/// # Errors
/// If the kind is unsupported, or the picture is truncated, damaged or too large.
pub fn read_picture(file: &[u8], limits: &PictureLimits) -> Result<RgbImage, PictureError> {
    let format = guess_format(file).ok();
    within(file, format, limits)?;
    match format {
        Some(ImageFormat::Jpeg) => jpeg::check(file, limits.pixels)?,
        Some(ImageFormat::WebP) => webp::check(file)?,
        Some(ImageFormat::Png) => png::check(file)?,
        // The decoder reports missing parts itself.
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

/// Checks that the announced size is within limits. Other errors in the header are for the decoder to report.
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
