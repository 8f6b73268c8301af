//! The convolutions of a batch during training, by the processor's kernels or by the backend.

use crate::dataset::Batch;
use crate::operation::{HostOperation, Pullback, level, run};
use crate::recognizer::paper::fused::shape_of;
use crate::recognizer::{Architecture, Network};
use burn::tensor::{Device, Tensor, TensorData};
use kernels::Learner;
use std::sync::Arc;

/// How features are computed while weights change.
pub(super) struct Convolutions {
    input: usize,
    device: Device,
    /// The kernels, if they support the device and the architecture.
    learner: Option<Arc<Learner>>,
}

impl Convolutions {
    pub fn new(architecture: &Architecture, device: &Device) -> Self {
        let learner = level(device).and_then(|level| Learner::new(&shape_of(architecture), level));
        Self { input: architecture.input, device: device.clone(), learner: learner.map(Arc::new) }
    }

    /// Features `[n, values]` of a batch; `tracked` if the network's tensors are.
    pub fn features(&self, network: &Network, batch: Batch, tracked: bool) -> Tensor<2> {
        let Batch { len, pixels, .. } = batch;
        if let Some(learner) = &self.learner {
            let layers = network.convolutions.iter();
            let flat = layers.flat_map(|layer| [layer.weight.clone().flatten::<1>(0, 3), layer.bias.clone()]);
            let operation = Arc::new(ImageFeatures { learner: learner.clone(), images: pixels, len });
            return run(Tensor::cat(flat.collect(), 0), operation);
        }
        let device = if tracked { self.device.clone().autodiff() } else { self.device.clone() };
        let shape = [len, 3, self.input, self.input];
        network.features(Tensor::from_data(TensorData::new(pixels, shape), &device))
    }
}

/// Features of some images, as a function of all parameters in one tensor.
struct ImageFeatures {
    learner: Arc<Learner>,
    images: Vec<f32>,
    len: usize,
}

impl HostOperation for ImageFeatures {
    fn shape(&self, _: &[usize]) -> Vec<usize> {
        vec![self.len, self.learner.features_of_an_image()]
    }

    fn value(&self, parameters: &[f32], _: &[usize]) -> Vec<f32> {
        let (features, lesson) = self.learner.features(parameters, &self.images);
        self.learner.forget(lesson);
        features
    }

    fn tracked(self: Arc<Self>, parameters: &[f32], _: &[usize]) -> (Vec<f32>, Pullback) {
        let (features, lesson) = self.learner.features(parameters, &self.images);
        (features, Box::new(move |gradient| self.learner.gradient(lesson, gradient)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;
    use crate::recognizer::{ConvolutionLayer, Weights};

    #[test]
    fn kernels_and_tensors_agree_on_features_and_gradients() {
        let device = Device::flex();
        let layer = |kernel, channels| ConvolutionLayer { kernel, channels };
        let convolutions = vec![layer(5, 3), layer(3, 9)];
        let architecture = Architecture { input: 16, convolutions, hidden: vec![], classes: 2 };
        let network = Network::new(&architecture, &Weights::random(&architecture, 3), &device);
        let ways = [
            Convolutions::new(&architecture, &device),
            Convolutions { learner: None, ..Convolutions::new(&architecture, &device) },
        ];
        let found = ways.map(|way| {
            let pixels = (0..2 * 3 * 256).map(|at| (at * 37 % 101) as f32 / 101.0).collect();
            let batch = Batch { len: 2, pixels, labels: vec![0, 1] };
            let lift = |tensor: Tensor<4>| Tensor::from_inner(tensor).require_grad();
            let tracked = network.map(lift, Tensor::from_inner, |one| Tensor::from_inner(one).require_grad());
            let features = way.features(&tracked, batch, true);
            let gradients = (features.clone() * features.clone()).sum().backward();
            let first = &tracked.convolutions[0];
            let mut values = host(features.inner());
            values.extend(host(first.weight.grad(&gradients).expect("tracked")));
            values.extend(host(first.bias.grad(&gradients).expect("tracked")));
            values
        });
        let largest = found[1].iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let far = found[0].iter().zip(&found[1]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(far < 1e-5 * largest, "{far} of {largest}");
    }
}
