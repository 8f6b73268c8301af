//! Adam: every value moves at about the same rate, whatever the size of its gradient.

use super::Optimizer;
use crate::adam::{Slot, Stepper};
use burn::tensor::{Int, Tensor, TensorData};

/// Adam with the usual moments (0.9, 0.999) and epsilon 1e-8.
#[derive(Clone)]
pub struct Adam {
    step_size: f64,
    of_pixels: bool,
    /// None before the first step.
    state: Option<State>,
}

#[derive(Clone)]
struct State {
    stepper: Stepper,
    taken: u64,
    first: Tensor<4>,
    second: Tensor<4>,
}

impl Adam {
    /// With a step size in units of the point's values. Pixels are kept within [0,1].
    pub fn new(step_size: f64, of_pixels: bool) -> Self {
        Self { step_size, of_pixels, state: None }
    }
}

impl Optimizer for Adam {
    fn step(&mut self, mut points: Tensor<4>, gradients: Tensor<4>) -> Tensor<4> {
        let stepper = if self.of_pixels { Stepper::of_images } else { Stepper::new };
        let state = self.state.get_or_insert_with(|| State {
            stepper: stepper(&points.device()),
            taken: 0,
            first: points.zeros_like(),
            second: points.zeros_like(),
        });
        let slot = Slot { value: &mut points, first: &mut state.first, second: &mut state.second };
        state.stepper.step(slot, gradients, self.step_size, state.taken);
        state.taken += 1;
        points
    }

    fn keep(&mut self, rows: &[usize]) {
        let Some(state) = &mut self.state else { return };
        let kept: Vec<i64> = rows.iter().map(|row| *row as i64).collect();
        let kept = Tensor::<1, Int>::from_data(TensorData::new(kept, [rows.len()]), &state.first.device());
        for moments in [&mut state.first, &mut state.second] {
            *moments = moments.extract().select(0, kept.clone());
        }
    }

    fn boxed(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}
