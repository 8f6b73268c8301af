//! The frame of a JPEG: its size, its components, and how much of them has been read.

use super::{byte_at, u16_at};
use crate::dataset::picture::{PictureError, damaged};

/// A component, such as luminance.
pub(super) struct Component {
    id: u8,
    /// Blocks of it in an MCU, across and down.
    pub factors: [usize; 2],
    /// Blocks with image content, across and down.
    pub blocks: [usize; 2],
    /// Blocks across, including those that only complete an MCU.
    pub stride: usize,
    /// For each block of a progressive file, which coefficients are nonzero so far.
    pub nonzero: Vec<u64>,
    /// For each coefficient, the lowest bit read so far, if any.
    precision: [Option<u8>; 64],
}

/// A frame.
pub(super) struct Frame {
    pub is_progressive: bool,
    pub components: Vec<Component>,
    /// MCUs of an interleaved scan, across and down.
    pub mcus: [usize; 2],
}

impl Frame {
    /// Reads a frame header (SOF); `None` if no decoder here reads such files, or if it has too many pixels.
    pub(super) fn read(segment: &[u8], is_progressive: bool, most_pixels: u64) -> Result<Option<Self>, PictureError> {
        let size = [usize::from(u16_at(segment, 3)?), usize::from(u16_at(segment, 1)?)];
        let too_many = size[0] as u64 * size[1] as u64 > most_pixels;
        if byte_at(segment, 0)? != 8 || size.contains(&0) || too_many {
            return Ok(None);
        }
        let count = usize::from(byte_at(segment, 5)?);
        let mut components = Vec::new();
        for at in (0..count).map(|index| 6 + 3 * index) {
            let factors = byte_at(segment, at + 1)?;
            components.push(Component::new(byte_at(segment, at)?, [factors >> 4, factors & 15].map(usize::from))?);
        }
        let most = |axis: usize| components.iter().map(|component| component.factors[axis]).max();
        let (Some(across), Some(down)) = (most(0), most(1)) else {
            return Err(damaged("it has no components"));
        };
        let most = [across, down];
        let mcus = [0, 1].map(|axis| size[axis].div_ceil(8 * most[axis]));
        for component in &mut components {
            component.blocks = [0, 1].map(|axis| (size[axis] * component.factors[axis]).div_ceil(8 * most[axis]));
            component.stride = mcus[0] * component.factors[0];
            if is_progressive {
                component.nonzero = vec![0; component.stride * mcus[1] * component.factors[1]];
            }
        }
        Ok(Some(Self { is_progressive, components, mcus }))
    }

    /// The index of a component.
    pub(super) fn find(&self, id: u8) -> Result<usize, PictureError> {
        let found = self.components.iter().position(|component| component.id == id);
        found.ok_or_else(|| damaged("a scan is of no component"))
    }

    /// Checks that everything has been read.
    pub(super) fn ended(self) -> Result<(), PictureError> {
        let whole = self.components.iter().all(|component| component.precision.iter().all(|bit| *bit == Some(0)));
        if whole { Ok(()) } else { Err(damaged("part of its data is missing")) }
    }
}

impl Component {
    fn new(id: u8, factors: [usize; 2]) -> Result<Self, PictureError> {
        if !factors.iter().all(|factor| (1..=4).contains(factor)) {
            return Err(damaged("a component has an impossible size"));
        }
        Ok(Self { id, factors, blocks: [0; 2], stride: 0, nonzero: Vec::new(), precision: [None; 64] })
    }

    /// Records that coefficients have been read down to a bit.
    pub(super) fn came(&mut self, [from, to]: [usize; 2], bit: u8) {
        self.precision[from..=to].fill(Some(bit));
    }
}
