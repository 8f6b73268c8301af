//! Winograd filtering along columns alone, F(2, 3) and F(2, 5), for inputs with few channels that are stored as planes,
//! such as images. It replaces ten multiplications by six, and six by four; transforming both dimensions would cost
//! more than it saves.
//!
//! Rows are summed directly, so pooling finds all ties of neighbours in a row, and ties of neighbours in a column where
//! the inputs of both are equal.

use super::transforms::{after, factors, lift};
use crate::forward::give;
use crate::layer::{GROUP, Layer};
use crate::level::Level;
use crate::target::Results;
use pulp::Simd;

/// Output channels whose sums stay in registers.
const C: usize = 4;

/// A convolution's weights, transformed.
#[derive(Debug)]
pub(crate) struct Columns {
    pub layer: Layer,
    /// `[outputs / 4][inputs][kernel][kernel + 1][4]`: for each column of the kernel, the positions within a tile.
    weights: Vec<f32>,
    /// Padded to whole groups.
    bias: Vec<f32>,
}

impl Columns {
    /// Whether a convolution is computed this way: it needs enough outputs to outweigh the transform of inputs, and
    /// registers for all positions of a tile. AVX2 has half as many registers as the other levels.
    pub fn covers(layer: Layer, level: Level) -> bool {
        matches!(layer.kernel, 3 | 5) && layer.outputs >= 8 && level.lanes() != 8
    }

    /// Transforms `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32], bias: &[f32]) -> Self {
        let Layer { inputs, kernel, .. } = layer;
        let (size, outputs) = (kernel + 1, layer.outputs.next_multiple_of(GROUP));
        let factors = factors(kernel);
        let mut weights = vec![0.0; outputs * inputs * kernel * size];
        for (at, weight) in weight.chunks_exact(kernel * kernel).enumerate() {
            let (output, input) = (at / inputs, at % inputs);
            for column in 0..kernel {
                for (place, factors) in factors.iter().enumerate() {
                    let terms = factors.iter().zip(weight.iter().skip(column).step_by(kernel));
                    let sum: f64 = terms.map(|(factor, weight)| factor * f64::from(*weight)).sum();
                    let group = ((output / C * inputs + input) * kernel + column) * size + place;
                    weights[group * C + output % C] = sum as f32;
                }
            }
        }
        let mut bias = bias.to_vec();
        bias.resize(outputs, 0.0);
        Self { layer, weights, bias }
    }

    /// Values needed for intermediate results.
    pub fn scratch(&self) -> usize {
        self.layer.rows() * self.layer.inputs * self.layer.stride()
    }

    /// Computes one image. `planes` are the inputs with margins.
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(&self, simd: S, planes: &[f32], scratch: &mut [f32], results: Results<'_>) {
        match self.layer.kernel {
            3 => self.rows::<S, 3, 4, KEEP>(simd, planes, scratch, results),
            _ => self.rows::<S, 5, 6, KEEP>(simd, planes, scratch, results),
        }
    }

    /// For kernels of side `K`, with `N` positions in a tile.
    #[inline(always)]
    fn rows<S: Simd, const K: usize, const N: usize, const KEEP: bool>(
        &self,
        simd: S,
        planes: &[f32],
        scratch: &mut [f32],
        mut results: Results<'_>,
    ) {
        let layer = self.layer;
        let (stride, of_place) = (layer.stride(), layer.inputs * layer.stride());
        let lifted = &mut scratch[..self.scratch()];
        for y in 0..layer.pooled() {
            // `[kernel + 1][inputs][stride]`
            for (input, plane) in planes.chunks_exact(layer.plane()).enumerate() {
                lift::<S, N>(simd, &plane[2 * y * stride..], stride, &mut lifted[input * stride..], of_place);
            }
            for x in (0..layer.side).step_by(S::F32_LANES) {
                for first in (0..layer.outputs).step_by(C) {
                    let sums = self.tile::<S, K, N>(simd, lifted, x, first);
                    give::<S, C, KEEP>(layer, sums, [y, x / 2], first, &mut results);
                }
            }
        }
    }

    /// The sums of two rows of a vector of pixels, for `C` channels from `first`.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take a third of the time")]
    fn tile<S: Simd, const K: usize, const N: usize>(
        &self,
        simd: S,
        lifted: &[f32],
        x: usize,
        first: usize,
    ) -> [[S::f32s; C]; 2] {
        let (inputs, stride) = (self.layer.inputs, self.layer.stride());
        let group = inputs * K * N * C;
        assert!(lifted.len() == N * inputs * stride && x + K - 1 + S::F32_LANES <= stride);
        assert!(first.is_multiple_of(C) && (first / C + 1) * group <= self.weights.len());
        let mut sums = [[simd.splat_f32s(0.0); N]; C];
        // SAFETY: pixels: there are `N` times `inputs` rows of `stride` values, and by the first assertion the vector
        // from `x + column` ends within its row. Weights: the group's `inputs * K * N` times `C` are there by the
        // second assertion. Vectors are plain data, read without a need for alignment.
        unsafe {
            let mut weights = self.weights.as_ptr().add(first / C * group);
            for input in 0..inputs {
                let pixels = lifted.as_ptr().add(input * stride + x);
                for column in 0..K {
                    for place in 0..N {
                        let pixels = pixels.add(place * inputs * stride + column).cast::<S::f32s>().read_unaligned();
                        for (channel, sums) in sums.iter_mut().enumerate() {
                            let weight = simd.splat_f32s(*weights.add(channel));
                            sums[place] = simd.mul_add_e_f32s(pixels, weight, sums[place]);
                        }
                        weights = weights.add(C);
                    }
                }
            }
        }
        let bias = &self.bias[first..][..C];
        let (mut tops, mut belows) = ([simd.splat_f32s(0.0); C], [simd.splat_f32s(0.0); C]);
        for (channel, sums) in sums.into_iter().enumerate() {
            let [top, below] = after::<S, N>(simd, sums);
            let bias = simd.splat_f32s(bias[channel]);
            tops[channel] = simd.add_f32s(top, bias);
            belows[channel] = simd.add_f32s(below, bias);
        }
        [tops, belows]
    }
}
