//! Decodes one picture file into one square face.

use super::picture::{PictureLimits, read_picture};
use super::store::face_bytes;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Pictures with a longer side, in pixels, are refused.
pub const MAX_SIDE: u32 = 16_384;
/// Pictures that need more bytes to decode are refused, and so are longer files.
pub const MAX_ALLOCATION: u64 = 512 << 20;

const LIMITS: PictureLimits = PictureLimits { side: MAX_SIDE, pixels: MAX_ALLOCATION / 3, memory: MAX_ALLOCATION };

/// Reads `path` as a face of `size` x `size` pixels: complete and undamaged, rotated as its EXIF data says,
/// transparency laid on white, cropped to the central square, and resized (Lanczos, 3 lobes) unless it has that size
/// already. RGB bytes, rows from the top, `size * size * 3` long.
///
/// # Errors
/// Why the picture cannot be used, worded to follow its name.
pub fn decode_face(path: &Path, size: u32) -> Result<Vec<u8>, String> {
    let picture = read_picture(&read(path)?, &LIMITS).map_err(|error| format!("it {error}"))?;
    if size == 0 || picture.width() == 0 || picture.height() == 0 {
        return Err("it has no pixels".into());
    }
    if picture.dimensions() == (size, size) {
        return Ok(picture.into_raw());
    }
    resize_square(picture, size)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // Opening is not enough: reading from a folder fails late, and from a pipe never ends.
    if !file.metadata().map_err(|error| error.to_string())?.is_file() {
        return Err("it is not a regular file".into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_ALLOCATION + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    match bytes.len() as u64 {
        0 => Err("it is empty".into()),
        length if length > MAX_ALLOCATION => Err(format!("it is longer than {} MiB", MAX_ALLOCATION >> 20)),
        _ => Ok(bytes),
    }
}

fn resize_square(picture: RgbImage, size: u32) -> Result<Vec<u8>, String> {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let crop = |length: u32| f64::from((length - side) / 2);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        crop(width),
        crop(height),
        side.into(),
        side.into(),
    );
    let mut face = vec![0; face_bytes(size)];
    // Typed views, because the untyped call compiles the resizer for a dozen kinds of pixels.
    let source = TypedImageRef::<U8x3>::from_buffer(width, height, picture.as_raw()).map_err(|e| e.to_string())?;
    let mut target = TypedImage::<U8x3>::from_buffer(size, size, &mut face).map_err(|error| error.to_string())?;
    Resizer::new().resize_typed(&source, &mut target, &options).map_err(|error| error.to_string())?;
    Ok(face)
}

#[cfg(test)]
mod tests;
