//! Pictures for tests.

use image::{Rgb, RgbImage};
use std::path::{Path, PathBuf};

/// Writes a picture whose left half is `left` and whose right half is `right`; folders are made.
pub(super) fn write_halves(path: &Path, width: u32, height: u32, left: [u8; 3], right: [u8; 3]) -> PathBuf {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    let half = |x, _| Rgb(if x < width / 2 { left } else { right });
    RgbImage::from_fn(width, height, half).save(path).expect("a picture is written");
    path.to_path_buf()
}

/// Writes a picture of one colour.
pub(super) fn write_plain(path: &Path, size: u32, colour: [u8; 3]) -> PathBuf {
    write_halves(path, size, size, colour, colour)
}

/// Writes something that is no picture.
pub(super) fn write_junk(path: &Path) -> PathBuf {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    std::fs::write(path, b"\x89PNG\r\n\x1a\n and then nothing of use").expect("a file is written");
    path.to_path_buf()
}
