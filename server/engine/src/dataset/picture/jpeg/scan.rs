//! A scan: the data of some components, MCU by MCU.

use super::bits::Bits;
use super::blocks::{Band, Walker};
use super::frame::Frame;
use super::huffman::Table;
use super::{byte_at, next_marker};
use crate::dataset::picture::{PictureError, damaged};

/// The contents of a scan (SOS).
pub(super) struct Header {
    /// For each component, its index and its tables.
    components: Vec<(usize, [usize; 2])>,
    band: Band,
}

impl Header {
    pub(super) fn read(segment: &[u8], frame: &Frame) -> Result<Self, PictureError> {
        let count = usize::from(byte_at(segment, 0)?);
        let mut components = Vec::new();
        for at in (0..count).map(|index| 1 + 2 * index) {
            let tables = byte_at(segment, at + 1)?;
            components.push((frame.find(byte_at(segment, at)?)?, [tables >> 4, tables & 15].map(usize::from)));
        }
        let [from, to, bits] = [1, 2, 3].map(|at| byte_at(segment, 2 * count + at));
        let (from, to, bits) = (usize::from(from?), usize::from(to?), bits?);
        let band = if frame.is_progressive {
            Band { from, to, is_first: bits >> 4 == 0, bit: bits & 15 }
        } else {
            Band { from: 0, to: 63, is_first: true, bit: 0 }
        };
        // An interleaved scan of a progressive file has means only.
        let fits = band.from <= band.to && band.to < 64 && (count == 1 || band.from == 0) && (1..=4).contains(&count);
        if !fits {
            return Err(damaged("a scan has an impossible header"));
        }
        Ok(Self { components, band })
    }
}

/// Walks through the data at `at`; returns where the marker after it begins.
pub(super) fn walk(
    file: &[u8],
    mut at: usize,
    header: &Header,
    frame: &mut Frame,
    tables: &[[Option<Table>; 4]; 2],
    interval: usize,
) -> Result<usize, PictureError> {
    let [across, down] = match header.components.as_slice() {
        [(alone, _)] => frame.components[*alone].blocks,
        _ => frame.mcus,
    };
    let mcus = across * down;
    let stretch = if interval == 0 { mcus } else { interval };
    for (number, first) in (0_u8..8).cycle().zip((0..mcus).step_by(stretch)) {
        let mut walker = Walker::new(Bits::new(file, at), header.band, frame.is_progressive);
        for mcu in first..(first + stretch).min(mcus) {
            one(&mut walker, header, frame, tables, [mcu % across, mcu / across])?;
        }
        at = walker.bits.end()?;
        if first + stretch < mcus {
            let (marker, behind) = next_marker(file, at)?;
            if marker != 0xd0 + number {
                return Err(damaged("part of its data is missing"));
            }
            at = behind;
        }
    }
    for (index, _) in &header.components {
        frame.components[*index].came([header.band.from, header.band.to], header.band.bit);
    }
    Ok(at)
}

/// The blocks of an MCU.
fn one(
    walker: &mut Walker<'_>,
    header: &Header,
    frame: &mut Frame,
    tables: &[[Option<Table>; 4]; 2],
    [x, y]: [usize; 2],
) -> Result<(), PictureError> {
    let is_alone = header.components.len() == 1;
    for (index, of) in &header.components {
        let component = &mut frame.components[*index];
        let tables = [0, 1].map(|class| tables[class].get(of[class]).and_then(Option::as_ref));
        let [across, down] = if is_alone { [1, 1] } else { component.factors };
        for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column))) {
            let place = (y * down + row) * component.stride + x * across + column;
            walker.block(tables, component.nonzero.get_mut(place))?;
        }
    }
    Ok(())
}
