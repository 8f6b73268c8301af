//! Adam on pixels: every pixel moves at about the same pace, whatever the size of its gradient.

use super::Optimizer;
use burn::optim::{self, AdamConfig, AdamState, AdaptiveMomentumState, Optimizer as _};
use burn::tensor::{Int, Tensor};

/// Adam with the usual moments (0.9, 0.999) and epsilon 1e-8.
pub struct Adam {
    step_size: f64,
    adam: optim::Adam,
    state: Option<AdamState<4>>,
}

impl Adam {
    /// With a step size in units of pixel values.
    pub fn new(step_size: f64) -> Self {
        Self { step_size, adam: AdamConfig::new().with_epsilon(1e-8).build(), state: None }
    }
}

impl Optimizer for Adam {
    fn step(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        let (images, state) = self.adam.step(self.step_size, images, gradients, self.state.take());
        self.state = state;
        images
    }

    fn keep(&mut self, rows: Tensor<1, Int>) {
        self.state = self.state.take().map(|AdamState { momentum }| {
            AdamState::new(AdaptiveMomentumState {
                time: momentum.time,
                moment_1: momentum.moment_1.select(0, rows.clone()),
                moment_2: momentum.moment_2.select(0, rows.clone()),
                max_moment_2: None,
            })
        });
    }
}
