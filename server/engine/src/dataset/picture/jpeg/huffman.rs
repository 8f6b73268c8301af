//! Huffman tables (T.81, annex C), as far as walking through the data needs them.

use super::bits::Bits;
use super::byte_at;
use crate::dataset::picture::{PictureError, damaged};

/// A table of codes of 1 to 16 bits.
pub(super) struct Table {
    /// For each value of the next 8 bits, the length and value of the code; length 0 if the code is longer.
    short: Box<[(u8, u8); 256]>,
    /// For each length, the first code after those of that length, left-aligned in 16 bits, and the offset from a code
    /// to its index among the values.
    lengths: [(u32, i32); 17],
    values: Vec<u8>,
}

impl Table {
    fn new(counts: &[u8], values: &[u8]) -> Result<Self, PictureError> {
        let mut table = Self { short: Box::new([(0, 0); 256]), lengths: [(0, 0); 17], values: values.to_vec() };
        let (mut code, mut place) = (0_u32, 0_u32);
        for (length, count) in (1_u32..).zip(counts) {
            table.lengths[length as usize].1 = place as i32 - code as i32;
            for _ in 0..*count {
                if code >> length != 0 {
                    return Err(damaged("a table of codes is impossible"));
                }
                if length <= 8 {
                    let first = (code << (8 - length)) as usize;
                    table.short[first..first + (1 << (8 - length))].fill((length as u8, values[place as usize]));
                }
                (code, place) = (code + 1, place + 1);
            }
            table.lengths[length as usize].0 = code << (16 - length);
            code <<= 1;
        }
        Ok(table)
    }

    /// Decodes the next value.
    pub(super) fn value(&self, bits: &mut Bits<'_>) -> Result<u8, PictureError> {
        let window = bits.peek();
        let (length, value) = self.short[usize::from(window >> 8)];
        if length > 0 {
            return bits.take(length.into()).map(|_| value);
        }
        for length in 9..=16 {
            let (end, offset) = self.lengths[length as usize];
            if u32::from(window) < end {
                let place = i32::from(window >> (16 - length)) + offset;
                bits.take(length)?;
                return usize::try_from(place)
                    .ok()
                    .and_then(|place| self.values.get(place))
                    .copied()
                    .ok_or_else(no_code);
            }
        }
        // Zeros follow the end of the data and may not be a code.
        bits.take(16)?;
        Err(no_code())
    }
}

fn no_code() -> PictureError {
    damaged("its data holds a code that is none")
}

/// Reads the tables of a DHT segment.
pub(super) fn read(mut segment: &[u8], tables: &mut [[Option<Table>; 4]; 2]) -> Result<(), PictureError> {
    while !segment.is_empty() {
        let place = byte_at(segment, 0)?;
        let counts = segment.get(1..17).ok_or_else(too_short)?;
        let count: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let values = segment.get(17..17 + count).ok_or_else(too_short)?;
        let slot = tables.get_mut(usize::from(place >> 4)).and_then(|class| class.get_mut(usize::from(place & 15)));
        *slot.ok_or_else(|| damaged("a table of codes has an impossible place"))? = Some(Table::new(counts, values)?);
        segment = &segment[17 + count..];
    }
    Ok(())
}

fn too_short() -> PictureError {
    damaged("a table of codes is too short")
}
