//! Adam on pixels: every pixel moves at about the same pace, whatever the size of its gradient.

use super::Optimizer;
use crate::operation::level;
use crate::pixels::host;
use burn::optim::{self, AdamConfig, AdamState, AdaptiveMomentumState, Optimizer as _};
use burn::tensor::{Int, Tensor, TensorData};
use kernels::{AdamStep, Level, Moving};

const BETAS: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

/// Adam with the usual moments (0.9, 0.999) and epsilon 1e-8.
pub struct Adam {
    step_size: f64,
    adam: optim::Adam,
    moments: Moments,
}

/// Of all images, where they are computed.
enum Moments {
    None,
    OnCard(Box<AdamState<4>>),
    OnHost { taken: u64, images: usize, first: Vec<f32>, second: Vec<f32> },
}

impl Adam {
    /// With a step size in units of pixel values.
    pub fn new(step_size: f64) -> Self {
        let adam = AdamConfig::new().with_beta_1(BETAS[0]).with_beta_2(BETAS[1]).with_epsilon(EPSILON).build();
        Self { step_size, adam, moments: Moments::None }
    }

    fn step_on_host(&mut self, level: Level, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        let (device, shape) = (images.device(), images.dims());
        let mut values = host(images);
        let zeros = || vec![0.0; values.len()];
        if !matches!(self.moments, Moments::OnHost { .. }) {
            self.moments = Moments::OnHost { taken: 0, images: shape[0], first: zeros(), second: zeros() };
        }
        if let Moments::OnHost { taken, first, second, .. } = &mut self.moments {
            let step = AdamStep::after(*taken, self.step_size, BETAS, EPSILON);
            let moving = Moving { values: &mut values, first, second };
            kernels::adam(level, moving, &host(gradients), step, true);
            *taken += 1;
        }
        Tensor::from_data(TensorData::new(values, shape), &device)
    }

    fn step_on_card(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        let state = match std::mem::replace(&mut self.moments, Moments::None) {
            Moments::OnCard(state) => Some(*state),
            _ => None,
        };
        let (images, state) = self.adam.step(self.step_size, images, gradients, state);
        self.moments = state.map_or(Moments::None, |state| Moments::OnCard(Box::new(state)));
        images.clamp(0.0, 1.0)
    }
}

impl Optimizer for Adam {
    fn step(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        match level(&images.device()) {
            Some(level) => self.step_on_host(level, images, gradients),
            None => self.step_on_card(images, gradients),
        }
    }

    fn keep(&mut self, rows: &[usize]) {
        match &mut self.moments {
            Moments::None => {}
            Moments::OnHost { images, first, second, .. } => {
                let image = first.len() / (*images).max(1);
                for moments in [first, second] {
                    *moments = rows.iter().flat_map(|row| &moments[row * image..][..image]).copied().collect();
                }
                *images = rows.len();
            }
            Moments::OnCard(state) => {
                let AdaptiveMomentumState { time, moment_1, moment_2, .. } = state.momentum.clone();
                let kept: Vec<i64> = rows.iter().map(|row| *row as i64).collect();
                let kept = Tensor::<1, Int>::from_data(TensorData::new(kept, [rows.len()]), &moment_1.device());
                let [moment_1, moment_2] = [moment_1, moment_2].map(|moment| moment.select(0, kept.clone()));
                let momentum = AdaptiveMomentumState { time, moment_1, moment_2, max_moment_2: None };
                **state = AdamState::new(momentum);
            }
        }
    }
}
