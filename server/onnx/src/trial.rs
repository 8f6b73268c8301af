//! A first run of a plan: whether it can be computed, what it gives, and how long it takes.

use crate::error::OnnxError;
use crate::network::Network;
use crate::plan::{Figures, Plan};
use burn::tensor::{Device, Tensor, TensorData};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Outputs that an image may be mapped to.
const MOST_OUTPUTS: usize = 100_000;

/// The largest difference between a batch and its images one by one, of numbers around 1.
const ROUNDING: f32 = 1e-3;

/// Runs a plan on the processor, with one image and with two.
pub fn run(plan: &Plan) -> Result<Figures, OnnxError> {
    let device = Device::flex();
    let Some(side) = plan.input.side else {
        return Err(OnnxError::graph("the file leaves the size of its images open; state it (such as 112)"));
    };
    let network = Network::new(plan, &device);
    let guarded = |images: Tensor<4>| {
        let found = catch_unwind(AssertUnwindSafe(|| network.measured(images)));
        found.unwrap_or_else(|_| Err(OnnxError::graph("the network cannot be computed: some of its shapes do not fit")))
    };
    let (first, operations) = guarded(noise(side, &device, 1))?;
    let outputs = first.dims()[1];
    if !(1..=MOST_OUTPUTS).contains(&outputs) {
        return Err(OnnxError::graph(format!(
            "the network maps an image to {outputs} numbers; an embedding or scores are wanted, at most {MOST_OUTPUTS}"
        )));
    }
    let first = numbers(first)?;
    let (second, _) = guarded(noise(side, &device, 2))?;
    let both = Tensor::cat(vec![noise(side, &device, 1), noise(side, &device, 2)], 0);
    let wanted: Vec<_> = first.into_iter().chain(numbers(second)?).collect();
    let together =
        guarded(both).ok().filter(|(outputs, _)| outputs.dims()[0] == 2).and_then(|(both, _)| numbers(both).ok());
    let largest = wanted.iter().fold(1e-6_f32, |largest, value| largest.max(value.abs()));
    let is_same = |found: &Vec<f32>| {
        found.len() == wanted.len() && found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() <= ROUNDING * largest)
    };
    Ok(Figures { outputs, operations, is_one_by_one: !together.as_ref().is_some_and(is_same) })
}

/// One picture without structure, in [0,1].
fn noise(side: usize, device: &Device, seed: u32) -> Tensor<4> {
    let mut state = seed;
    let values = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32
    });
    let values: Vec<_> = values.take(3 * side * side).collect();
    Tensor::from_data(TensorData::new(values, [1, 3, side, side]), device)
}

fn numbers(outputs: Tensor<2>) -> Result<Vec<f32>, OnnxError> {
    let values: Vec<f32> = outputs.into_data().convert::<f32>().try_into_vec().unwrap_or_default();
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(OnnxError::graph("the network gives outputs that are no finite numbers"))
    }
}
