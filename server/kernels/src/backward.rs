//! The gradient of a convolution's input from the gradient of its pooled output.
//!
//! Pooling sends each gradient to one of four pixels, and a clipped value sends none, so at least three quarters of the
//! gradients behind it are zero. Instead of a full convolution, each nonzero gradient is multiplied with a window of
//! weights, shifted to where pooling chose, and added to the pixels that it came from. The window stays in registers
//! while all channels of a pooled pixel are processed.

use crate::aligned::Aligned;
use crate::forward::CLIPPED;
use crate::layer::{BLOCK, Layer};
use crate::windows::{CHOICES, Windows};
use pulp::Simd;
use std::ops::Range;

/// Values of windows that are processed together, to stay in the first-level cache.
const NEAR: usize = 12 << 10;
/// The most gradients that meet in one window; a power of two.
const MOST: usize = 256;

/// A convolution's weights for the backward pass.
#[derive(Debug)]
pub(crate) struct Backward {
    pub layer: Layer,
    windows: Windows,
    /// Outputs whose windows are processed together.
    together: usize,
}

/// Gradients of pooled values: channels are adjacent; rows and columns are this many values apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub values: &'a [f32],
    pub row: usize,
    pub column: usize,
}

/// The contribution of one channel of one pooled pixel: a gradient times the window that begins here.
#[derive(Clone, Copy, Debug, Default)]
struct Contribution {
    window: u32,
    gradient: f32,
}

/// Some channels of a row of pooled pixels, and some rows of their windows.
struct Block<'a> {
    source: Source<'a>,
    choices: &'a [u8],
    channels: Range<usize>,
    /// The first row of the windows.
    row: usize,
}

impl<'a> Source<'a> {
    /// Gradients of a convolution's output, with adjacent channels and no gaps.
    pub fn beside(layer: Layer, values: &'a [f32]) -> Self {
        Self { values, row: layer.pooled() * layer.outputs, column: layer.outputs }
    }

    /// The interior of a convolution's input gradient: the gradients of the previous convolution's output.
    pub fn inside(layer: Layer, gradient: &'a [f32]) -> Self {
        Self { values: &gradient[layer.inner()..], row: layer.line(), column: layer.slots() }
    }

    /// The output gradients of a convolution: the input gradients of `next`, the convolution after it, or `all` for the
    /// last one. `gradients` begin with those of `next`.
    #[inline(always)]
    pub fn before(next: Option<Layer>, gradients: &'a [Aligned], all: Self) -> Self {
        match (next, gradients.first()) {
            (Some(next), Some(gradient)) => Self::inside(next, gradient),
            _ => all,
        }
    }
}

