//! Total variation: neighbouring pixels should be alike.

use super::Prior;
use burn::tensor::Tensor;

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

impl Prior for TotalVariation {
    fn penalties(&self, images: Tensor<4>) -> Tensor<1> {
        let vertical = differences(images.clone(), 2);
        let horizontal = differences(images, 3);
        (vertical + horizontal).mul_scalar(self.weight)
    }
}

/// Mean absolute differences `[n]` of neighbours along a dimension.
fn differences(images: Tensor<4>, dimension: usize) -> Tensor<1> {
    let length = images.dims()[dimension];
    let after = images.clone().narrow(dimension, 1, length - 1);
    let before = images.narrow(dimension, 0, length - 1);
    (after - before).abs().flatten::<2>(1, 3).mean_dim(1).flatten::<1>(0, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;
    use burn::tensor::TensorData;

    #[test]
    fn worked_by_hand() {
        // One plane (0 1 / 0 0), the two others flat: vertical |0-0|, |0-1|; horizontal |1-0|, |0-0|.
        let mut values = vec![0.0_f32; 12];
        values[1] = 1.0;
        let image = Tensor::<4>::from_data(TensorData::new(values, [1, 3, 2, 2]), &crate::testing::device());
        // Each mean is over 6 differences, of which one is 1.
        let penalty = host(TotalVariation::new(3.0).penalties(image))[0];
        assert!((penalty - 3.0 * (1.0 / 6.0 + 1.0 / 6.0)).abs() < 1e-6, "{penalty}");
    }
}
