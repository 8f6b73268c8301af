//! Trainable convolutions: features of a batch, and the gradient of the weights.

use crate::backward::{Backward, Source};
use crate::convolution::Convolution;
use crate::forward::{CLIPPED, Forward};
use crate::layer::{LONGEST, Layer, Shape};
use crate::level::{Level, load, store};
use crate::scratch::{Pool, Scratch, ScratchPool};
use crate::stack::{Backpropagate, Convolve};
use crate::target::Target;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Images whose gradients one task sums; results do not depend on the number of threads.
const TOGETHER: usize = 4;

/// The convolutions of a network, without weights.
#[derive(Debug)]
pub struct Learner {
    layers: Vec<Layer>,
    level: Level,
    scratch: ScratchPool,
    unused: Pool<Activations>,
}

/// Intermediate results of a forward pass that the backward pass needs.
#[derive(Debug, Default)]
pub struct Activations {
    parameters: Vec<f32>,
    images: Vec<ImageActivations>,
}

/// The activations of one image.
#[derive(Debug)]
struct ImageActivations {
    /// The pooling choices of all convolutions, concatenated.
    choices: Vec<u8>,
    /// The input of each convolution: rows, columns, slots, with margins.
    pixels: Vec<Vec<f32>>,
}

impl Learner {
    /// For the convolutions of a shape; `None` if it is not supported.
    pub fn new(shape: &Shape, level: Level) -> Option<Self> {
        let layers = shape.is_covered().then(|| shape.layers())?;
        let inputs = layers.iter().copied().map(Layer::planes).collect();
        // The gradient of the image itself is not needed.
        let scratch = ScratchPool::new(&layers, inputs, 0, 0);
        Some(Self { scratch, layers, level, unused: Pool::default() })
    }

    /// The number of parameters: weight and bias of each convolution in order, in PyTorch's layout.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(|layer| layer.weights() + layer.outputs).sum()
    }

    /// Values in an image's features.
    pub fn features_of_an_image(&self) -> usize {
        self.layers.last().map_or(0, |last| last.outputs * last.pooled() * last.pooled())
    }

    /// Features `[n, channels * rows * columns]` of images `[n, channels, side, side]`, and the activations for
    /// the backward pass.
    ///
    /// # Panics
    /// If the values are not whole images, or the number of parameters is not [`Learner::parameters`].
    pub fn features(&self, parameters: &[f32], images: &[f32]) -> (Vec<f32>, Activations) {
        let (first, last) = (self.layers[0], self.layers[self.layers.len() - 1]);
        let image = first.inputs * first.side * first.side;
        assert!(images.len().is_multiple_of(image) && parameters.len() == self.parameters());
        let rows = images.len() / image;
        let direct = |(layer, weight, bias)| Convolution::Direct(Forward::new(layer, weight, bias));
        let stack: Vec<Convolution> = self.split(parameters).map(direct).collect();
        let area = last.pooled() * last.pooled();
        let target = Target::flat(last);
        let mut activations = self.unused.take().unwrap_or_default();
        activations.parameters.clear();
        activations.parameters.extend_from_slice(parameters);
        activations.images.resize_with(rows, || self.empty_image());
        let mut features = vec![0.0; rows * last.outputs * area];
        let out = features.par_chunks_exact_mut(last.outputs * area);
        activations.images.par_iter_mut().zip(images.par_chunks_exact(image)).zip(out).for_each(
            |((kept, image), out)| {
                self.scratch.with_one(|scratch| {
                    let choices = &mut kept.choices;
                    self.level.run(Convolve::<true> { stack: &stack, scratch, image, choices, target, out });
                    for ((layer, planes), pixels) in self.layers.iter().zip(&scratch.inputs).zip(&mut kept.pixels) {
                        interleave(*layer, planes, pixels);
                    }
                });
            },
        );
        (features, activations)
    }

    /// The gradient of the parameters, from the gradient of the features.
    ///
    /// # Panics
    /// If the activations is from another number of images.
    pub fn gradient(&self, activations: Activations, features: &[f32]) -> Vec<f32> {
        let of_image = self.features_of_an_image();
        assert_eq!(features.len(), activations.images.len() * of_image, "one row of features an image");
        let stack: Vec<Backward> =
            self.split(&activations.parameters).map(|(layer, weight, _)| Backward::new(layer, weight)).collect();
        let batches = activations.images.par_chunks(TOGETHER).zip(features.par_chunks(TOGETHER * of_image));
        let sums: Vec<Vec<f32>> = batches
            .map(|(images, features)| {
                let mut sums = vec![0.0; self.parameters()];
                for (kept, features) in images.iter().zip(features.chunks_exact(of_image)) {
                    self.scratch.with_one(|scratch| {
                        self.level.run(ImageGradient {
                            learner: self,
                            stack: &stack,
                            scratch,
                            kept,
                            features,
                            sums: &mut sums,
                        });
                    });
                }
                sums
            })
            .collect();
        self.forget(activations);
        let mut total = vec![0.0; self.parameters()];
        for sums in sums {
            total.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
        }
        total
    }

    /// Recycles the buffers of a activations that no backward pass will use.
    pub fn forget(&self, activations: Activations) {
        self.unused.give(activations);
    }

    fn empty_image(&self) -> ImageActivations {
        ImageActivations {
            choices: vec![CLIPPED; self.layers.iter().map(|layer| layer.choices()).sum()],
            pixels: self.layers.iter().map(|layer| vec![0.0; layer.gradient() + LONGEST]).collect(),
        }
    }

    /// Each convolution with its weight and bias.
    fn split<'a>(&'a self, mut parameters: &'a [f32]) -> impl Iterator<Item = (Layer, &'a [f32], &'a [f32])> {
        self.layers.iter().map(move |layer| {
            let (weight, rest) = parameters.split_at(layer.weights());
            let (bias, rest) = rest.split_at(layer.outputs);
            parameters = rest;
            (*layer, weight, bias)
        })
    }
}

