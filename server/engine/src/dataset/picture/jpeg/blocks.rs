//! Blocks of 64 coefficients; only their positions are tracked (T.81, F.2.2 and G.2).

use super::bits::Bits;
use super::huffman::Table;
use crate::dataset::picture::{PictureError, damaged};

/// Which coefficients, and which bits of them, a scan contains.
#[derive(Clone, Copy)]
pub(super) struct Band {
    pub from: usize,
    pub to: usize,
    /// Whether this is the first scan of these coefficients rather than a refinement.
    pub is_first: bool,
    /// The lowest bit in this scan.
    pub bit: u8,
}

/// Walks the blocks between two markers.
pub(super) struct Walker<'a> {
    pub bits: Bits<'a>,
    band: Band,
    is_progressive: bool,
    /// Blocks left in a run without new coefficients.
    empty: u32,
}

impl<'a> Walker<'a> {
    pub(super) fn new(bits: Bits<'a>, band: Band, is_progressive: bool) -> Self {
        Self { bits, band, is_progressive, empty: 0 }
    }

    /// The next block. For progressive files, `nonzero` says which of its coefficients are nonzero so far.
    pub(super) fn block(
        &mut self,
        [means, others]: [Option<&Table>; 2],
        nonzero: Option<&mut u64>,
    ) -> Result<(), PictureError> {
        match (self.band, nonzero) {
            (Band { from: 0, is_first: false, .. }, _) => self.bits.take(1).map(drop),
            (Band { from: 0, .. }, _) => {
                self.mean(needed(means)?)?;
                if self.is_progressive { Ok(()) } else { self.coefficients(needed(others)?, 1, &mut 0) }
            }
            (Band { from, is_first, .. }, Some(nonzero)) => {
                if is_first {
                    self.coefficients(needed(others)?, from, nonzero)
                } else {
                    self.further_bit(others, nonzero)
                }
            }
            (_, None) => Err(damaged("a scan has an impossible header")),
        }
    }

    fn mean(&mut self, table: &Table) -> Result<(), PictureError> {
        let size = table.value(&mut self.bits)?;
        if size > 15 {
            return Err(impossible());
        }
        self.bits.take(size.into()).map(drop)
    }

    /// A first scan of coefficients.
    fn coefficients(&mut self, table: &Table, from: usize, nonzero: &mut u64) -> Result<(), PictureError> {
        if self.empty > 0 {
            self.empty -= 1;
            return Ok(());
        }
        let mut place = from;
        while place <= self.band.to {
            let (run, size) = self.run(table)?;
            match (run, size) {
                (15, 0) => place += 16,
                (run, 0) => {
                    self.empty = self.empty_blocks(run)? - 1;
                    break;
                }
                _ => {
                    place += run as usize;
                    if place > self.band.to {
                        return Err(impossible());
                    }
                    self.bits.take(size)?;
                    *nonzero |= 1 << place;
                    place += 1;
                }
            }
        }
        Ok(())
    }

    /// One more bit of known coefficients, with new ones in between.
    fn further_bit(&mut self, table: Option<&Table>, nonzero: &mut u64) -> Result<(), PictureError> {
        let mut place = self.band.from;
        while self.empty == 0 && place <= self.band.to {
            let (mut zeros, size) = self.run(needed(table)?)?;
            if size == 0 && zeros < 15 {
                self.empty = self.empty_blocks(zeros)?;
                break;
            }
            self.bits.take(size)?;
            while place <= self.band.to {
                if *nonzero >> place & 1 == 1 {
                    self.bits.take(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                place += 1;
            }
            if size > 0 {
                if place > self.band.to || size > 1 {
                    return Err(impossible());
                }
                *nonzero |= 1 << place;
            }
            place += 1;
        }
        if self.empty > 0 {
            for place in place..=self.band.to {
                self.bits.take((*nonzero >> place & 1) as u32)?;
            }
            self.empty -= 1;
        }
        Ok(())
    }

    /// A run of zeros, and the size of the coefficient after it.
    fn run(&mut self, table: &Table) -> Result<(u32, u32), PictureError> {
        let value = table.value(&mut self.bits)?;
        Ok((u32::from(value >> 4), u32::from(value & 15)))
    }

    /// The number of blocks without further coefficients, including this one.
    fn empty_blocks(&mut self, exponent: u32) -> Result<u32, PictureError> {
        if exponent > 0 && !self.is_progressive {
            return Err(impossible());
        }
        Ok((1 << exponent) + u32::from(self.bits.take(exponent)?))
    }
}

fn needed(table: Option<&Table>) -> Result<&Table, PictureError> {
    table.ok_or_else(|| damaged("a table of codes is missing"))
}

fn impossible() -> PictureError {
    damaged("its data is impossible")
}
