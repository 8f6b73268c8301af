//! A complete network with frozen weights.

use crate::aligned::Aligned;
use crate::backward::{Backward, Source};
use crate::convolution::Convolution;
use crate::dense::{Dense, PANEL, Packed};
use crate::forward::CLIPPED;
use crate::image::ToImage;
use crate::layer::{Layer, Shape};
use crate::level::Level;
use crate::planes;
use crate::scratch::{Pool, Scratch, ScratchPool};
use crate::stack::{Backpropagate, Convolve};
use crate::target::Target;
use crate::winograd::Winograd;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;
use std::mem::MaybeUninit;

/// Weight and bias of every layer in order, in PyTorch's layouts: `[out, in, k, k]` and `[out]` for convolutions,
/// `[out, in]` and `[out]` for fully connected layers, whose inputs are flattened as (channel, row, column).
pub type Parameters<'a> = [(&'a [f32], &'a [f32])];

/// A network whose weights are packed for both directions.
#[derive(Debug)]
pub struct Frozen {
    shape: Shape,
    level: Level,
    forward: Vec<Convolution>,
    backward: Vec<Backward>,
    /// Replaces the first of these where it is faster.
    to_image: Option<ToImage>,
    dense: Vec<FullyConnected>,
    scratch: ScratchPool,
    /// Unused tapes, for the next batch.
    tapes: Pool<Tape>,
}

/// A fully connected layer, packed for both directions.
#[derive(Debug)]
struct FullyConnected {
    outputs: usize,
    bias: Vec<f32>,
    forward: Dense,
    backward: Dense,
}

/// Intermediate results of a forward pass that the backward pass needs.
#[derive(Debug, Default)]
pub struct Tape {
    rows: usize,
    /// For each image, the pooling choices of all convolutions, concatenated.
    choices: Vec<Vec<u8>>,
    /// For each image, the input of the first fully connected layer: rows, columns, channels.
    features: Vec<Vec<f32>>,
    /// Results of each fully connected layer in panels; the gradients replace them.
    activations: Vec<Aligned>,
    packed: Packed,
}

impl Frozen {
    /// Packs a network's parameters for `level`; `None` if its shape is not supported.
    ///
    /// # Panics
    /// If the number or sizes of the parameters do not fit the shape.
    pub fn new(shape: &Shape, parameters: &Parameters<'_>, level: Level) -> Option<Self> {
        if !shape.is_covered() {
            return None;
        }
        let mut layers = shape.layers();
        // The output of a convolution has the layout that the next one expects; images do not.
        layers.iter_mut().skip(1).filter(|layer| Winograd::covers(**layer)).for_each(|layer| layer.block = 1);
        let (convolutions, fully_connected) = parameters.split_at(layers.len());
        let forward =
            |(layer, (weight, bias)): (&Layer, &(&[f32], &[f32]))| Convolution::new(*layer, weight, bias, level);
        let backward = |(layer, (weight, _)): (&Layer, &(&[f32], &[f32]))| Backward::new(*layer, weight);
        let last = *layers.last()?;
        let mut inputs = features(last);
        let mut dense = Vec::new();
        for (index, (outputs, (weight, bias))) in shape.dense().into_iter().zip(fully_connected).enumerate() {
            let columns = weight.len() / outputs;
            assert_eq!((weight.len(), bias.len()), (columns * outputs, outputs), "fully connected layer {index}");
            // The index in PyTorch's order of the feature at `input`.
            let column = |input| if index == 0 { flattened(last, input) } else { input };
            let entry = |output: usize, input| weight[output * columns + column(input)];
            dense.push(FullyConnected {
                outputs,
                bias: padded(bias),
                forward: Dense::new(inputs, outputs, entry),
                backward: Dense::new(outputs, inputs, |input, output| entry(output, input)),
            });
            inputs = outputs;
        }
        let forward: Vec<_> = layers.iter().zip(convolutions).map(forward).collect();
        let inputs = forward.iter().map(Convolution::room).collect();
        let to_image = ToImage::covers(layers[0], level).then(|| ToImage::new(layers[0], convolutions[0].0));
        let of_image = to_image.as_ref().map_or(layers[0].gradient(), ToImage::room);
        let temporary = forward.iter().map(Convolution::scratch).max().unwrap_or(0);
        Some(Self {
            shape: shape.clone(),
            level,
            forward,
            backward: layers.iter().zip(convolutions).map(backward).collect(),
            to_image,
            dense,
            scratch: ScratchPool::new(&layers, inputs, of_image, temporary),
            tapes: Pool::default(),
        })
    }

    /// The network's sizes.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Logits `[n, classes]` of images `[n, channels, side, side]`.
    ///
    /// If the values are not whole images.
    pub fn logits(&self, images: &[f32]) -> Vec<f32> {
        let (logits, tape) = self.compute::<false>(images);
        self.tapes.give(tape);
        logits
    }

