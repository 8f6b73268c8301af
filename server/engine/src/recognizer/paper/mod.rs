//! The paper's network (section 4.1) and its training. No other recognizer of the engine uses the kernels.

mod architecture;
mod fused;
mod network;
pub mod training;
mod weights;

pub use architecture::{Architecture, ConvolutionLayer};
pub use network::Network;
pub use weights::{WeightError, Weights};

use super::model::{Facts, Model};
use crate::operation;
use burn::tensor::{Device, FloatDType, Tensor};
use fused::Fused;
use std::sync::Arc;

/// The network with frozen weights on a device.
#[derive(Clone, Debug)]
pub(super) struct PaperModel {
    facts: Facts,
    network: Network,
    /// The same network as constants in a differentiable computation.
    constants: Network,
    /// The same network for the processor's kernels, if they support it.
    fused: Option<Arc<Fused>>,
    /// Whether the network computes with 16-bit floats.
    is_half: bool,
    device: Device,
}

impl PaperModel {
    /// Puts weights on a device.
    pub fn new(architecture: &Architecture, weights: &Weights, device: &Device) -> Result<Self, WeightError> {
        weights.check(architecture)?;
        let network = Network::new(architecture, weights, device);
        Ok(Self {
            facts: facts(architecture),
            constants: network.frozen_for_gradients(),
            network,
            fused: Fused::new(architecture, weights, device),
            is_half: false,
            device: device.clone(),
        })
    }

    /// The same, computed by the tensor library alone.
    #[cfg(test)]
    pub fn without_kernels(&self) -> Self {
        Self { fused: None, ..self.clone() }
    }
}

fn facts(architecture: &Architecture) -> Facts {
    let (convolutions, hidden) = (architecture.convolutions.len(), architecture.hidden.len());
    Facts {
        input: architecture.input,
        outputs: architecture.classes,
        operations: architecture.forward_operations(),
        summary: format!("the paper's network: {convolutions} convolutions, {hidden} hidden layers"),
    }
}

impl Model for PaperModel {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn outputs(&self, images: Tensor<4>) -> Tensor<2> {
        if let Some(fused) = &self.fused {
            return operation::run(images, fused.clone());
        }
        let is_tracked = operation::is_tracked(&images.device());
        let network = if is_tracked { &self.constants } else { &self.network };
        if self.is_half {
            return network.forward(images.cast(FloatDType::F16)).cast(FloatDType::F32);
        }
        network.forward(images)
    }

    fn in_half(&self) -> Option<Arc<dyn Model>> {
        if self.fused.is_some() || !self.device.supports_dtype(FloatDType::F16) {
            return None;
        }
        let half = FloatDType::F16;
        let network = self.network.map(|four| four.cast(half), |two| two.cast(half), |one| one.cast(half));
        let constants = network.frozen_for_gradients();
        Some(Arc::new(Self { network, constants, is_half: true, ..self.clone() }))
    }
}

#[cfg(test)]
mod tests;
