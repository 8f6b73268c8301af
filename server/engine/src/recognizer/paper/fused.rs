//! The frozen network as a single operation on the processor.

use super::{Architecture, Weights};
use crate::operation::{HostOperation, Pullback, level};
use burn::tensor::Device;
use kernels::{Frozen, Shape};
use std::sync::Arc;

/// A network whose weights are packed for the processor's kernels.
#[derive(Debug)]
pub(super) struct Fused(Frozen);

impl Fused {
    /// Packs weights; `None` if the kernels do not support the device or the architecture.
    pub fn new(architecture: &Architecture, weights: &Weights, device: &Device) -> Option<Arc<Self>> {
        let level = level(device)?;
        let shape = shape_of(architecture);
        let values = |name: String| weights.tensors[&name].floats.as_slice();
        let layer =
            |kind: &str, index| (values(format!("{kind}{index}.weight")), values(format!("{kind}{index}.bias")));
        let convolutions = (1..=shape.convolutions.len()).map(|index| layer("conv", index));
        let dense = (1..=shape.hidden.len() + 1).map(|index| layer("fc", index));
        let parameters: Vec<_> = convolutions.chain(dense).collect();
        Frozen::new(&shape, &parameters, level).map(|frozen| Arc::new(Self(frozen)))
    }
}

/// Converts an architecture to the kernels' type.
pub(super) fn shape_of(architecture: &Architecture) -> Shape {
    Shape {
        input: architecture.input,
        channels: 3,
        convolutions: architecture.convolutions.iter().map(|layer| [layer.kernel, layer.channels]).collect(),
        hidden: architecture.hidden.clone(),
        classes: architecture.classes,
    }
}

/// Logits `[n, classes]` of images `[n, 3, side, side]`.
impl HostOperation for Fused {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        vec![input[0], self.0.shape().classes]
    }

    fn value(&self, images: &[f32], _: &[usize]) -> Vec<f32> {
        self.0.logits(images)
    }

    fn tracked(self: Arc<Self>, images: &[f32], _: &[usize]) -> (Vec<f32>, Pullback) {
        let (logits, tape) = self.0.tracked_logits(images);
        (logits, Box::new(move |gradient| self.0.image_gradient(tape, gradient)))
    }
}
