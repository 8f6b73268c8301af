//! Checks whether a PNG file is complete. Its data has checksums, which the decoder compares.

use super::{PictureError, damaged};

/// Checks a file that starts as PNG files do.
pub(super) fn check(file: &[u8]) -> Result<(), PictureError> {
    let mut at = 8;
    loop {
        let head = file.get(at..at + 8).ok_or(PictureError::CutOff)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if length > i32::MAX as usize {
            return Err(damaged("a chunk has an impossible length"));
        }
        // A chunk has its length and name before its data, and a checksum after.
        at += length + 12;
        if at > file.len() {
            return Err(PictureError::CutOff);
        }
        if &head[4..] == b"IEND" {
            return Ok(());
        }
    }
}
