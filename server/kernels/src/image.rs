//! The gradient of an image, that is, of the first convolution's input, for long vectors.
//!
//! An image has so few channels that a row of the kernel, with all of them, fits into one long vector, but a window
//! shifted to any choice of pooling would not. So windows are not shifted along rows; contributions from the left and
//! right columns of pooling squares are summed separately. Sums of the rows of a window stay in registers while the
//! pooled pixels of a column are processed; each completes two rows.

use crate::aligned::Aligned;
use crate::backward::Source;
use crate::layer::{BLOCK, LONGEST, Layer};
use crate::level::{Level, fetch, load, store};
use crate::planes;
use pulp::Simd;
use std::mem::MaybeUninit;

/// Columns of a pooling square.
const SIDES: usize = 2;
/// Masks that select the gradients on each side, for each choice; none for clipped values and beyond the edge. A branch
/// would be mispredicted.
const MASKS: [[u32; SIDES]; 8] = [[!0, 0], [0, !0], [!0, 0], [0, !0], [0; 2], [0; 2], [0; 2], [0; 2]];
/// Rows of pooled pixels to prefetch.
const AHEAD: usize = 2;

/// The first convolution's weights for the backward pass.
#[derive(Debug)]
pub(crate) struct ToImage {
    layer: Layer,
    /// `[outputs][kernel + 2][16]`: the weights between a row of zeros above and one below; columns with their
    /// channels, padded.
    windows: Aligned,
}

impl ToImage {
    /// Whether a convolution's input is such an image, and vectors are long enough.
    pub fn covers(layer: Layer, level: Level) -> bool {
        let is_narrow = layer.kernel <= 5 && layer.kernel * layer.inputs <= LONGEST;
        is_narrow && layer.block == BLOCK && level.lanes() == LONGEST
    }

    /// Packs `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32]) -> Self {
        let Layer { inputs, outputs, kernel, .. } = layer;
        let mut windows = Aligned::zeros(outputs * (kernel + 2) * LONGEST);
        for (output, weight) in weight.chunks_exact(inputs * kernel * kernel).enumerate() {
            for (at, value) in weight.iter().enumerate() {
                let (input, y, x) = (at / (kernel * kernel), at / kernel % kernel, at % kernel);
                windows[(output * (kernel + 2) + y + 1) * LONGEST + x * inputs + input] = *value;
            }
        }
        Self { layer, windows }
    }

    /// Values needed for sums.
    pub fn room(&self) -> usize {
        (self.layer.side + 2 * self.layer.margin()) * SIDES * self.line()
    }

    /// The distance between a row of sums of one side and that of the other.
    fn line(&self) -> usize {
        ((self.layer.side - 1) * self.layer.inputs + LONGEST).next_multiple_of(LONGEST)
    }

    /// Computes `out`, the planes of one image's gradient. `sums` are zero before and after.
    #[inline(always)]
    pub fn run<S: Simd>(
        &self,
        simd: S,
        source: Source<'_>,
        choices: &[u8],
        sums: &mut [f32],
        out: &mut [MaybeUninit<f32>],
    ) {
        assert_eq!(sums.len(), self.room());
        match self.layer.kernel {
            1 => self.spread::<S, 2>(simd, source, choices, sums),
            3 => self.spread::<S, 4>(simd, source, choices, sums),
            _ => self.spread::<S, 6>(simd, source, choices, sums),
        }
        self.write(sums, out);
    }

    /// Sums windows of `R` rows into `[side + 2 margins][2][line]`.
    #[inline(always)]
    fn spread<S: Simd, const R: usize>(&self, simd: S, source: Source<'_>, choices: &[u8], sums: &mut [f32]) {
        let (layer, line, zero) = (self.layer, self.line(), simd.splat_f32s(0.0));
        let (pooled, outputs, of_choices) = (layer.pooled(), layer.outputs, layer.choice(0, 1, 0));
        assert!(S::F32_LANES == LONGEST && R == layer.rows());
        // The start of a window for each choice: one row lower if the choice was in the upper row.
        let begins = [LONGEST, LONGEST, 0, 0, 0, 0, 0, 0];
        for x in 0..pooled {
            let mut rows = [[zero; SIDES]; R];
            // Accumulators of each side, from window to window.
            let at = 2 * x * layer.inputs;
            let places = [at, line + at + layer.inputs];
            for y in 0..pooled {
                let gradients = &source.values[y * source.row + x * source.column..][..outputs];
                let chosen = &choices[layer.choice(0, y, x - x % BLOCK)..][..outputs * BLOCK];
                fetch(gradients, AHEAD * source.row);
                fetch(chosen, AHEAD * of_choices);
                // Values that only the next pooled pixel reaches.
                for row in 0..2 {
                    for place in places {
                        fetch(sums, (4 * (y + 1) + 2 * row) * line + place + LONGEST - 1);
                    }
                }
                let windows = self.windows.chunks_exact((R + 1) * LONGEST);
                for ((gradient, chosen), windows) in gradients.iter().zip(chosen.as_chunks::<BLOCK>().0).zip(windows) {
                    let choice = usize::from(chosen[x % BLOCK] % 8);
                    let [left, right] = MASKS[choice];
                    let left = simd.splat_f32s(f32::from_bits(gradient.to_bits() & left));
                    let right = simd.splat_f32s(f32::from_bits(gradient.to_bits() & right));
                    let window = &windows[begins[choice]..][..R * LONGEST];
                    for (row, sums) in rows.iter_mut().enumerate() {
                        let weights = load::<S>(&window[row * LONGEST..]);
                        sums[0] = simd.mul_add_e_f32s(left, weights, sums[0]);
                        sums[1] = simd.mul_add_e_f32s(right, weights, sums[1]);
                    }
                }
                add(simd, &rows[..2], &mut sums[4 * y * line..], places, line);
                for row in 2..R {
                    rows[row - 2] = rows[row];
                }
                rows[R - 2] = [zero; SIDES];
                rows[R - 1] = [zero; SIDES];
            }
            add(simd, &rows[..R - 2], &mut sums[4 * pooled * line..], places, line);
        }
    }

    /// Adds both sides and writes planes. Sums are cleared while they are in the cache.
    #[inline(always)]
    fn write(&self, sums: &mut [f32], out: &mut [MaybeUninit<f32>]) {
        let Layer { inputs, side, .. } = self.layer;
        let (line, margin) = (self.line(), self.layer.margin());
        assert!(out.len() == inputs * side * side);
        for (row, sums) in sums.chunks_exact_mut(SIDES * line).enumerate() {
            let y = row.wrapping_sub(margin);
            if y < side {
                let (left, right) = sums.split_at_mut(line);
                left.iter_mut().zip(right).for_each(|(left, right)| *left += *right);
                let pixels = &left[margin * inputs..][..side * inputs];
                for (channel, plane) in out.chunks_exact_mut(side * side).enumerate() {
                    planes::channel(inputs, channel, pixels, &mut plane[y * side..][..side]);
                }
            }
            sums.fill(0.0);
        }
    }
}

/// Adds vectors to both sides of some rows.
#[inline(always)]
fn add<S: Simd>(simd: S, rows: &[[S::f32s; SIDES]], sums: &mut [f32], places: [usize; SIDES], line: usize) {
    for (row, vectors) in rows.iter().enumerate() {
        for (vector, place) in vectors.iter().zip(places) {
            let to = &mut sums[row * SIDES * line + place..][..S::F32_LANES];
            store::<S>(to, simd.add_f32s(load::<S>(to), *vector));
        }
    }
}
