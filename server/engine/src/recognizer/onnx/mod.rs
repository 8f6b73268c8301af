//! Networks from ONNX files. A face comes as this program frames it; what the network was trained on is part of its
//! description.

pub mod calibration;
pub(crate) mod enrolment;
mod parallel;
mod preprocessing;

pub use ::onnx::{OnnxError, Plan};
pub use enrolment::{Embedded, Enrolment, cosine, direction, embed, template};
pub use preprocessing::{Channels, Crop, FRAME, Preprocessing};

use super::model::{Facts, Model};
use crate::operation;
use ::onnx::Network;
use burn::tensor::{Device, Tensor};
use preprocessing::Preprocessor;
use std::sync::Arc;

/// A network from a file, with its preprocessing, on a device.
#[derive(Clone, Debug)]
pub struct OnnxModel {
    facts: Facts,
    network: Arc<FrameNetwork>,
}

/// A network that takes faces as this program frames them.
#[derive(Debug)]
struct FrameNetwork {
    network: Network,
    preprocessor: Preprocessor,
}

impl OnnxModel {
    /// Puts a plan on a device.
    pub fn new(plan: &Plan, preprocessing: Preprocessing, device: &Device) -> Self {
        let side = plan.input().side.expect("a plan that was tried has a size");
        let producer =
            if plan.producer().is_empty() { String::new() } else { format!(", written by {}", plan.producer()) };
        let summary = format!(
            "ONNX network of {} steps and {:.2} million parameters for {side} px, {} outputs (opset {}{producer})",
            plan.steps(),
            plan.parameters() as f64 / 1e6,
            plan.outputs(),
            plan.opset(),
        );
        let preprocessor = Preprocessor::new(preprocessing, side, device);
        Self {
            facts: Facts { input: FRAME, outputs: plan.outputs(), operations: plan.operations(), summary },
            network: Arc::new(FrameNetwork { network: Network::new(plan, device), preprocessor }),
        }
    }
}

impl FrameNetwork {
    /// Outputs of all frames at once.
    fn outputs(&self, frames: Tensor<4>) -> Tensor<2> {
        self.network.outputs(self.preprocessor.images(frames))
    }

    /// Outputs of each frame.
    fn count(&self) -> usize {
        self.network.plan().outputs()
    }
}

impl Model for OnnxModel {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn outputs(&self, images: Tensor<4>) -> Tensor<2> {
        match operation::level(&images.device()) {
            Some(_) => operation::run(images, self.network.clone()),
            None => self.network.outputs(images),
        }
    }
}

#[cfg(test)]
mod tests;
