//! Decodes one picture file into one square face.

use super::picture::{PictureLimits, read_picture};
use super::store::face_bytes;
use image::RgbImage;
use primitives::{Square, resize};
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
    Ok(resize_square(&picture, size))
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

/// The central square of `picture`.
fn resize_square(picture: &RgbImage, size: u32) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let mut face = vec![0; face_bytes(size)];
    let centre = Square { left: (width - side) / 2, top: (height - side) / 2, side };
    resize(picture.as_raw(), [width, height], centre, size, &mut face);
    face
}

#[cfg(test)]
mod tests;