/// From planes to pixels with adjacent channels. Margins and unused slots remain zero.
fn interleave(layer: Layer, planes: &[f32], pixels: &mut [f32]) {
    let (line, slots) = (layer.line(), layer.slots());
    for y in 0..layer.side {
        let row = &mut pixels[layer.inner() + y * line..][..layer.side * slots];
        for (channel, plane) in planes.chunks_exact(layer.plane()).enumerate() {
            let from = &plane[layer.origin() + y * layer.stride()..][..layer.side];
            row.chunks_exact_mut(slots).zip(from).for_each(|(pixel, value)| pixel[channel] = *value);
        }
    }
}

/// Adds one image's gradient of all parameters to `sums`.
struct ImageGradient<'a> {
    learner: &'a Learner,
    stack: &'a [Backward],
    scratch: &'a mut Scratch,
    kept: &'a ImageActivations,
    features: &'a [f32],
    sums: &'a mut [f32],
}

impl WithSimd for ImageGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { learner, stack, scratch, kept, features, mut sums } = self;
        let layers = &learner.layers;
        let last = layers[layers.len() - 1];
        let (slots, area) = (last.outputs, last.pooled() * last.pooled());
        let mut interleaved = vec![0.0; area * slots];
        for (channel, plane) in features.chunks_exact(area).enumerate() {
            interleaved.chunks_exact_mut(slots).zip(plane).for_each(|(pixel, value)| pixel[channel] = *value);
        }
        let source = Source::beside(last, &interleaved);
        Backpropagate { stack, scratch, choices: &kept.choices, source, lowest: 1 }.with_simd(simd);
        let mut choices = kept.choices.as_slice();
        for (index, layer) in layers.iter().enumerate() {
            let source = Source::before(layers.get(index + 1).copied(), &scratch.gradients[index + 1..], source);
            let (chosen, others) = choices.split_at(layer.choices());
            let (of_layer, rest) = sums.split_at_mut(layer.weights() + layer.outputs);
            let (weights, biases) = of_layer.split_at_mut(layer.weights());
            weight_gradient(simd, *layer, source, chosen, &kept.pixels[index], weights, biases);
            (choices, sums) = (others, rest);
        }
    }
}

