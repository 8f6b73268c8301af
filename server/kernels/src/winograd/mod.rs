//! Convolution, bias, ReLU and pooling in one pass, by Winograd's minimal filtering (Lavin and Gray, Fast Algorithms
//! for Convolutional Neural Networks, 2016): F(2x2, 3x3) and F(2x2, 5x5), in which each tile is one pooling square. 16
//! multiplications replace 36 for 3x3 kernels, and 36 replace 100 for 5x5 kernels. [`Columns`] filters along one
//! dimension, where there are too few inputs for both.
//!
//! If the inputs of a tile are all equal, its four results are exactly equal: all transformed inputs but one are zero,
//! and that one enters each result alike. So pooling finds the same ties as with direct sums.

mod columns;
mod transforms;

pub(crate) use columns::Columns;

use crate::aligned::Aligned;
use crate::forward::choose;
use crate::halves::{Halves, TILES};
use crate::layer::{LONGEST, Layer};
use crate::level::load;
use crate::target::Results;
use pulp::{Simd, bytemuck};
use transforms::{after, before, factors, lift};

/// A convolution's weights, transformed.
#[derive(Debug)]
pub(crate) struct Winograd {
    pub layer: Layer,
    /// `[kernel + 1][kernel + 1][inputs][wide]`.
    weights: Aligned,
    /// Padded to `wide`.
    bias: Aligned,
    /// Outputs, rounded up to whole vectors.
    wide: usize,
}

impl Winograd {
    /// Whether a convolution is computed this way: it needs enough channels to outweigh the transforms.
    pub fn covers(layer: Layer) -> bool {
        matches!(layer.kernel, 3 | 5) && layer.inputs >= 8 && layer.outputs >= 12
    }

