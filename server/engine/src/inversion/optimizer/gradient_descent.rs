//! The paper's update: `x(k+1) = x(k) - alpha dL/dx(k)` (section 3).

use super::Optimizer;
use crate::operation::level;
use crate::pixels::host;
use burn::tensor::{Tensor, TensorData};

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
        let (device, shape) = (images.device(), images.dims());
        let Some(level) = level(&device) else {
            return (images - gradients.mul_scalar(self.step_size)).clamp(0.0, 1.0);
        };
        let mut values = host(images);
        kernels::descend(level, &mut values, &host(gradients), self.step_size as f32);
        Tensor::from_data(TensorData::new(values, shape), &device)
    }

    fn keep(&mut self, _: &[usize]) {}

    fn boxed(&self) -> Box<dyn Optimizer> {
        Box::new(*self)
    }
}