/// Adds one image's gradient of a convolution's weight `[outputs, inputs, kernel, kernel]` and bias.
///
/// Each pooled gradient that is not clipped is multiplied with the pixels that its choice was computed from.
#[inline(always)]
fn weight_gradient<S: Simd>(
    simd: S,
    layer: Layer,
    source: Source<'_>,
    choices: &[u8],
    pixels: &[f32],
    weights: &mut [f32],
    biases: &mut [f32],
) {
    let (pooled, kernel, slots) = (layer.pooled(), layer.kernel, layer.slots());
    let area = kernel * kernel;
    let reach = (kernel * slots).next_multiple_of(LONGEST);
    let mut alive = vec![(0_u32, 0.0_f32); pooled * pooled];
    let mut sums = vec![0.0; reach];
    for (output, bias) in biases.iter_mut().enumerate() {
        let mut count = 0;
        for y in 0..pooled {
            let gradients = &source.values[y * source.row + output..];
            for x in 0..pooled {
                let choice = usize::from(choices[layer.choice(output, y, x)]);
                let gradient = gradients[x * source.column];
                let at = (2 * y + choice / 2) * layer.line() + (2 * x + choice % 2) * slots;
                // Always written, kept only if nonzero: a branch would be mispredicted.
                alive[count] = (at as u32, gradient);
                count += usize::from(choice < usize::from(CLIPPED));
            }
        }
        let alive = &alive[..count];
        *bias += alive.iter().map(|(_, gradient)| gradient).sum::<f32>();
        let weights = &mut weights[output * layer.inputs * area..][..layer.inputs * area];
        for ky in 0..kernel {
            gather(simd, alive, &pixels[ky * layer.line()..], &mut sums);
            for (input, weights) in weights.chunks_exact_mut(area).enumerate() {
                let sums = sums[input..].iter().step_by(slots);
                weights[ky * kernel..][..kernel].iter_mut().zip(sums).for_each(|(weight, sum)| *weight += sum);
            }
        }
    }
}

/// Sums of the pixels at `alive` positions times their gradients; as many values as `sums`.
#[inline(always)]
fn gather<S: Simd>(simd: S, alive: &[(u32, f32)], pixels: &[f32], sums: &mut [f32]) {
    let mut from = 0;
    while from < sums.len() {
        let vectors = (sums.len() - from) / S::F32_LANES;
        from += S::F32_LANES
            * match vectors {
                1 => gather_some::<S, 1>(simd, alive, &pixels[from..], &mut sums[from..]),
                2 => gather_some::<S, 2>(simd, alive, &pixels[from..], &mut sums[from..]),
                3 => gather_some::<S, 3>(simd, alive, &pixels[from..], &mut sums[from..]),
                4 => gather_some::<S, 4>(simd, alive, &pixels[from..], &mut sums[from..]),
                5 => gather_some::<S, 5>(simd, alive, &pixels[from..], &mut sums[from..]),
                _ => gather_some::<S, 6>(simd, alive, &pixels[from..], &mut sums[from..]),
            };
    }
}

/// [`gather`] with `N` vectors; returns `N`.
#[inline(always)]
fn gather_some<S: Simd, const N: usize>(simd: S, alive: &[(u32, f32)], pixels: &[f32], sums: &mut [f32]) -> usize {
    let width = S::F32_LANES;
    let mut totals = [simd.splat_f32s(0.0); N];
    for (at, gradient) in alive {
        let gradient = simd.splat_f32s(*gradient);
        let pixels = &pixels[*at as usize..][..N * width];
        for (total, pixels) in totals.iter_mut().zip(pixels.chunks_exact(width)) {
            *total = simd.mul_add_e_f32s(gradient, load::<S>(pixels), *total);
        }
    }
    for (total, sums) in totals.into_iter().zip(sums.chunks_exact_mut(width)) {
        store::<S>(sums, total);
    }
    N
}
