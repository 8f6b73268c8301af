//! Total variation: neighbouring pixels should be similar.

use super::Penalty;
use crate::operation::{self, HostOperation, Pullback};
use burn::tensor::Tensor;
use kernels::{Level, total_variation};
use rayon::prelude::*;
use std::sync::Arc;

/// The mean absolute difference of vertical neighbours plus that of horizontal ones, times a weight.
#[derive(Clone, Copy, Debug)]
pub struct TotalVariation {
    weight: f64,
}

impl TotalVariation {
    /// With a weight relative to the objective.
    pub fn new(weight: f64) -> Self {
        Self { weight }
    }
}

impl Penalty for TotalVariation {
    fn penalties(&self, images: Tensor<4>) -> Tensor<1> {
        match operation::level(&images.device()) {
            Some(level) => operation::run(images, Arc::new(HostTotalVariation { weight: self.weight as f32, level })),
            None => by_tensors(images).mul_scalar(self.weight),
        }
    }
}

/// Total variations `[n]`.
fn by_tensors(images: Tensor<4>) -> Tensor<1> {
    differences(images.clone(), 2) + differences(images, 3)
}

/// Mean absolute differences `[n]` of neighbours along a dimension.
fn differences(images: Tensor<4>, dimension: usize) -> Tensor<1> {
    let length = images.dims()[dimension];
    let after = images.clone().narrow(dimension, 1, length - 1);
    let before = images.narrow(dimension, 0, length - 1);
    (after - before).abs().flatten::<2>(1, 3).mean_dim(1).flatten::<1>(0, 1)
}

/// The same in one pass over the images, on the processor.
struct HostTotalVariation {
    weight: f32,
    level: Level,
}

impl HostTotalVariation {
    /// Penalties of images, and their unweighted gradients.
    fn both(&self, images: &[f32], shape: &[usize]) -> (Vec<f32>, Vec<f32>) {
        let mut gradients = vec![0.0; images.len()];
        let image = images.len() / shape[0].max(1);
        let each = images.par_chunks_exact(image).zip(gradients.par_chunks_exact_mut(image));
        let penalties =
            each.map(|(image, gradient)| self.weight * total_variation(self.level, image, shape[3], gradient));
        (penalties.collect(), gradients)
    }
}

impl HostOperation for HostTotalVariation {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        vec![input[0]]
    }

    fn value(&self, images: &[f32], shape: &[usize]) -> Vec<f32> {
        self.both(images, shape).0
    }

    fn tracked(self: Arc<Self>, images: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let (penalties, mut gradients) = self.both(images, shape);
        let back = move |penalties: &[f32]| {
            let image = gradients.len() / penalties.len().max(1);
            gradients.par_chunks_exact_mut(image).zip(penalties).for_each(|(gradient, penalty)| {
                let factor = self.weight * penalty;
                gradient.iter_mut().for_each(|value| *value *= factor);
            });
            gradients
        };
        (penalties, Box::new(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;
    use crate::testing::assert_agree;
    use burn::tensor::TensorData;

    #[test]
    fn penalties_and_gradients_are_those_of_tensor_operations() {
        let found = |images| TotalVariation::new(3.0).penalties(images);
        assert_agree([2, 3, 6, 6], 1.0, found, |images| by_tensors(images).mul_scalar(3.0));
    }

    #[test]
    fn worked_by_hand() {
        // One plane (0 1 / 0 0), the two others flat: vertical |0-0|, |0-1|; horizontal |1-0|, |0-0|.
        let mut values = vec![0.0_f32; 12];
        values[1] = 1.0;
        let image = Tensor::<4>::from_data(TensorData::new(values, [1, 3, 2, 2]), &crate::testing::device());
        // Each mean is over 6 differences; one of them is 1.
        let penalty = host(TotalVariation::new(3.0).penalties(image))[0];
        assert!((penalty - 3.0 * (1.0 / 6.0 + 1.0 / 6.0)).abs() < 1e-6, "{penalty}");
    }
}