impl Backward {
    /// Packs `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32]) -> Self {
        let windows = Windows::new(layer, weight);
        let parts = windows.values.len().div_ceil(NEAR).max((layer.outputs * layer.phases()).div_ceil(MOST));
        Self { layer, windows, together: layer.outputs.div_ceil(parts) }
    }

    /// Computes one image's input gradient, `[rows][columns][slots]` with its margin.
    #[inline(always)]
    pub fn run<S: Simd>(&self, simd: S, source: Source<'_>, choices: &[u8], gradient: &mut [f32]) {
        // Kernels are odd, so windows have an even number of rows.
        match self.layer.rows() {
            4 => self.with_rows::<S, 4>(simd, source, choices, gradient),
            6 => self.with_rows::<S, 6>(simd, source, choices, gradient),
            8 => self.with_rows::<S, 8>(simd, source, choices, gradient),
            _ => self.with_rows::<S, 2>(simd, source, choices, gradient),
        }
    }

    /// Processes `R` rows of windows at once, with as many vectors of each as fit into registers.
    #[inline(always)]
    fn with_rows<S: Simd, const R: usize>(&self, simd: S, source: Source<'_>, choices: &[u8], gradient: &mut [f32]) {
        let most = if S::F32_LANES == 8 { 12 } else { 24 } / R;
        let vectors = self.layer.reach() / S::F32_LANES;
        match [6, 4, 3, 2].into_iter().find(|at_once| *at_once <= most && vectors.is_multiple_of(*at_once)) {
            Some(6) => self.image::<S, R, 6>(simd, source, choices, gradient),
            Some(4) => self.image::<S, R, 4>(simd, source, choices, gradient),
            Some(3) => self.image::<S, R, 3>(simd, source, choices, gradient),
            Some(2) => self.image::<S, R, 2>(simd, source, choices, gradient),
            _ => self.image::<S, R, 1>(simd, source, choices, gradient),
        }
    }

    /// All rows of pooled pixels.
    #[inline(always)]
    fn image<S: Simd, const R: usize, const N: usize>(
        &self,
        simd: S,
        source: Source<'_>,
        choices: &[u8],
        gradient: &mut [f32],
    ) {
        let layer = self.layer;
        let line = layer.line();
        assert_eq!((gradient.len(), choices.len()), (layer.gradient(), layer.choices()));
        for first in (0..layer.outputs).step_by(self.together) {
            let channels = first..layer.outputs.min(first + self.together);
            for y in 0..layer.pooled() {
                if first == 0 {
                    // Rows that no window has reached yet.
                    let fresh = if y == 0 { 0 } else { 2 * y + layer.kernel - 1 };
                    gradient[fresh * line..(2 * y + layer.rows()) * line].fill(0.0);
                }
                let source = Source { values: &source.values[y * source.row..], ..source };
                let choices = &choices[layer.choice(0, y, 0)..layer.choice(0, y + 1, 0)];
                for row in (0..layer.rows()).step_by(R) {
                    let block = Block { source, choices, channels: channels.clone(), row };
                    self.spread::<S, R, N>(simd, &block, &mut gradient[(2 * y + row) * line..][..R * line]);
                }
            }
        }
    }

    /// Adds the weighted windows of a row of pooled pixels to the pixels that they came from.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take as long as the arithmetic")]
    fn spread<S: Simd, const R: usize, const N: usize>(&self, simd: S, block: &Block<'_>, rows: &mut [f32]) {
        let (pooled, step, phases) = (self.layer.pooled(), self.layer.step(), self.layer.phases());
        let (line, reach, wide) = (self.layer.line(), self.layer.reach(), self.windows.row);
        assert!(rows.len() == R * line && (pooled - 1) * step + reach <= line);
        assert!(reach.is_multiple_of(N * S::F32_LANES) && block.row + R <= self.layer.rows());
        assert!(block.channels.end * self.windows.output <= self.windows.values.len());
        let mut alive = [Contribution::default(); MOST];
        for x in (0..pooled).step_by(phases) {
            let count = match self.layer.block {
                1 => self.list::<1>(block, x, &mut alive),
                _ => self.list::<BLOCK>(block, x, &mut alive),
            };
            for from in (0..reach).step_by(N * S::F32_LANES) {
                let mut sums = [[simd.splat_f32s(0.0); N]; R];
                for Contribution { window, gradient } in &alive[..count] {
                    let gradient = simd.splat_f32s(*gradient);
                    // SAFETY: a listed window is one of an output among its channels, which by the third assertion
                    // have their values. As `Windows::new` has asserted, all rows of `reach` values from where it
                    // begins are within its output's values; by the second assertion these `R` rows, and `N` vectors
                    // from `from`, are some of them. Vectors are plain data, read without a need for alignment.
                    unsafe {
                        let weights = self.windows.values.as_ptr().add(*window as usize + block.row * wide + from);
                        for (row, sums) in sums.iter_mut().enumerate() {
                            let weights = weights.add(row * wide).cast::<S::f32s>();
                            for (at, sum) in sums.iter_mut().enumerate() {
                                *sum = simd.mul_add_e_f32s(gradient, weights.add(at).read_unaligned(), *sum);
                            }
                        }
                    }
                }
                for (row, sums) in sums.into_iter().enumerate() {
                    for (at, sum) in sums.into_iter().enumerate() {
                        // SAFETY: `x < pooled`, and the vectors end at `from + N * LANES <= reach`, so by the first
                        // assertion they end within the row's line; `rows` has `R` lines.
                        unsafe {
                            let pixels = rows.as_mut_ptr().add(row * line + x * step + from).cast::<S::f32s>().add(at);
                            pixels.write_unaligned(simd.add_f32s(pixels.read_unaligned(), sum));
                        }
                    }
                }
            }
        }
    }

    /// Lists the contributions to the window shared by pooled pixels from `x` on; returns their number.
    #[inline(always)]
    fn list<const B: usize>(&self, block: &Block<'_>, x: usize, alive: &mut [Contribution; MOST]) -> usize {
        let output = self.windows.output as u32;
        let mut count = 0;
        for (x, places) in (x..self.layer.pooled()).zip(&self.windows.places) {
            let gradients = &block.source.values[x * block.source.column..][block.channels.clone()];
            let choices = &block.choices[self.layer.choice(block.channels.start, 0, x - x % B)..];
            let mut window = block.channels.start as u32 * output;
            for (gradient, chosen) in gradients.iter().zip(choices.as_chunks::<B>().0) {
                let choice = chosen[x % B];
                let place = places[usize::from(choice) % CHOICES];
                // Always written, kept only if nonzero: a branch would be mispredicted.
                alive[count % MOST] = Contribution { window: window + place, gradient: *gradient };
                count += usize::from(choice < CLIPPED);
                window += output;
            }
        }
        count.min(MOST)
    }
}
