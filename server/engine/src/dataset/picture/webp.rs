//! Whether a WebP file is whole. Its data has no checksum, so of damage within it only what shows is found: chunks that
//! end too early, stretches of zeros, as half-finished downloads and bad disks leave them, and of lossless data, which
//! has a code of its own length for each pixel, that the last pixel does not stand in the last bytes. Of lossy data,
//! and of damage that happens to leave the length as it was, nobody can tell.

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

/// So many bytes at the end of lossless data hold a part of its last pixel, at most two filled up.
const END: usize = 2;

/// The file without the end of its lossless data, which must not decode; none if it has no such data.
pub(super) fn shortened(file: &[u8]) -> Option<Vec<u8>> {
    let mut at = 12;
    loop {
        let name = file.get(at..at + 4)?;
        let length = length_at(file, at + 4).ok()?;
        let end = at.checked_add(8 + length)?;
        if name != b"VP8L" {
            at = end + length % 2;
            continue;
        }
        let rest = file.get(end..).filter(|_| length > END)?;
        let mut shorter = [&file[..end - END], rest].concat();
        for size in [at + 4, 4] {
            let less = u32::try_from(length_at(file, size).ok()?.checked_sub(END)?).ok()?;
            shorter[size..size + 4].copy_from_slice(&less.to_le_bytes());
        }
        return Some(shorter);
    }
}

fn length_at(file: &[u8], at: usize) -> Result<usize, PictureError> {
    let bytes = file.get(at..at + 4).ok_or(PictureError::CutOff)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}
