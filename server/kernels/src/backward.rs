//! The gradient of a convolution's input from the gradient of its pooled output.
//!
//! Pooling sends each gradient to one of four pixels and none to the others, so at least three quarters of the gradient
//! behind it are zeros. Instead of a convolution over all of it, each pooled gradient is multiplied with a window of
//! weights, shifted to where pooling chose, and added to the pixels that it came from. The window of a clipped value is
//! all zeros, so that no branch is needed.

use crate::aligned::Aligned;
use crate::forward::CLIPPED;
use crate::layer::{BUNCH, Layer};
use pulp::Simd;

/// A convolution's weights for the backward pass.
#[derive(Debug)]
pub(crate) struct Backward {
    pub layer: Layer,
    /// `[outputs][phase][choice][row][reach]`: five windows for each place where they may begin, see [`Layer::reach`].
    windows: Aligned,
}

const CHOICES: usize = CLIPPED as usize + 1;

/// Gradients of pooled values: channels lie side by side, rows and columns are this many values apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub values: &'a [f32],
    pub row: usize,
    pub column: usize,
}

impl<'a> Source<'a> {
    /// What a convolution's input gradient holds within its margin: the gradients of what the one before it gave.
    pub fn inside(layer: Layer, gradient: &'a [f32]) -> Self {
        Self { values: &gradient[layer.inner()..], row: layer.line(), column: layer.slots() }
    }
}

