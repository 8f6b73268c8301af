//! The paper's update: `x(k+1) = x(k) - alpha dL/dx(k)` (section 3).

use super::Optimizer;
use crate::operation::level;
use crate::pixels::host;
use burn::tensor::{Tensor, TensorData};

/// Plain gradient descent.
#[derive(Clone, Copy, Debug)]
pub struct GradientDescent {
    step_size: f64,
    of_pixels: bool,
}

impl GradientDescent {
    /// With the paper's alpha. Pixels are kept within [0,1].
    pub fn new(step_size: f64, of_pixels: bool) -> Self {
        Self { step_size, of_pixels }
    }
}

impl Optimizer for GradientDescent {
    fn step(&mut self, points: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        let (device, shape) = (points.device(), points.dims());
        let Some(level) = level(&device).filter(|_| self.of_pixels) else {
            let moved = points - gradients.mul_scalar(self.step_size);
            return if self.of_pixels { moved.clamp(0.0, 1.0) } else { moved };
        };
        let mut values = host(points);
        kernels::descend(level, &mut values, &host(gradients), self.step_size as f32);
        Tensor::from_data(TensorData::new(values, shape), &device)
    }

    fn keep(&mut self, _: &[usize]) {}

    fn boxed(&self) -> Box<dyn Optimizer> {
        Box::new(*self)
    }
}
