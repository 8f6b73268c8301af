//! A plan on a device, ready to compute.

use crate::error::OnnxError;
use crate::operators::{Inputs, MOST_OPERATIONS};
use crate::plan::{Feed, IMAGES, Layout, Plan, Step};
use crate::value::Value;
use burn::tensor::{Device, Tensor};
use std::sync::Arc;

/// Values that a step may compute for an image: 128 MB.
const MOST_VALUES_OF_AN_IMAGE: usize = 1 << 25;

/// A network with its constants on a device.
#[derive(Clone, Debug)]
pub struct Network {
    plan: Arc<Plan>,
    constants: Vec<Value>,
    /// The same constants for computations that track gradients.
    tracked: Vec<Value>,
}

impl Network {
    /// Puts a plan on a device.
    pub fn new(plan: &Plan, device: &Device) -> Self {
        let constants: Vec<_> = plan.constants.iter().map(|constant| Value::constant(constant, device)).collect();
        let tracked = constants.iter().map(tracked).collect();
        Self { plan: Arc::new(plan.clone()), constants, tracked }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Outputs `[n, outputs]` of images `[n, 3, side, side]` whose values are what the network was trained on;
    /// differentiable if the images are tracked, with constant weights.
    ///
    /// # Panics
    /// If the images are not of the network's size.
    pub fn outputs(&self, images: Tensor<4>) -> Tensor<2> {
        let run = |images| self.measured(images).expect("a plan that was tried").0;
        if !self.plan.figures.is_one_by_one || images.dims()[0] == 1 {
            return run(images);
        }
        Tensor::cat((0..images.dims()[0]).map(|at| run(images.clone().narrow(0, at, 1))).collect(), 0)
    }

    /// Outputs, and the operations for all images.
    pub(crate) fn measured(&self, images: Tensor<4>) -> Result<(Tensor<2>, u64), OnnxError> {
        let n = images.dims()[0];
        let device = images.device();
        let is_tracked = device != device.clone().inner();
        let constants = if is_tracked { &self.tracked } else { &self.constants };
        let mut slots: Vec<Option<Value>> = vec![None; self.plan.slots];
        slots[IMAGES] = Some(match self.plan.input.layout {
            Layout::ChannelsFirst => images.into(),
            Layout::ChannelsLast => images.permute([0, 2, 3, 1]).into(),
        });
        let mut operations = 0_u64;
        for step in &self.plan.steps {
            let inputs: Vec<_> = step.inputs.iter().map(|feed| take(*feed, constants, &mut slots)).collect();
            let shapes: Vec<_> =
                inputs.iter().map(|input| input.as_ref().map(Value::dims).unwrap_or_default()).collect();
            let outputs = step.operator.run(Inputs::new(inputs, &device)).map_err(|why| refused(step, why))?;
            let produced: Vec<_> = outputs.iter().map(Value::dims).collect();
            operations = operations.saturating_add(step.operator.operations(&shapes, &produced));
            if operations / n.max(1) as u64 > MOST_OPERATIONS {
                return Err(refused(step, "up to it, the network takes too long for one that is attacked".into()));
            }
            let largest = produced.iter().map(|dims| dims.iter().product::<usize>()).max().unwrap_or_default();
            if largest / n.max(1) > MOST_VALUES_OF_AN_IMAGE {
                return Err(refused(step, format!("it computes {largest} values, more than any recognizer needs")));
            }
            for (slot, value) in step.outputs.iter().zip(outputs) {
                slots[*slot] = Some(value);
            }
        }
        let output = slots[self.plan.output].take();
        let Some(Value::Floats(floats)) = output else {
            return Err(OnnxError::graph("the network's output holds no floating-point numbers"));
        };
        let dims = floats.dims();
        let each: usize = dims.iter().product::<usize>() / n.max(1);
        if dims.first() != Some(&n) {
            return Err(OnnxError::graph(format!(
                "the output has the shape {dims:?} for {n} images; one row an image is wanted"
            )));
        }
        Ok((floats.reshaped(&[n, each]).tensor(), operations))
    }
}

fn take(feed: Feed, constants: &[Value], slots: &mut [Option<Value>]) -> Option<Value> {
    match feed {
        Feed::Nothing => None,
        Feed::Constant(at) => Some(constants[at].clone()),
        Feed::Slot { slot, is_last: true } => slots[slot].take(),
        Feed::Slot { slot, is_last: false } => slots[slot].clone(),
    }
}

fn tracked(value: &Value) -> Value {
    match value {
        Value::Floats(floats) => Value::Floats(floats.untracked_constant()),
        Value::Ints(ints) => Value::Ints(ints.clone()),
    }
}

fn refused(step: &Step, why: String) -> OnnxError {
    OnnxError::Node { node: step.node.clone(), operator: step.name.clone(), why }
}
