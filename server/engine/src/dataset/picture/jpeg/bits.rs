//! Reads compressed data bit by bit, up to the next marker.

use crate::dataset::picture::{PictureError, damaged};

/// Reads bits, most significant first; a zero byte after FF is not part of the data.
pub(super) struct Bits<'a> {
    file: &'a [u8],
    /// Position of the next unread byte.
    at: usize,
    /// Bits read ahead, left-aligned.
    buffer: u32,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(file: &'a [u8], at: usize) -> Self {
        Self { file, at, buffer: 0, count: 0 }
    }

    /// The next byte of data, if any before the next marker.
    fn next_byte(&mut self) -> Option<u8> {
        let byte = *self.file.get(self.at)?;
        if byte == 0xff {
            self.file.get(self.at + 1).filter(|stuffed| **stuffed == 0)?;
            self.at += 1;
        }
        self.at += 1;
        Some(byte)
    }

    /// Peeks at the next 16 bits; zeros follow the end.
    pub(super) fn peek(&mut self) -> u16 {
        while self.count <= 24 {
            let Some(byte) = self.next_byte() else { break };
            self.buffer |= u32::from(byte) << (24 - self.count);
            self.count += 8;
        }
        (self.buffer >> 16) as u16
    }

    /// Takes at most 16 bits.
    pub(super) fn take(&mut self, bits: u32) -> Result<u16, PictureError> {
        if bits == 0 {
            return Ok(0);
        }
        let value = self.peek() >> (16 - bits);
        if bits > self.count {
            return Err(self.ended());
        }
        self.buffer <<= bits;
        self.count -= bits;
        Ok(value)
    }

    /// The data ended too early.
    fn ended(&self) -> PictureError {
        if self.at + 1 >= self.file.len() {
            return PictureError::CutOff;
        }
        damaged("its data ends before the picture does")
    }

    /// Ends a stretch of data, which may be followed by padding alone; returns where its marker begins.
    pub(super) fn end(mut self) -> Result<usize, PictureError> {
        let padding = self.count % 8;
        self.buffer <<= padding;
        self.count -= padding;
        let mut left_over = self.buffer.to_be_bytes()[..(self.count / 8) as usize].to_vec();
        while let Some(byte) = self.next_byte() {
            left_over.push(byte);
        }
        if left_over.iter().any(|byte| !matches!(byte, 0 | 0xff)) {
            return Err(damaged("its data goes on where the picture ends"));
        }
        Ok(self.at)
    }
}
