//! Where a convolution's pooled values go.

use crate::halves::Halves;
use crate::layer::Layer;

/// Places of pooled values: channels, rows, and columns two by two are so many values apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub channel: usize,
    pub row: usize,
    /// Where the first two columns begin.
    pub columns: [usize; 2],
    /// From one column to the one after the next.
    pub pair: usize,
}

/// What a convolution gives: pooled values, and, if that is kept, what pooling chose.
pub(crate) struct Results<'a> {
    pub target: Target,
    pub out: &'a mut [f32],
    pub choices: &'a mut [u8],
}

impl Target {
    /// Channels side by side without gaps.
    pub fn beside(layer: Layer) -> Self {
        let row = layer.pooled() * layer.outputs;
        Self { channel: 1, row, columns: [0, layer.outputs], pair: 2 * layer.outputs }
    }

    /// Planes without margins.
    pub fn flat(layer: Layer) -> Self {
        let row = layer.pooled();
        Self { channel: row * row, row, columns: [0, 1], pair: 2 }
    }

    /// The planes of the convolution that comes next.
    pub fn planes(next: Layer) -> Self {
        let columns = [next.origin(), next.origin() + 1];
        Self { channel: next.plane(), row: next.stride(), columns, pair: 2 }
    }

    /// Halves of rows for the convolution that comes next.
    pub fn halves(next: Layer) -> Self {
        let (halves, margin) = (Halves::of(next), next.margin());
        let columns = [margin, margin + 1].map(|column| margin * halves.row() + halves.column(column));
        Self { channel: 1, row: halves.row(), columns, pair: next.inputs }
    }

    /// Where the first channel of a pooled value lies.
    #[inline(always)]
    pub fn place(self, y: usize, x: usize) -> usize {
        self.columns[x % 2] + y * self.row + x / 2 * self.pair
    }

    /// Whether neighbouring columns lie side by side.
    #[inline(always)]
    pub fn are_columns_beside(self) -> bool {
        self.pair == 2 && self.columns[1] == self.columns[0] + 1
    }
}
