//! Whether a WebP file is whole. Its data has no checksum, so of damage within it only what shows is found here: chunks
//! that end too early, and stretches of zeros, as half-finished downloads and bad disks leave them.

use super::{PictureError, damaged};

/// A run of zeros longer than any in a compressed picture of a face.
const HOLE: usize = 512;

/// Checks a file that starts as WebP files do.
pub(super) fn check(file: &[u8]) -> Result<(), PictureError> {
    let whole = length_at(file, 4)?.saturating_add(8);
    let file = file.get(..whole).ok_or(PictureError::CutOff)?;
    let mut at = 12;
    while at < file.len() {
        let name = file.get(at..at + 4).ok_or(PictureError::CutOff)?;
        let length = length_at(file, at + 4)?;
        let chunk = file.get(at + 8..).and_then(|rest| rest.get(..length)).ok_or(PictureError::CutOff)?;
        if matches!(name, b"VP8 " | b"VP8L") && chunk.split(|byte| *byte != 0).any(|zeros| zeros.len() >= HOLE) {
            return Err(damaged("a stretch of its data is missing"));
        }
        // Chunks are aligned to even offsets.
        at += 8 + length + length % 2;
    }
    Ok(())
}

fn length_at(file: &[u8], at: usize) -> Result<usize, PictureError> {
    let bytes = file.get(at..at + 4).ok_or(PictureError::CutOff)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}
