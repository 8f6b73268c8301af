//! Convolution, bias, ReLU and pooling in one pass.
//!
//! Two rows of one vector of pixels and up to eight channels stay in registers while all inputs pass by; what pooling
//! keeps is all that is written, with one byte for each value that says where it came from.

use crate::layer::{GROUP, LONGEST, Layer};
use crate::level::load;
use pulp::{Simd, bytemuck};

/// What pooling chose: the position within the 2x2 square in row order, or this where ReLU has clipped the value.
pub(crate) const CLIPPED: u8 = 4;

/// A convolution's weights for the forward pass.
#[derive(Debug)]
pub(crate) struct Forward {
    pub layer: Layer,
    /// `[outputs / 8][inputs][kernel][kernel][8]`.
    weights: Vec<f32>,
    /// Filled up to whole groups.
    bias: Vec<f32>,
}

/// Where pooled values go: channel, row and column are this many values apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub origin: usize,
    pub channel: usize,
    pub row: usize,
    pub column: usize,
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

    /// Computes one image. `planes` are the inputs with their margins, `out` gets what pooling keeps, and `choices`,
    /// if they are to be kept, where it came from.
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(
        &self,
        simd: S,
        planes: &[f32],
        target: Target,
        out: &mut [f32],
        choices: &mut [u8],
    ) {
        // Sums must stay in registers: sixteen or eight of them, beside the pixels and a weight.
        if S::F32_LANES == 8 {
            self.channels::<S, 4, KEEP>(simd, planes, target, out, choices);
        } else {
            self.channels::<S, 8, KEEP>(simd, planes, target, out, choices);
        }
    }

    #[inline(always)]
    fn channels<S: Simd, const C: usize, const KEEP: bool>(
        &self,
        simd: S,
        planes: &[f32],
        target: Target,
        out: &mut [f32],
        choices: &mut [u8],
    ) {
        let layer = self.layer;
        let (pooled, lanes) = (layer.pooled(), S::F32_LANES);
        let group = layer.inputs * layer.kernel * layer.kernel * GROUP;
        for y in 0..pooled {
            for x in (0..layer.side).step_by(lanes) {
                let at = 2 * y * layer.stride() + x;
                let kept = (lanes / 2).min(pooled - x / 2);
                for first in (0..layer.outputs).step_by(C) {
                    let weights = &self.weights[first / GROUP * group..][..group];
                    let [top, below] = self.tile::<S, C>(simd, planes, at, &weights[first % GROUP..]);
                    for channel in first..layer.outputs.min(first + C) {
                        let pair = [&top[channel - first], &below[channel - first]];
                        let (values, chosen) = pool::<S>(pair, self.bias[channel]);
                        let to = target.origin + channel * target.channel + y * target.row + x / 2 * target.column;
                        if target.column == 1 {
                            out[to..][..kept].copy_from_slice(&values[..kept]);
                        } else {
                            for (at, value) in values[..kept].iter().enumerate() {
                                out[to + at * target.column] = *value;
                            }
                        }
                        if KEEP {
                            let to = (channel * pooled + y) * pooled + x / 2;
                            choices[to..][..kept].copy_from_slice(&chosen[..kept]);
                        }
                    }
                }
            }
        }
    }

    /// The sums of two rows of a vector of pixels, for `C` channels.
    #[inline(always)]
    fn tile<S: Simd, const C: usize>(&self, simd: S, planes: &[f32], at: usize, weights: &[f32]) -> [[S::f32s; C]; 2] {
        let Layer { kernel, .. } = self.layer;
        let (stride, plane, reach) = (self.layer.stride(), self.layer.plane(), S::F32_LANES + kernel - 1);
        let mut sums = [[simd.splat_f32s(0.0); C]; 2];
        // The last chunk of weights may lack the channels before the first one of this tile.
        for (plane, weights) in planes.chunks_exact(plane).zip(weights.chunks(kernel * kernel * GROUP)) {
            let rows = plane[at..].chunks(stride).zip(plane[at + stride..].chunks(stride));
            for ((top, below), weights) in rows.zip(weights.chunks(kernel * GROUP)) {
                let windows = top[..reach].windows(S::F32_LANES).zip(below[..reach].windows(S::F32_LANES));
                for ((top, below), weights) in windows.zip(weights.chunks(GROUP)) {
                    let (top, below) = (load::<S>(top), load::<S>(below));
                    for (channel, weight) in weights[..C].iter().enumerate() {
                        let weight = simd.splat_f32s(*weight);
                        sums[0][channel] = simd.mul_add_e_f32s(top, weight, sums[0][channel]);
                        sums[1][channel] = simd.mul_add_e_f32s(below, weight, sums[1][channel]);
                    }
                }
            }
        }
        sums
    }
}

const KEPT: usize = LONGEST / 2;

/// Adds the bias, clips and pools two rows of a vector of pixels. The first of equal values in row order is chosen, as
/// PyTorch does. The loop is plain code that the compiler turns into vectors.
#[inline(always)]
fn pool<S: Simd>([top, below]: [&S::f32s; 2], bias: f32) -> ([f32; KEPT], [u8; KEPT]) {
    let mut values = [0.0; KEPT];
    let mut chosen = [0_u8; KEPT];
    let top: &[f32] = bytemuck::cast_slice(std::slice::from_ref(top));
    let below: &[f32] = bytemuck::cast_slice(std::slice::from_ref(below));
    for at in 0..S::F32_LANES / 2 {
        let (mut best, mut choice) = (top[2 * at], 0_u32);
        for (position, value) in [(1, top[2 * at + 1]), (2, below[2 * at]), (3, below[2 * at + 1])] {
            choice = if value > best { position } else { choice };
            best = if value > best { value } else { best };
        }
        best += bias;
        chosen[at] = if best > 0.0 { choice as u8 } else { CLIPPED };
        values[at] = if best > 0.0 { best } else { 0.0 };
    }
    (values, chosen)
}
