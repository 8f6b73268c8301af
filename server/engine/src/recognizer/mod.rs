//! Face recognizers: a network, a head that turns its outputs into logits, and the registered identities.
//!
//! A [`Recognizer`] maps a face image to one confidence score per registered identity (README, "Recognizers"; paper
//! 4.1). Any [`Model`] computes it; [`paper`] is the one that is trained here.

pub mod artifact;
pub mod defence;
mod description;
mod head;
mod model;
pub mod onnx;
pub mod paper;
mod resize;

pub use head::Head;
pub use model::{Facts, Model};
pub use paper::{Architecture, ConvolutionLayer, Network, WeightError, Weights, training};

use crate::pixels::{Pictures, host, resized};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor, TensorData};
use defence::Defence;
use onnx::{OnnxModel, Plan, Preprocessing};
use paper::PaperModel;
use std::sync::Arc;

/// Images scored at once: bounds memory (about 3 MB of activations an image).
const CHUNK: usize = 64;

/// A network with frozen weights, a head, the names of the identities, and defences.
#[derive(Clone, Debug)]
pub struct Recognizer {
    model: Arc<dyn Model>,
    head: Head,
    defences: Vec<Arc<dyn Defence>>,
    is_half: bool,
    classes: Vec<String>,
    device: Device,
}

impl Recognizer {
    /// A recognizer with any network. `classes` names the identities in the order of the head's logits.
    pub fn of(model: Arc<dyn Model>, head: Head, classes: Vec<String>, device: &Device) -> Self {
        Self { model, head, defences: Vec::new(), is_half: false, classes, device: device.clone() }
    }

    /// A network from an ONNX file in which people are registered by `templates` `[people, outputs]`; `scale` makes
    /// logits of cosines.
    ///
    /// # Panics
    /// If the templates are not of the network's outputs, one for each of `classes`.
    pub fn enrolled(
        plan: &Plan,
        preprocessing: Preprocessing,
        templates: Vec<f32>,
        scale: f32,
        classes: Vec<String>,
        device: &Device,
    ) -> Self {
        let templates = TensorData::new(templates, [classes.len(), plan.outputs()]);
        let head = Head::enrolled(Tensor::from_data(templates, device), scale);
        Self::of(Arc::new(OnnxModel::new(plan, preprocessing, device)), head, classes, device)
    }

    /// Puts weights of the paper's network on a device.
    ///
    /// # Errors
    /// If names or shapes of the weights do not fit the architecture, if a weight is not finite, or if the number of
    /// classes differs.
    pub fn new(
        architecture: &Architecture,
        classes: Vec<String>,
        weights: &Weights,
        device: &Device,
    ) -> Result<Self, WeightError> {
        if classes.len() != architecture.classes {
            return Err(WeightError::Classes { named: classes.len(), outputs: architecture.classes });
        }
        Ok(Self::of(Arc::new(PaperModel::new(architecture, weights, device)?), Head::Classes, classes, device))
    }

    /// The paper's network computed by the tensor library alone.
    #[cfg(test)]
    pub(crate) fn by_library(
        architecture: &Architecture,
        classes: Vec<String>,
        weights: &Weights,
        device: &Device,
    ) -> Self {
        let model = PaperModel::new(architecture, weights, device).expect("weights that fit").without_kernels();
        Self::of(Arc::new(model), Head::Classes, classes, device)
    }

    /// The recognizer as it is deployed, behind defences that act in this order.
    pub fn defended(self, defences: Vec<Arc<dyn Defence>>) -> Self {
        Self { defences, ..self }
    }

    /// Names of the registered identities, in the order of the logits.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The class index of an identity, if it is registered.
    pub fn label(&self, identity: &str) -> Option<usize> {
        self.classes.iter().position(|name| name == identity)
    }

    /// Facts about its network.
    pub fn facts(&self) -> &Facts {
        self.model.facts()
    }

    /// Whether it computes in half precision.
    pub fn is_half(&self) -> bool {
        self.is_half
    }

    /// From a cosine with a template to its logit; `None` without templates.
    pub fn template_scale(&self) -> Option<f32> {
        match self.head {
            Head::Classes => None,
            Head::Enrolled { scale, .. } => Some(scale),
        }
    }

    /// The template of each registered person, with length 1; `None` without templates.
    pub fn templates(&self) -> Option<Vec<Vec<f32>>> {
        match &self.head {
            Head::Classes => None,
            Head::Enrolled { templates, .. } => {
                let width = templates.dims()[1].max(1);
                Some(host(Tensor::clone(templates)).chunks_exact(width).map(<[f32]>::to_vec).collect())
            }
        }
    }

    /// The network's outputs for every picture. Pictures of another size are resized.
    pub fn outputs(&self, pictures: &Pictures) -> Vec<Vec<f32>> {
        self.rows(pictures, self.facts().outputs, |images| self.model.outputs(images))
    }

    /// Whether its people are registered by templates.
    pub fn is_by_templates(&self) -> bool {
        matches!(self.head, Head::Enrolled { .. })
    }

    /// The device that holds the weights.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Logits `[n, classes]` of images `[n, 3, side, side]` in [0,1], as gradients see them. Images of another size are
    /// resized.
    pub fn logits(&self, images: Tensor<4>) -> Tensor<2> {
        let images = resize::to_side(images, self.facts().input);
        let logits = self.head.logits(self.model.outputs(images));
        self.defences.iter().fold(logits, |logits, defence| defence.logits(logits))
    }

