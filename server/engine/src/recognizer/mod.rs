//! Face recognizers: the paper's network, its training, its artifact, its scores.
//!
//! A [`Recognizer`] maps a face image to one confidence score per registered identity (METHOD, terms; paper 4.1).

mod architecture;
pub mod artifact;
mod description;
mod fused;
mod network;
pub mod training;
mod weights;

pub use architecture::{Architecture, ConvolutionLayer};
pub use network::Network;
pub use weights::{WeightError, Weights};

use crate::operation;
use crate::pixels::Pictures;
use burn::tensor::activation::softmax;
use burn::tensor::{Device, FloatDType, Tensor};
use fused::Fused;
use std::sync::Arc;

/// Images scored in one go: bounds memory (about 3 MB of activations an image).
const CHUNK: usize = 64;

/// A network with the names of its classes. Its weights are frozen.
#[derive(Clone, Debug)]
pub struct Recognizer {
    network: Network,
    /// The same network for the processor's kernels, where they cover it.
    fused: Option<Arc<Fused>>,
    /// The network's tensors, and what it computes on, are 16-bit floats.
    is_half: bool,
    architecture: Architecture,
    classes: Vec<String>,
    device: Device,
}

impl Recognizer {
    /// Puts weights on a device.
    ///
    /// # Errors
    /// If the weights do not have the architecture's names and shapes, or are not finite, or if the number of
    /// classes differs.
    pub fn new(
        architecture: Architecture,
        classes: Vec<String>,
        weights: &Weights,
        device: &Device,
    ) -> Result<Self, WeightError> {
        if classes.len() != architecture.classes {
            return Err(WeightError::Classes { named: classes.len(), outputs: architecture.classes });
        }
        weights.check(&architecture)?;
        let network = Network::new(&architecture, weights, device);
        let fused = Fused::new(&architecture, weights, device);
        Ok(Self { network, fused, is_half: false, architecture, classes, device: device.clone() })
    }

    /// Names of the registered identities, in the order of the outputs.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The output of an identity, if it is registered.
    pub fn label(&self, identity: &str) -> Option<usize> {
        self.classes.iter().position(|name| name == identity)
    }

    /// Layers and sizes.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Whether it computes in half precision.
    pub fn is_half(&self) -> bool {
        self.is_half
    }

    /// The device that holds the weights.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The network's tensors.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Logits `[n, classes]` of images `[n, 3, side, side]` in [0,1].
    pub fn logits(&self, images: Tensor<4>) -> Tensor<2> {
        match &self.fused {
            Some(fused) => operation::run(images, fused.clone()),
            None if self.is_half => self.network.forward(images.cast(FloatDType::F16)).cast(FloatDType::F32),
            None => self.network.forward(images),
        }
    }

    /// The same recognizer in half precision; `None` where the device does not compute with 16-bit floats, or where
    /// kernels of this engine compute in single precision faster.
    pub fn in_half(&self) -> Option<Self> {
        if self.fused.is_some() || !self.device.supports_dtype(FloatDType::F16) {
            return None;
        }
        let half = FloatDType::F16;
        let network = self.network.map(|four| four.cast(half), |two| two.cast(half), |one| one.cast(half));
        Some(Self { network, is_half: true, ..self.clone() })
    }

    /// The same recognizer computed by the tensor library alone.
    #[cfg(test)]
    pub(crate) fn without_kernels(&self) -> Self {
        Self { fused: None, ..self.clone() }
    }

    /// The largest difference of a confidence score between this recognizer and another, over some pictures.
    pub fn farthest_score(&self, other: &Self, pictures: &Pictures) -> f32 {
        let pairs = self.scores(pictures).into_iter().flatten().zip(other.scores(pictures).into_iter().flatten());
        // Not a number is as far as can be.
        pairs.map(|(one, other)| (one - other).abs()).fold(0.0, |far, by| if by <= far { far } else { by })
    }

    /// The same recognizer for images that gradients are wanted for. Its weights are constants.
    pub(crate) fn for_gradients(&self) -> Self {
        Self { network: self.network.frozen_for_gradients(), ..self.clone() }
    }

    /// Confidence scores of every picture, `len` rows of `classes` values in [0,1] that add up to 1.
    pub fn scores(&self, pictures: &Pictures) -> Vec<Vec<f32>> {
        let mut rows = Vec::with_capacity(pictures.len());
        for from in (0..pictures.len()).step_by(CHUNK) {
            let to = (from + CHUNK).min(pictures.len());
            let logits = self.logits(pictures.tensor(from, to, &self.device));
            let scores = crate::pixels::host(softmax(logits, 1));
            rows.extend(scores.chunks_exact(self.architecture.classes).map(<[f32]>::to_vec));
        }
        rows
    }
}

#[cfg(test)]
mod tests;
