//! Convolutions of single pixels: a product of matrices for each picture.

use operation::{HostOperation, Pullback};
use primitives::{Matrix, Threads, add_product, product};
use std::sync::Arc;

/// A convolution of `[n, channels, height, width]` whose window is one pixel, without stride, padding or groups.
#[derive(Debug)]
pub struct PointwiseConvolution {
    /// `[filters, channels]`.
    pub weights: Vec<f32>,
    /// One for each filter, or none.
    pub bias: Vec<f32>,
    /// How many filters.
    pub filters: usize,
}

impl HostOperation for PointwiseConvolution {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        vec![input[0], self.filters, input[2], input[3]]
    }

    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        let (channels, area) = (shape[1], shape[2] * shape[3]);
        let weights = Matrix::new(&self.weights, self.filters, channels);
        let mut values = Vec::with_capacity(shape[0] * self.filters * area);
        for _ in 0..shape[0] {
            for filter in 0..self.filters {
                let bias = self.bias.get(filter).copied().unwrap_or(0.0);
                values.resize(values.len() + area, bias);
            }
        }
        let pictures = input.chunks_exact(channels * area).zip(values.chunks_exact_mut(self.filters * area));
        for (picture, values) in pictures {
            add_product(weights, Matrix::new(picture, channels, area), values);
        }
        values
    }

    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let values = self.value(input, shape);
        let (channels, area, count) = (shape[1], shape[2] * shape[3], input.len());
        let back = move |slopes: &[f32]| {
            let weights = Matrix::new(&self.weights, self.filters, channels).transposed();
            let mut gradient = vec![0.0; count];
            let pictures = slopes.chunks_exact(self.filters * area).zip(gradient.chunks_exact_mut(channels * area));
            for (slopes, gradient) in pictures {
                let slopes = Matrix::new(slopes, self.filters, area);
                product(weights, slopes, 1.0, Threads::One, gradient);
            }
            gradient
        };
        (values, Box::new(back))
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
        let weights = numbers(5 * 3, 7);
        for bias in [numbers(5, 8), Vec::new()] {
            let own = PointwiseConvolution { weights: weights.clone(), bias: bias.clone(), filters: 5 };
            compare(Arc::new(own), [2, 3, 4, 6], |x| {
                let device = x.device();
                let weights = Tensor::from_data(TensorData::new(weights.clone(), [5, 3, 1, 1]), &device);
                let bias = (!bias.is_empty()).then(|| Tensor::from_data(TensorData::new(bias.clone(), [5]), &device));
                let options = ConvOptions { stride: [1, 1], padding: [(0, 0), (0, 0)], dilation: [1, 1], groups: 1 };
                conv2d(x, weights, bias, options)
            });
        }
    }
}