    /// Scores `[n, classes]` of images `[n, 3, side, side]` in [0,1], as callers get them. Images of another size are
    /// resized.
    pub fn answers(&self, images: Tensor<4>) -> Tensor<2> {
        let scores = softmax(self.logits(images), 1);
        self.defences.iter().fold(scores, |scores, defence| defence.answers(scores))
    }

    /// The same recognizer in half precision; `None` if the device does not support 16-bit floats, or if the kernels of
    /// this engine compute faster in single precision.
    pub fn in_half(&self) -> Option<Self> {
        Some(Self { model: self.model.in_half()?, is_half: true, ..self.clone() })
    }

    /// The largest difference of a score between this recognizer and another, both without defences, over some pictures.
    pub fn farthest_score(&self, other: &Self, pictures: &Pictures) -> f32 {
        let [one, other] = [self, other].map(|recognizer| recognizer.clone().defended(Vec::new()).scores(pictures));
        let pairs = one.into_iter().flatten().zip(other.into_iter().flatten());
        // NaN counts as the largest difference.
        pairs.map(|(one, other)| (one - other).abs()).fold(0.0, |far, by| if by <= far { far } else { by })
    }

    /// Confidence scores of every picture as callers get them, `len` rows of `classes` values in [0,1]. Pictures of
    /// another size are resized.
    pub fn scores(&self, pictures: &Pictures) -> Vec<Vec<f32>> {
        self.rows(pictures, self.classes.len(), |images| self.answers(images))
    }

    /// Rows of `width` values for every picture, computed in chunks.
    fn rows(&self, pictures: &Pictures, width: usize, compute: impl Fn(Tensor<4>) -> Tensor<2>) -> Vec<Vec<f32>> {
        let pictures = resized(pictures, self.facts().input as u32);
        let mut rows = Vec::with_capacity(pictures.len());
        for from in (0..pictures.len()).step_by(CHUNK) {
            let to = (from + CHUNK).min(pictures.len());
            let values = host(compute(pictures.tensor(from, to, &self.device)));
            rows.extend(values.chunks_exact(width.max(1)).map(<[f32]>::to_vec));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use defence::{Rounding, Temperature};

    fn recognizer(input: usize) -> Recognizer {
        let architecture = Architecture { input, convolutions: Vec::new(), hidden: vec![6], classes: 3 };
        let names = ["a", "b", "c"].map(String::from).to_vec();
        let weights = Weights::random(&architecture, 1);
        Recognizer::new(&architecture, names, &weights, &crate::testing::device()).expect("a recognizer")
    }

    /// A judge with inputs of 64 pixels once ended a run after all clones were made.
    #[test]
    fn pictures_of_any_side_are_scored_at_the_networks_own() {
        let byte = |at: usize| (at * 37 % 251) as u8;
        let pictures = Pictures { size: 32, bytes: (0..2 * 32 * 32 * 3).map(byte).collect() };
        for input in [32, 16, 64] {
            let recognizer = recognizer(input);
            let scores = recognizer.scores(&pictures);
            assert_eq!((scores.len(), scores[0].len()), (2, 3));
            let shown = resized(&pictures, input as u32).into_owned();
            assert_eq!(scores, recognizer.scores(&shown));
            let logits = recognizer.logits(pictures.tensor(0, 2, recognizer.device()));
            assert_eq!(logits.dims(), [2, 3]);
        }
    }

    #[test]
    fn defences_change_answers_in_their_order_and_gradients_where_they_act_on_logits() {
        let plain = recognizer(16);
        let pictures = Pictures { size: 16, bytes: (0..16 * 16 * 3).map(|at| (at * 37 % 251) as u8).collect() };
        let (cool, rounded) = (Arc::new(Temperature(4.0)), Arc::new(Rounding { decimals: 1 }));
        let defended = plain.clone().defended(vec![rounded.clone(), cool]);
        let image = || pictures.tensor(0, 1, plain.device());
        let [logits, cooled] = [&plain, &defended].map(|recognizer| host(recognizer.logits(image())));
        for (logit, cooled) in logits.iter().zip(&cooled) {
            assert!((logit / 4.0 - cooled).abs() < 1e-5, "{logit} {cooled}");
        }
        let answers = &defended.scores(&pictures)[0];
        assert!(answers.iter().all(|score| (score * 10.0 - (score * 10.0).round()).abs() < 1e-5), "{answers:?}");
        // Rounding alone changes no gradient.
        let logits_of_rounded = host(plain.clone().defended(vec![rounded]).logits(image()));
        assert_eq!(logits_of_rounded, logits);
    }

    #[test]
    fn gradients_reach_images_of_another_side() {
        let recognizer = recognizer(16);
        let device = recognizer.device().clone().autodiff();
        let images = Tensor::<4>::full([1, 3, 24, 24], 0.4, &device).require_grad();
        let gradients = recognizer.logits(images.clone()).sum().backward();
        let gradient = host(images.grad(&gradients).expect("tracked"));
        assert!(gradient.len() == 3 * 24 * 24 && gradient.iter().any(|value| *value != 0.0));
    }
}