    /// The same, with the tape for the backward pass.
    ///
    /// If the values are not whole images.
    pub fn tracked_logits(&self, images: &[f32]) -> (Vec<f32>, Tape) {
        self.compute::<true>(images)
    }

    fn compute<const KEEP: bool>(&self, images: &[f32]) -> (Vec<f32>, Tape) {
        // Enters the thread pool once: submitting every piece from outside would wake a thread each time.
        rayon::scope(|_| self.compute_here::<KEEP>(images))
    }

    fn compute_here<const KEEP: bool>(&self, images: &[f32]) -> (Vec<f32>, Tape) {
        assert!(images.len().is_multiple_of(self.shape.image()), "whole images");
        let rows = images.len() / self.shape.image();
        let mut tape = self.tapes.take().unwrap_or_default();
        self.prepare(&mut tape, rows);
        let kept = tape.choices.par_iter_mut().zip(&mut tape.features);
        kept.zip(images.par_chunks_exact(self.shape.image())).for_each(|((choices, features), image)| {
            self.scratch.with_one(|scratch| {
                self.level.run(Image::<KEEP> { frozen: self, scratch, image, choices, features });
            });
        });
        self.connect(&mut tape);
        let classes = self.shape.classes;
        let mut logits = vec![0.0; rows * classes];
        if let Some(last) = tape.activations.last() {
            for (row, logits) in logits.chunks_exact_mut(classes).enumerate() {
                copy_panels(panelled_row(last, rows, row), logits);
            }
        }
        (logits, tape)
    }

    /// The fully connected layers.
    fn connect(&self, tape: &mut Tape) {
        let rows = tape.rows;
        for (index, side) in self.dense.iter().enumerate() {
            let (before, after) = tape.activations.split_at_mut(index);
            match before.last() {
                None => {
                    let features = &tape.features;
                    let inputs = features.first().map_or(0, Vec::len);
                    tape.packed.fill(self.level, inputs, rows, |row| std::iter::once(features[row].as_slice()));
                }
                Some(hidden) => {
                    let inputs = self.dense[index - 1].outputs;
                    tape.packed.fill(self.level, inputs, rows, |row| panelled_row(hidden, rows, row));
                }
            }
            let is_hidden = index + 1 < self.dense.len();
            side.forward.apply(self.level, &tape.packed, &mut after[0], |panel, out| {
                let bias = &side.bias[panel * PANEL..][..PANEL];
                for out in out.chunks_exact_mut(PANEL) {
                    for (value, bias) in out.iter_mut().zip(bias) {
                        *value += bias;
                        if is_hidden {
                            *value = value.max(0.0);
                        }
                    }
                }
            });
        }
    }

    /// The gradient of images `[n, channels, side, side]`, from the gradient of their logits `[n, classes]`.
    ///
    /// # Panics
    /// If the tape is from another number of images.
    pub fn image_gradient(&self, tape: Tape, logits: &[f32]) -> Vec<f32> {
        rayon::scope(|_| self.image_gradient_here(tape, logits))
    }

    fn image_gradient_here(&self, mut tape: Tape, logits: &[f32]) -> Vec<f32> {
        let (rows, classes) = (tape.rows, self.shape.classes);
        assert_eq!(logits.len(), rows * classes, "one row of logits an image");
        let mut gradient = Aligned::default();
        for (index, side) in self.dense.iter().enumerate().rev() {
            let (before, after) = tape.activations.split_at_mut(index);
            if index + 1 == self.dense.len() {
                let row = |row: usize| std::iter::once(&logits[row * classes..][..classes]);
                tape.packed.fill(self.level, classes, rows, row);
            } else {
                let after = &after[0];
                tape.packed.fill(self.level, side.outputs, rows, |row| panelled_row(after, rows, row));
            }
            match before.last_mut() {
                // The gradient replaces the activations and keeps their zeros.
                Some(hidden) => {
                    let mut fresh = std::mem::take(&mut gradient);
                    fresh.resize(hidden.len());
                    let alive = &*hidden;
                    side.backward.apply(self.level, &tape.packed, &mut fresh, |panel, out| {
                        let alive = &alive[panel * out.len()..][..out.len()];
                        out.iter_mut().zip(alive).filter(|(_, alive)| **alive <= 0.0).for_each(|(out, _)| *out = 0.0);
                    });
                    gradient = std::mem::replace(hidden, fresh);
                }
                None => {
                    gradient.resize(rows * side.backward.outputs());
                    side.backward.apply(self.level, &tape.packed, &mut gradient, |_, _| {});
                }
            }
        }
        let out = self.image_gradients(&mut tape, &gradient);
        self.tapes.give(tape);
        out
    }

