//! Checks whether a JPEG file is complete (ITU T.81). Decoders silently fill missing or unreadable parts with grey, so
//! this walks the compressed data without decoding pixels: every block of every scan must be present, no data may be
//! left over, and the file must reach its end marker. Anything after that marker is ignored.

mod bits;
mod blocks;
mod frame;
mod huffman;
mod scan;

use super::{PictureError, damaged};
use frame::Frame;
use huffman::Table;
use scan::Header;

const START_OF_SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// The state of the file read so far.
#[derive(Default)]
struct State {
    frame: Option<Frame>,
    /// Huffman tables for differences of means, and for all other coefficients.
    tables: [[Option<Table>; 4]; 2],
    /// MCUs between restart markers; 0 for none.
    interval: usize,
}

/// Checks a file that starts as JPEG files do. Files of more than `most_pixels`, and kinds that no decoder here reads,
/// are not examined further.
///
/// # Errors
/// If part of the picture is missing or cannot be read.
pub(super) fn check(file: &[u8], most_pixels: u64) -> Result<(), PictureError> {
    let mut state = State::default();
    let mut at = 2;
    loop {
        let (marker, behind) = next_marker(file, at)?;
        at = behind;
        match marker {
            END => return state.frame.map_or(Err(damaged("it holds no picture")), |frame| frame.ended()),
            // Markers without a segment.
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let (segment, behind) = segment(file, at)?;
        at = behind;
        match marker {
            0xc0..=0xc2 => match Frame::read(segment, marker == 0xc2, most_pixels)? {
                Some(frame) if state.frame.is_none() => state.frame = Some(frame),
                Some(_) => return Err(damaged("it begins twice")),
                None => return Ok(()),
            },
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Ok(()),
            0xc4 => huffman::read(segment, &mut state.tables)?,
            0xdd => state.interval = usize::from(u16_at(segment, 0)?),
            START_OF_SCAN => {
                let frame = state.frame.as_mut().ok_or_else(|| damaged("a header is missing"))?;
                let header = Header::read(segment, frame)?;
                at = scan::walk(file, at, &header, frame, &state.tables, state.interval)?;
            }
            _ => {}
        }
    }
}

/// The next marker at or after `at`, and where its segment begins.
fn next_marker(file: &[u8], at: usize) -> Result<(u8, usize), PictureError> {
    let rest = file.get(at..).ok_or(PictureError::CutOff)?;
    let found =
        rest.windows(2).position(|two| two[0] == 0xff && !matches!(two[1], 0 | 0xff)).ok_or(PictureError::CutOff)?;
    Ok((rest[found + 1], at + found + 2))
}

/// The segment at `at`, without its length, and the rest of the file.
fn segment(file: &[u8], at: usize) -> Result<(&[u8], usize), PictureError> {
    let length = usize::from(u16::from_be_bytes([
        *file.get(at).ok_or(PictureError::CutOff)?,
        *file.get(at + 1).ok_or(PictureError::CutOff)?,
    ]));
    let end = at + length;
    if length < 2 {
        return Err(damaged("a header has no length"));
    }
    Ok((file.get(at + 2..end).ok_or(PictureError::CutOff)?, end))
}

fn byte_at(segment: &[u8], at: usize) -> Result<u8, PictureError> {
    segment.get(at).copied().ok_or_else(|| damaged("a header is too short"))
}

fn u16_at(segment: &[u8], at: usize) -> Result<u16, PictureError> {
    Ok(u16::from_be_bytes([byte_at(segment, at)?, byte_at(segment, at + 1)?]))
}

#[cfg(test)]
mod tests;
