//! Where the inputs of a convolution by Winograd's filtering lie.

use crate::layer::{LONGEST, Layer};

/// Tiles that are computed together, so that what passes between the steps stays in the first cache.
pub(crate) const TILES: usize = 8;

/// How inputs lie: rows within the margin, of each first the columns with an even number, then the others, the channels
/// of a pixel side by side. What neighbouring tiles read is then next to each other, whatever the channels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halves(Layer);

impl Halves {
    pub fn of(layer: Layer) -> Self {
        Self(layer)
    }

    /// Values of half a row, with what whole vectors of whole groups of tiles read beyond it.
    pub fn half(self) -> usize {
        let tiles = self.0.pooled().next_multiple_of(TILES) + self.0.rows() / 2 - 1;
        // Whole vectors may begin anywhere.
        (tiles * self.0.inputs).next_multiple_of(LONGEST) + LONGEST
    }

    /// From one row to the next.
    pub fn row(self) -> usize {
        2 * self.half()
    }

    /// Where a column begins, counted with the margin.
    pub fn column(self, column: usize) -> usize {
        column % 2 * self.half() + column / 2 * self.0.inputs
    }

    /// All values.
    pub fn len(self) -> usize {
        (self.0.side + 2 * self.0.margin()) * self.row()
    }
}
