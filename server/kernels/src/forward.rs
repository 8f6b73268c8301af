//! Convolution, bias, ReLU and pooling in one pass.
//!
//! Two rows of one vector of pixels and up to eight channels stay in registers while all inputs are processed. Only the
//! pooled values are written, with one byte each for the choice of pooling.

use crate::layer::{GROUP, LONGEST, Layer};
use crate::target::{Results, Target};
use pulp::{Simd, bytemuck};
use std::ops::Range;

/// The choice of pooling: the position within the 2x2 square in row order, or this if ReLU clipped the value.
pub(crate) const CLIPPED: u8 = 4;

/// A convolution's weights for the forward pass.
#[derive(Debug)]
pub(crate) struct Forward {
    pub layer: Layer,
    /// `[outputs / 8][inputs][kernel][kernel][8]`.
    weights: Vec<f32>,
    /// Padded to whole groups.
    bias: Vec<f32>,
}

impl Forward {
    /// Packs `weight` `[outputs, inputs, kernel, kernel]` and `bias` `[outputs]`.
    pub fn new(layer: Layer, weight: &[f32], bias: &[f32]) -> Self {
        let area = layer.kernel * layer.kernel;
        let mut weights = vec![0.0; layer.grouped() * layer.inputs * area];
        for (output, weight) in weight.chunks_exact(layer.inputs * area).enumerate() {
            let group = output / GROUP * layer.inputs * area * GROUP;
            for (at, value) in weight.iter().enumerate() {
                weights[group + at * GROUP + output % GROUP] = *value;
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(layer.grouped(), 0.0);
        Self { layer, weights, bias: padded }
    }

    /// Computes one image. `planes` are the inputs with margins.
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(&self, simd: S, planes: &[f32], results: Results<'_>) {
        // Sums must stay in registers: sixteen or eight of them, beside the pixels and a weight.
        if S::F32_LANES == 8 {
            self.channels::<S, 4, KEEP>(simd, planes, results);
        } else {
            self.channels::<S, 8, KEEP>(simd, planes, results);
        }
    }

    #[inline(always)]
    fn channels<S: Simd, const C: usize, const KEEP: bool>(&self, simd: S, planes: &[f32], mut results: Results<'_>) {
        let layer = self.layer;
        for y in 0..layer.pooled() {
            for x in (0..layer.side).step_by(S::F32_LANES) {
                let at = 2 * y * layer.stride() + x;
                for first in (0..layer.outputs).step_by(C) {
                    // For kernel sizes known here, the innermost loop is unrolled.
                    let sums = match layer.kernel {
                        1 => self.tile::<S, C, 1>(simd, planes, at, first),
                        3 => self.tile::<S, C, 3>(simd, planes, at, first),
                        5 => self.tile::<S, C, 5>(simd, planes, at, first),
                        7 => self.tile::<S, C, 7>(simd, planes, at, first),
                        _ => self.tile::<S, C, 0>(simd, planes, at, first),
                    };
                    give::<S, C, KEEP>(layer, sums, [y, x / 2], first, &mut results);
                }
            }
        }
    }

    /// The sums of two rows of a vector of pixels, for `C` channels from `first`; `K` is the kernel's side, or 0 if
    /// unknown.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take a third of the time")]
    fn tile<S: Simd, const C: usize, const K: usize>(
        &self,
        simd: S,
        planes: &[f32],
        at: usize,
        first: usize,
    ) -> [[S::f32s; C]; 2] {
        let Layer { kernel, inputs, .. } = self.layer;
        let kernel = if K == 0 { kernel } else { K };
        let (stride, plane) = (self.layer.stride(), self.layer.plane());
        let group = inputs * kernel * kernel * GROUP;
        assert!(kernel == self.layer.kernel && planes.len() == self.layer.planes());
        assert!(at + kernel * stride + S::F32_LANES + kernel - 1 <= plane);
        assert!(first % GROUP + C <= GROUP && (first / GROUP + 1) * group <= self.weights.len());
        let bias = &self.bias[first..][..C];
        let mut sums = [std::array::from_fn(|at| simd.splat_f32s(bias[at])); 2];
        // SAFETY: pixels: within a plane the last vector begins at `at + kernel * stride + kernel - 1`, and by the
        // second assertion it ends within the plane; by the first there are `inputs` planes. Weights: there are `kernel
        // * kernel` times `GROUP` for each input from the group's first; by the third assertion the group is whole, and
        // `C` weights from `first % GROUP` are within it. Vectors are plain data, read without a need for alignment.
        unsafe {
            let mut weights = self.weights.as_ptr().add(first / GROUP * group + first % GROUP);
            for input in 0..inputs {
                for row in 0..kernel {
                    let pixels = planes.as_ptr().add(input * plane + at + row * stride);
                    for column in 0..kernel {
                        let top = pixels.add(column).cast::<S::f32s>().read_unaligned();
                        let below = pixels.add(stride + column).cast::<S::f32s>().read_unaligned();
                        let [tops, belows] = &mut sums;
                        for (channel, (of_top, of_below)) in tops.iter_mut().zip(belows).enumerate() {
                            let weight = simd.splat_f32s(*weights.add(channel));
                            *of_top = simd.mul_add_e_f32s(top, weight, *of_top);
                            *of_below = simd.mul_add_e_f32s(below, weight, *of_below);
                        }
                        weights = weights.add(GROUP);
                    }
                }
            }
        }
        sums
    }
}

/// Clips and pools the sums of two rows of a vector of pixels for `C` channels from `first`, and stores the results.
#[inline(always)]
pub(crate) fn give<S: Simd, const C: usize, const KEEP: bool>(
    layer: Layer,
    [top, below]: [[S::f32s; C]; 2],
    [y, x]: [usize; 2],
    first: usize,
    results: &mut Results<'_>,
) {
    let Results { target, out, choices } = results;
    let width = S::F32_LANES / 2;
    let (values, chosen) = pool::<S, C>(&top, &below);
    let channels = first..layer.outputs.min(first + C);
    put::<C>(*target, [y, x], channels.clone(), width.min(layer.pooled() - x), &values, width, out);
    if KEEP {
        for (channel, chosen) in channels.zip(chosen.chunks_exact(width)) {
            // If a row ends within a block, the rest of the block is never read.
            choices[layer.choice(channel, y, x)..][..width].copy_from_slice(chosen);
        }
    }
}

/// Stores `kept` adjacent pooled values of some channels, `width` values apart.
#[inline(always)]
fn put<const C: usize>(
    target: Target,
    [y, x]: [usize; 2],
    channels: Range<usize>,
    kept: usize,
    values: &[f32; KEPT],
    width: usize,
    out: &mut [f32],
) {
    if target.channel == 1 && channels.len() == C {
        // Whole pixels are written at once.
        for at in 0..kept.min(width) {
            let mut pixel = [0.0; C];
            for (channel, values) in pixel.iter_mut().zip(values.chunks_exact(width)) {
                *channel = values[at];
            }
            out[target.place(y, x + at) + channels.start..][..C].copy_from_slice(&pixel);
        }
        return;
    }
    if !target.are_columns_beside() {
        for at in 0..kept {
            let to = &mut out[target.place(y, x + at) + channels.start * target.channel..];
            for (channel, values) in (0..channels.len()).zip(values.chunks_exact(width)) {
                to[channel * target.channel] = values[at];
            }
        }
        return;
    }
    for (channel, values) in channels.zip(values.chunks_exact(width)) {
        let to = &mut out[target.place(y, x) + channel * target.channel..];
        if kept == width {
            to[..width].copy_from_slice(values);
        } else {
            to[..kept].copy_from_slice(&values[..kept]);
        }
    }
}

const KEPT: usize = GROUP * LONGEST / 2;

/// Clips and pools two rows of a vector of pixels of some channels. The first among equals in row order is chosen, as
/// in PyTorch. The loop is plain code that the compiler vectorises.
#[inline(always)]
fn pool<S: Simd, const C: usize>(top: &[S::f32s; C], below: &[S::f32s; C]) -> ([f32; KEPT], [u8; KEPT]) {
    let (mut values, mut chosen) = ([0.0; KEPT], [0_u8; KEPT]);
    let count = C * S::F32_LANES / 2;
    let top: &[f32] = &bytemuck::cast_slice(top)[..2 * count];
    let below: &[f32] = &bytemuck::cast_slice(below)[..2 * count];
    for at in 0..count {
        (values[at], chosen[at]) = choose([top[2 * at], top[2 * at + 1], below[2 * at], below[2 * at + 1]]);
    }
    (values, chosen)
}

/// Clips and pools a square, given in row order; returns the value and the choice.
#[inline(always)]
pub(crate) fn choose([first, others @ ..]: [f32; 4]) -> (f32, u8) {
    let (mut best, mut choice) = (first, 0_u32);
    for (position, value) in (1..).zip(others) {
        let is_greater = value > best;
        choice = if is_greater { position } else { choice };
        best = if is_greater { value } else { best };
    }
    if best > 0.0 { (best, choice as u8) } else { (0.0, CLIPPED) }
}