    /// Transforms `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32], bias: &[f32]) -> Self {
        let (wide, kernel, size) = (layer.outputs.next_multiple_of(LONGEST), layer.kernel, layer.kernel + 1);
        let factors = factors(kernel);
        let mut weights = Aligned::zeros(size * size * layer.inputs * wide);
        for (at, weight) in weight.chunks_exact(kernel * kernel).enumerate() {
            let (output, input) = (at / layer.inputs, at % layer.inputs);
            for place in 0..size * size {
                let term = |(at, weight): (usize, &f32)| {
                    factors[place / size][at / kernel] * factors[place % size][at % kernel] * f64::from(*weight)
                };
                let sum: f64 = weight.iter().enumerate().map(term).sum();
                weights[(place * layer.inputs + input) * wide + output] = sum as f32;
            }
        }
        let mut padded = Aligned::zeros(wide);
        padded[..bias.len()].copy_from_slice(bias);
        Self { layer, weights, bias: padded, wide }
    }

    /// Values needed for intermediate results.
    pub fn scratch(&self) -> usize {
        let size = self.layer.rows();
        size * Halves::of(self.layer).row() + size * size * (self.of_place() + TILES * self.wide)
    }

    /// The stride from the transformed inputs of one position within tiles to those of the next.
    fn of_place(&self) -> usize {
        (TILES * self.layer.inputs).next_multiple_of(LONGEST)
    }

    /// Computes one image, whose input has the layout of [`Halves`].
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(&self, simd: S, input: &[f32], scratch: &mut [f32], results: Results<'_>) {
        match self.layer.kernel {
            3 => self.tiles::<S, 4, KEEP>(simd, input, scratch, results),
            _ => self.tiles::<S, 6, KEEP>(simd, input, scratch, results),
        }
    }

    #[inline(always)]
    fn tiles<S: Simd, const N: usize, const KEEP: bool>(
        &self,
        simd: S,
        input: &[f32],
        scratch: &mut [f32],
        mut results: Results<'_>,
    ) {
        assert!(N == self.layer.rows());
        let (pooled, row) = (self.layer.pooled(), Halves::of(self.layer).row());
        let (lifted, rest) = scratch[..self.scratch()].split_at_mut(N * row);
        let (inputs, products) = rest.split_at_mut(N * N * self.of_place());
        for y in 0..pooled {
            // The first half of the transform: `[kernel + 1][columns in halves]`.
            lift::<S, N>(simd, &input[2 * y * row..], row, lifted, row);
            for x in (0..pooled).step_by(TILES) {
                self.transform::<S, N>(simd, lifted, x, inputs);
                for place in 0..N * N {
                    self.multiply(simd, place, inputs, products);
                }
                self.collect::<S, N, KEEP>(simd, products, [y, x], &mut results);
            }
        }
    }

    /// The second half of the transform, along rows, for the tiles from column `x`; vectors run over channels and
    /// tiles.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take as long as the arithmetic")]
    fn transform<S: Simd, const N: usize>(&self, simd: S, lifted: &[f32], x: usize, to: &mut [f32]) {
        let (halves, of_place, count) = (Halves::of(self.layer), self.of_place(), self.layer.inputs);
        let last = (x + N / 2 - 1) * count + of_place;
        assert!(lifted.len() == N * halves.row() && to.len() == N * N * of_place && last <= halves.half());
        for row in 0..N {
            for from in (0..of_place).step_by(S::F32_LANES) {
                let mut pixels = [simd.splat_f32s(0.0); N];
                // SAFETY: by the assertion each half of a row has the `of_place` values of the last two columns, `N / 2
                // - 1` pixels further than those of the first, and there are `N` rows; and of each of `N * N` places
                // there is room for `of_place` values, which are whole vectors. Vectors are plain data, read and
                // written without a need for alignment.
                unsafe {
                    let columns = lifted.as_ptr().add(row * halves.row() + x * count + from);
                    for (column, pixels) in pixels.iter_mut().enumerate() {
                        let place = column % 2 * halves.half() + column / 2 * count;
                        *pixels = columns.add(place).cast::<S::f32s>().read_unaligned();
                    }
                    let to = to.as_mut_ptr().add(row * N * of_place + from);
                    for (column, value) in before::<S, N>(simd, pixels).into_iter().enumerate() {
                        to.add(column * of_place).cast::<S::f32s>().write_unaligned(value);
                    }
                }
            }
        }
    }

    /// Sums over the inputs, for one position within the tiles.
    #[inline(always)]
    fn multiply<S: Simd>(&self, simd: S, place: usize, inputs: &[f32], out: &mut [f32]) {
        let vectors = self.wide / S::F32_LANES;
        // Sums must stay in registers; AVX2 has half as many.
        if S::F32_LANES == 8 {
            for first in (0..vectors).step_by(2) {
                self.block::<S, 4, 2>(simd, place, inputs, 0, first, out);
                self.block::<S, 4, 2>(simd, place, inputs, 4, first, out);
            }
        } else if vectors.is_multiple_of(2) {
            for first in (0..vectors).step_by(2) {
                self.block::<S, TILES, 2>(simd, place, inputs, 0, first, out);
            }
        } else {
            for first in 0..vectors {
                self.block::<S, TILES, 1>(simd, place, inputs, 0, first, out);
            }
        }
    }

    /// `T` tiles from `tile` times `V` vectors of outputs from `first`.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take a third of the time")]
    fn block<S: Simd, const T: usize, const V: usize>(
        &self,
        simd: S,
        place: usize,
        inputs: &[f32],
        tile: usize,
        first: usize,
        out: &mut [f32],
    ) {
        let (count, wide, of_place) = (self.layer.inputs, self.wide, self.of_place());
        assert!(tile + T <= TILES && TILES * count <= of_place && (first + V) * S::F32_LANES <= wide);
        assert!((place + 1) * of_place <= inputs.len() && (place + 1) * TILES * wide <= out.len());
        assert!((place + 1) * count * wide <= self.weights.len());
        let mut sums = [[simd.splat_f32s(0.0); V]; T];
        // SAFETY: by the assertions there are the place's `count` inputs of each of `TILES` tiles, and these `T` are
        // among the tiles; its `wide` weights for each input, and these `V` vectors are among them; and room for `wide`
        // sums of each of its tiles. Vectors are plain data, read and written without a need for alignment.
        unsafe {
            let inputs = inputs.as_ptr().add(place * of_place + tile * count);
            let weights = self.weights.as_ptr().add(place * count * wide + first * S::F32_LANES);
            for input in 0..count {
                let weights = weights.add(input * wide).cast::<S::f32s>();
                let mut now = [simd.splat_f32s(0.0); V];
                for (at, now) in now.iter_mut().enumerate() {
                    *now = weights.add(at).read_unaligned();
                }
                for (tile, sums) in sums.iter_mut().enumerate() {
                    let value = simd.splat_f32s(*inputs.add(tile * count + input));
                    for (sum, weights) in sums.iter_mut().zip(now) {
                        *sum = simd.mul_add_e_f32s(value, weights, *sum);
                    }
                }
            }
            let out = out.as_mut_ptr().add((place * TILES + tile) * wide + first * S::F32_LANES);
            for (tile, sums) in sums.into_iter().enumerate() {
                for (at, sum) in sums.into_iter().enumerate() {
                    out.add(tile * wide).cast::<S::f32s>().add(at).write_unaligned(sum);
                }
            }
        }
    }

    /// From products to pooled values.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take as long as the arithmetic")]
    fn collect<S: Simd, const N: usize, const KEEP: bool>(
        &self,
        simd: S,
        products: &[f32],
        [y, x]: [usize; 2],
        results: &mut Results<'_>,
    ) {
        let Results { target, out, choices } = results;
        let (layer, of_place, lanes) = (self.layer, TILES * self.wide, S::F32_LANES);
        let tiles = TILES.min(layer.pooled() - x);
        assert!(products.len() == N * N * of_place && self.wide.is_multiple_of(lanes));
        let vectors = (0..tiles).flat_map(|tile| (0..self.wide).step_by(lanes).map(move |channel| (tile, channel)));
        for (tile, channel) in vectors {
            let (x, from) = (x + tile, tile * self.wide + channel);
            let kept = lanes.min(layer.outputs.saturating_sub(channel));
            let (mut tops, mut belows) = ([simd.splat_f32s(0.0); N], [simd.splat_f32s(0.0); N]);
            for (column, (top, below)) in tops.iter_mut().zip(&mut belows).enumerate() {
                let mut of_column = [simd.splat_f32s(0.0); N];
                for (row, of_column) in of_column.iter_mut().enumerate() {
                    // SAFETY: of each of `N * N` places there are `of_place` products, whole vectors, and `from` is the
                    // begin of one. Vectors are plain data, read without a need for alignment.
                    *of_column = unsafe {
                        products.as_ptr().add((row * N + column) * of_place + from).cast::<S::f32s>().read_unaligned()
                    };
                }
                [*top, *below] = after::<S, N>(simd, of_column);
            }
            let bias = load::<S>(&self.bias[channel..]);
            let ([a, b], [c, d]) = (after::<S, N>(simd, tops), after::<S, N>(simd, belows));
            let square =
                [simd.add_f32s(a, bias), simd.add_f32s(b, bias), simd.add_f32s(c, bias), simd.add_f32s(d, bias)];
            let square: &[f32] = bytemuck::cast_slice(&square);
            let (mut values, mut chosen) = ([0.0; LONGEST], [0_u8; LONGEST]);
            for at in 0..lanes {
                (values[at], chosen[at]) =
                    choose([square[at], square[lanes + at], square[2 * lanes + at], square[3 * lanes + at]]);
            }
            let to = target.place(y, x) + channel * target.channel;
            if target.channel == 1 && kept == lanes {
                out[to..][..lanes].copy_from_slice(&values[..lanes]);
            } else {
                for (at, value) in values[..kept].iter().enumerate() {
                    out[to + at * target.channel] = *value;
                }
            }
            if KEEP {
                let choices = &mut choices[layer.choice(channel.min(layer.outputs - 1), y, x)..];
                if kept == lanes {
                    choices[..lanes].copy_from_slice(&chosen[..lanes]);
                } else {
                    choices[..kept].copy_from_slice(&chosen[..kept]);
                }
            }
        }
    }
}