impl Backward {
    /// Packs `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32]) -> Self {
        let Layer { inputs, kernel, .. } = layer;
        let (slots, reach) = (layer.slots(), layer.reach());
        let mut windows = Aligned::zeros(layer.bunched() * layer.phases() * CHOICES * layer.window());
        for (output, weight) in weight.chunks_exact(inputs * kernel * kernel).enumerate() {
            for (phase, choice) in
                (0..layer.phases()).flat_map(|phase| (0..CHOICES - 1).map(move |choice| (phase, choice)))
            {
                let place = (output * layer.phases() + phase) * CHOICES + choice;
                let window = &mut windows[place * layer.window()..][..layer.window()];
                for (at, value) in weight.iter().enumerate() {
                    let (input, y, x) = (at / (kernel * kernel), at / kernel % kernel, at % kernel);
                    let column = phase * layer.step() + (x + choice % 2) * slots + input;
                    window[(y + choice / 2) * reach + column] = *value;
                }
            }
        }
        Self { layer, windows }
    }

    /// Computes one image's input gradient, `[rows][columns][slots]` with its margin.
    #[inline(always)]
    pub fn run<S: Simd>(&self, simd: S, source: Source<'_>, choices: &[u8], gradient: &mut [f32]) {
        // More at once, and the windows of a bunch would not stay in the first cache.
        let most = (64 / S::F32_LANES).min(8);
        let vectors = self.layer.reach() / S::F32_LANES;
        match (1..=most).rev().find(|at_once| vectors.is_multiple_of(*at_once)) {
            Some(8) => self.rows::<S, 8>(simd, source, choices, gradient),
            Some(7) => self.rows::<S, 7>(simd, source, choices, gradient),
            Some(6) => self.rows::<S, 6>(simd, source, choices, gradient),
            Some(5) => self.rows::<S, 5>(simd, source, choices, gradient),
            Some(4) => self.rows::<S, 4>(simd, source, choices, gradient),
            Some(3) => self.rows::<S, 3>(simd, source, choices, gradient),
            Some(2) => self.rows::<S, 2>(simd, source, choices, gradient),
            _ => self.rows::<S, 1>(simd, source, choices, gradient),
        }
    }

    /// All rows, with `N` vectors of a window's row at once.
    #[inline(always)]
    fn rows<S: Simd, const N: usize>(&self, simd: S, source: Source<'_>, choices: &[u8], gradient: &mut [f32]) {
        let layer = self.layer;
        let (pooled, line) = (layer.pooled(), layer.line());
        assert_eq!(gradient.len(), layer.gradient());
        assert_eq!(choices.len(), layer.choices());
        for y in 0..pooled {
            // Rows that no window has touched yet.
            let fresh = if y == 0 { 0 } else { 2 * y + layer.kernel - 1 };
            let rows = 2 * y * line..(2 * y + layer.rows()) * line;
            gradient[fresh * line..rows.end].fill(0.0);
            let source = Source { values: &source.values[y * source.row..], ..source };
            for (bunch, windows) in
                self.windows.chunks_exact(BUNCH * layer.phases() * CHOICES * layer.window()).enumerate()
            {
                let planes =
                    std::array::from_fn(|at| &choices[((bunch * BUNCH + at) * pooled + y) * pooled..][..pooled]);
                let source = Source { values: &source.values[bunch * BUNCH..], ..source };
                self.spread::<S, N>(simd, source, planes, windows, &mut gradient[rows.clone()]);
            }
        }
    }

    /// Adds the weighted windows of one row of a bunch to the pixels that they came from.
    #[inline(always)]
    #[expect(unsafe_code, reason = "bounds checks here would take as long as the arithmetic")]
    fn spread<S: Simd, const N: usize>(
        &self,
        simd: S,
        source: Source<'_>,
        planes: [&[u8]; BUNCH],
        windows: &[f32],
        rows: &mut [f32],
    ) {
        let (pooled, window, step) = (self.layer.pooled(), self.layer.window(), self.layer.step());
        let phases = self.layer.phases();
        let (line, reach, count) = (self.layer.line(), self.layer.reach(), self.layer.rows());
        assert!(windows.len() == BUNCH * phases * CHOICES * window && window == count * reach);
        assert!(rows.len() == count * line && (pooled - 1) * step + reach <= line);
        assert!(reach.is_multiple_of(N * S::F32_LANES));
        for part in (0..reach).step_by(N * S::F32_LANES) {
            let chosen = (0..pooled).map(|x| planes.map(|plane| usize::from(plane[x].min(CLIPPED))));
            for (x, chosen) in chosen.enumerate() {
                let gradients = &source.values[x * source.column..][..BUNCH];
                let gradients: [S::f32s; BUNCH] = std::array::from_fn(|at| simd.splat_f32s(gradients[at]));
                // Windows begin where vectors do: what is loaded was stored as a whole, and lies in one cache line.
                let (phase, begin) = (x % phases, (x - x % phases) * step);
                let starts: [usize; BUNCH] =
                    std::array::from_fn(|at| ((at * phases + phase) * CHOICES + chosen[at]) * window);
                for row in 0..count {
                    // SAFETY: the vectors of a part end at `part + N * LANES <= reach`. Pixels: `row < count` and
                    // `begin <= x * step` with `x < pooled`, so by the second assertion they end within the row's line,
                    // and `rows` has `count` lines. Weights: a start is at most the last window's, so that by the first
                    // assertion a window's `count` rows of `reach` values are within `windows`. Vectors are plain
                    // data, read and written without a need for alignment.
                    unsafe {
                        let pixels = rows.as_mut_ptr().add(row * line + begin + part).cast::<S::f32s>();
                        let mut sums: [S::f32s; N] = std::array::from_fn(|at| pixels.add(at).read_unaligned());
                        for (gradient, start) in gradients.into_iter().zip(starts) {
                            let weights = windows.as_ptr().add(start + row * reach + part).cast::<S::f32s>();
                            for (at, sum) in sums.iter_mut().enumerate() {
                                *sum = simd.mul_add_e_f32s(gradient, weights.add(at).read_unaligned(), *sum);
                            }
                        }
                        for (at, sum) in sums.into_iter().enumerate() {
                            pixels.add(at).write_unaligned(sum);
                        }
                    }
                }
            }
        }
    }
}
