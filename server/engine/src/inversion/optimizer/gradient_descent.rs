//! The paper's update: `x(k+1) = x(k) - alpha dL/dx(k)` (section 3).

use super::Optimizer;
use burn::tensor::{Int, Tensor};

/// Plain gradient descent.
#[derive(Clone, Copy, Debug)]
pub struct GradientDescent {
    step_size: f64,
}

impl GradientDescent {
    /// With the paper's alpha.
    pub fn new(step_size: f64) -> Self {
        Self { step_size }
    }
}

impl Optimizer for GradientDescent {
    fn step(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        images - gradients.mul_scalar(self.step_size)
    }

    fn keep(&mut self, _: Tensor<1, Int>) {}
}
