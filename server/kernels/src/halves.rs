//! The input layout of a convolution by Winograd's filtering.

use crate::layer::{LONGEST, Layer};

/// Tiles computed together, so that intermediate results stay in the first-level cache.
pub(crate) const TILES: usize = 8;

/// The layout of inputs: in each row within the margin, first the even columns, then the odd ones, with adjacent
/// channels. This puts the inputs of neighbouring tiles side by side, whatever the channels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halves(Layer);

impl Halves {
    pub fn of(layer: Layer) -> Self {
        Self(layer)
    }

    /// Values in half a row, including what whole vectors of whole groups of tiles read beyond it.
    pub fn half(self) -> usize {
        let tiles = self.0.pooled().next_multiple_of(TILES) + self.0.rows() / 2 - 1;
        // Whole vectors may begin anywhere.
        (tiles * self.0.inputs).next_multiple_of(LONGEST) + LONGEST
    }

    /// The stride of rows.
    pub fn row(self) -> usize {
        2 * self.half()
    }

    /// The offset of a column, counted with the margin.
    pub fn column(self, column: usize) -> usize {
        column % 2 * self.half() + column / 2 * self.0.inputs
    }

    /// The number of values.
    pub fn len(self) -> usize {
        (self.0.side + 2 * self.0.margin()) * self.row()
    }
}
