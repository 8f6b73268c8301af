//! Convolutions with a filter for each channel.

use super::with_vectors;
use operation::{HostOperation, Pullback};
use std::sync::Arc;

/// A convolution of `[n, channels, height, width]` in as many groups as there are channels, with one filter each.
#[derive(Debug)]
pub struct Depthwise {
    /// `[channels, height, width]` of the window.
    pub weights: Vec<f32>,
    /// One for each channel, or none.
    pub bias: Vec<f32>,
    /// Height and width of the window.
    pub size: [usize; 2],
    /// Pixels from one window to the next.
    pub stride: [usize; 2],
    /// Pixels between two neighbours in a window.
    pub dilation: [usize; 2],
    /// Pixels added before and after, for height and width.
    pub padding: [(usize, usize); 2],
}

/// Heights and widths of a picture, of it with its padding, and of the output.
struct Sizes {
    picture: [usize; 2],
    padded: [usize; 2],
    output: [usize; 2],
}

impl Depthwise {
    fn sizes(&self, shape: &[usize]) -> Sizes {
        let picture = [shape[2], shape[3]];
        let padded = [0, 1].map(|at| picture[at] + self.padding[at].0 + self.padding[at].1);
        let output = [0, 1].map(|at| {
            let reach = (self.size[at] - 1) * self.dilation[at] + 1;
            (padded[at] - reach) / self.stride[at] + 1
        });
        Sizes { picture, padded, output }
    }

    /// For every place in the window: the weight, and where its first pixel lies in a padded picture.
    #[inline(always)]
    fn places<'a>(&'a self, channel: usize, padded: [usize; 2]) -> impl Iterator<Item = (f32, usize)> + 'a {
        let [height, width] = self.size;
        let weights = &self.weights[channel * height * width..];
        (0..height * width).map(move |at| {
            let (row, column) = (at / width * self.dilation[0], at % width * self.dilation[1]);
            (weights[at], row * padded[1] + column)
        })
    }
}

impl HostOperation for Depthwise {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        let [height, width] = self.sizes(input).output;
        vec![input[0], input[1], height, width]
    }

    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        with_vectors(|| self.computed(input, shape))
    }

    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let values = self.value(input, shape);
        let shape = shape.to_vec();
        (values, Box::new(move |slopes: &[f32]| with_vectors(|| self.gradient(slopes, &shape))))
    }
}

impl Depthwise {
    #[inline(always)]
    fn computed(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        let Sizes { picture, padded, output } = self.sizes(shape);
        let mut values = vec![0.0; shape[0] * shape[1] * output[0] * output[1]];
        let mut frame = vec![0.0; padded[0] * padded[1]];
        let planes = input.chunks_exact(picture[0] * picture[1]).zip(values.chunks_exact_mut(output[0] * output[1]));
        for (at, (plane, values)) in planes.enumerate() {
            let channel = at % shape[1];
            self.frame(plane, picture[1], padded[1], &mut frame);
            values.fill(self.bias.get(channel).copied().unwrap_or(0.0));
            for (weight, first) in self.places(channel, padded) {
                for (row, values) in values.chunks_exact_mut(output[1]).enumerate() {
                    let pixels = &frame[first + row * self.stride[0] * padded[1]..];
                    add_scaled(values, pixels, weight, self.stride[1]);
                }
            }
        }
        values
    }

    /// Copies a picture into the middle of a frame of zeros.
    #[inline(always)]
    fn frame(&self, plane: &[f32], width: usize, padded: usize, frame: &mut [f32]) {
        let [(top, _), (left, _)] = self.padding;
        for (row, pixels) in plane.chunks_exact(width).enumerate() {
            let from = (row + top) * padded + left;
            frame[from..from + width].copy_from_slice(pixels);
        }
    }

    #[inline(always)]
    fn gradient(&self, slopes: &[f32], shape: &[usize]) -> Vec<f32> {
        let Sizes { picture, padded, output } = self.sizes(shape);
        let [(top, _), (left, _)] = self.padding;
        let mut gradient = Vec::with_capacity(shape.iter().product());
        let mut frame = vec![0.0; padded[0] * padded[1]];
        for (at, slopes) in slopes.chunks_exact(output[0] * output[1]).enumerate() {
            frame.fill(0.0);
            for (weight, first) in self.places(at % shape[1], padded) {
                for (row, slopes) in slopes.chunks_exact(output[1]).enumerate() {
                    let pixels = &mut frame[first + row * self.stride[0] * padded[1]..];
                    spread_scaled(pixels, slopes, weight, self.stride[1]);
                }
            }
            for row in 0..picture[0] {
                let from = (row + top) * padded[1] + left;
                gradient.extend_from_slice(&frame[from..from + picture[1]]);
            }
        }
        gradient
    }
}

/// Adds `weight` times every `stride`th pixel to as many values.
#[inline(always)]
fn add_scaled(values: &mut [f32], pixels: &[f32], weight: f32, stride: usize) {
    match stride {
        1 => values.iter_mut().zip(pixels).for_each(|(value, pixel)| *value += weight * pixel),
        _ => values.iter_mut().zip(pixels.iter().step_by(stride)).for_each(|(value, pixel)| *value += weight * pixel),
    }
}

/// Adds `weight` times each value to every `stride`th pixel.
#[inline(always)]
fn spread_scaled(pixels: &mut [f32], values: &[f32], weight: f32, stride: usize) {
    match stride {
        1 => pixels.iter_mut().zip(values).for_each(|(pixel, value)| *pixel += weight * value),
        _ => pixels.iter_mut().step_by(stride).zip(values).for_each(|(pixel, value)| *pixel += weight * value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{compare, numbers};
    use super::*;
    use burn::tensor::module::conv2d;
    use burn::tensor::ops::ConvOptions;
    use burn::tensor::{Tensor, TensorData};

    #[test]
    fn values_and_gradients_are_those_of_the_library() {
        let windows = [
            ([3, 3], [1, 1], [1, 1], [(1, 1), (1, 1)]),
            ([3, 3], [2, 2], [1, 1], [(1, 1), (1, 1)]),
            ([5, 3], [1, 2], [2, 1], [(3, 3), (0, 0)]),
            ([7, 6], [1, 1], [1, 1], [(0, 0), (0, 0)]),
        ];
        for (size, stride, dilation, padding) in windows {
            for bias in [vec![0.5, -0.25, 2.0], Vec::new()] {
                let weights = numbers(3 * size[0] * size[1], 5);
                let own = Depthwise { weights: weights.clone(), bias: bias.clone(), size, stride, dilation, padding };
                compare(Arc::new(own), [2, 3, 9, 8], |x| {
                    let device = x.device();
                    let weights = TensorData::new(weights.clone(), [3, 1, size[0], size[1]]);
                    let bias =
                        (!bias.is_empty()).then(|| Tensor::from_data(TensorData::new(bias.clone(), [3]), &device));
                    let options = ConvOptions { stride, padding, dilation, groups: 3 };
                    conv2d(x, Tensor::from_data(weights, &device), bias, options)
                });
            }
        }
    }
}
