//! Frames of a message in the browser's memory. Headers alone are copied into ours; pictures stay where they came.

use js_sys::Uint8Array;
use wire::frame::{FrameError, FrameHeader, HEADER_BYTES};

/// The frames of a message or of a stored snapshot, one after another.
pub struct FramesOf {
    bytes: Uint8Array,
    at: u32,
}

/// Splits a message into headers and pictures.
pub fn frames_of(bytes: Uint8Array) -> FramesOf {
    FramesOf { bytes, at: 0 }
}

impl FramesOf {
    /// A view of the next bytes, if there are so many.
    fn take(&mut self, length: u32) -> Result<Uint8Array, FrameError> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.length()).ok_or(FrameError::Short)?;
        let taken = self.bytes.subarray(self.at, end);
        self.at = end;
        Ok(taken)
    }

    fn frame(&mut self) -> Result<(FrameHeader, Uint8Array), FrameError> {
        let mut head = [0; HEADER_BYTES];
        self.take(HEADER_BYTES as u32)?.copy_to(&mut head);
        let header = FrameHeader::parse(&head)?;
        Ok((header, self.take(header.length)?))
    }
}

impl Iterator for FramesOf {
    type Item = Result<(FrameHeader, Uint8Array), FrameError>;

    /// Nothing after a frame that cannot be read.
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.length() {
            return None;
        }
        let frame = self.frame();
        if frame.is_err() {
            self.at = self.bytes.length();
        }
        Some(frame)
    }
}
