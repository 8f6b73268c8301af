//! A small grey picture of a photograph.

/// Cells of the grid, a side.
pub(super) const SIDE: usize = 32;

/// Brightness on a coarse grid, from the top left.
pub(super) type Grid = [u8; SIDE * SIDE];