    /// The convolutions backward, from the gradient of the features in panels.
    #[expect(unsafe_code, reason = "clearing what is written all over would take as long as writing it")]
    fn image_gradients(&self, tape: &mut Tape, gradient: &[f32]) -> Vec<f32> {
        let (rows, image) = (tape.rows, self.shape.image());
        assert!(tape.choices.len() == rows && tape.features.len() == rows);
        let mut out = Vec::with_capacity(rows * image);
        let places = out.spare_capacity_mut()[..rows * image].par_chunks_exact_mut(image);
        let images = tape.choices.par_iter().zip(&mut tape.features).zip(places);
        images.enumerate().for_each(|(row, ((choices, features), out))| {
            copy_panels(panelled_row(gradient, rows, row), features);
            self.scratch
                .with_one(|scratch| self.level.run(ImageGradient { frozen: self, scratch, choices, features, out }));
        });
        // SAFETY: by the assertion no image was left out, and `planes::write` or `ToImage::run` has written all of each
        // or panicked.
        unsafe { out.set_len(rows * image) };
        out
    }

    fn prepare(&self, tape: &mut Tape, rows: usize) {
        let layers = || self.forward.iter().map(Convolution::layer);
        let choices: usize = layers().map(Layer::choices).sum();
        let features = layers().next_back().map_or(0, features);
        tape.rows = rows;
        tape.choices.resize_with(rows, || vec![CLIPPED; choices]);
        tape.features.resize_with(rows, || vec![0.0; features]);
        tape.activations.resize_with(self.dense.len(), Aligned::default);
        for (activations, side) in tape.activations.iter_mut().zip(&self.dense) {
            activations.resize(rows * side.outputs.next_multiple_of(PANEL));
        }
    }
}

/// The convolutions of one image.
struct Image<'a, const KEEP: bool> {
    frozen: &'a Frozen,
    scratch: &'a mut Scratch,
    image: &'a [f32],
    choices: &'a mut [u8],
    features: &'a mut [f32],
}

impl<const KEEP: bool> WithSimd for Image<'_, KEEP> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { frozen, scratch, image, choices, features } = self;
        let Some(last) = frozen.forward.last() else { return };
        let target = Target::beside(last.layer());
        Convolve::<KEEP> { stack: &frozen.forward, scratch, image, choices, target, out: features }.with_simd(simd);
    }
}

/// The gradient of one image.
struct ImageGradient<'a> {
    frozen: &'a Frozen,
    scratch: &'a mut Scratch,
    choices: &'a [u8],
    features: &'a [f32],
    /// Receives the gradient, completely overwritten.
    out: &'a mut [MaybeUninit<f32>],
}

impl WithSimd for ImageGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { frozen, scratch, choices, features, out } = self;
        let [first, ..] = frozen.backward.as_slice() else { unreachable!("a covered shape has a convolution") };
        let last = frozen.backward.last().unwrap_or(first);
        let source = Source::beside(last.layer, features);
        let lowest = usize::from(frozen.to_image.is_some());
        Backpropagate { stack: &frozen.backward, scratch, choices, source, lowest }.with_simd(simd);
        let Some(to_image) = &frozen.to_image else {
            return planes::write(first.layer, &scratch.gradients[0], out);
        };
        let [sums, gradients @ ..] = scratch.gradients.as_mut_slice() else { unreachable!("one for each convolution") };
        let source = Source::before(frozen.backward.get(1).map(|next| next.layer), gradients, source);
        to_image.run(simd, source, &choices[..first.layer.choices()], sums, out);
    }
}

/// Inputs of the first fully connected layer, in this crate's order: rows, columns, channels.
fn features(last: Layer) -> usize {
    last.pooled() * last.pooled() * last.outputs
}

/// PyTorch's index of the feature at `input`.
fn flattened(last: Layer, input: usize) -> usize {
    let (pixel, channel) = (input / last.outputs, input % last.outputs);
    channel * last.pooled() * last.pooled() + pixel
}

fn padded(bias: &[f32]) -> Vec<f32> {
    let mut bias = bias.to_vec();
    bias.resize(bias.len().next_multiple_of(PANEL), 0.0);
    bias
}

/// One row of results in panels, as runs.
fn panelled_row(values: &[f32], rows: usize, row: usize) -> impl Iterator<Item = &[f32]> {
    values.chunks_exact(PANEL).skip(row).step_by(rows.max(1))
}

/// Concatenates panels; the last one is cut to fit.
fn copy_panels<'a>(panels: impl Iterator<Item = &'a [f32]>, to: &mut [f32]) {
    to.chunks_mut(PANEL).zip(panels).for_each(|(to, panel)| to.copy_from_slice(&panel[..to.len()]));
}
