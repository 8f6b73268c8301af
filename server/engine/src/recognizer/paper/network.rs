//! The network on a device: convolutions, pooling and fully connected layers (paper 4.1).

use super::Architecture;
use super::weights::{Values, Weights};
use burn::tensor::activation::relu;
use burn::tensor::module::{conv2d, linear, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, TensorData};

/// A convolution with 'same' padding. `weight` is `[out, in, k, k]`, `bias` is `[out]`.
#[derive(Clone, Debug)]
pub(super) struct Convolution {
    pub weight: Tensor<4>,
    pub bias: Tensor<1>,
}

/// A fully connected layer. `weight` is `[in, out]` (the transpose of PyTorch's), `bias` is `[out]`.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    pub weight: Tensor<2>,
    pub bias: Tensor<1>,
}

/// The tensors of a recognizer on one device.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) convolutions: Vec<Convolution>,
    pub(super) dense: Vec<Dense>,
}

/// A function of the hidden activations between fully connected layers: the identity, or dropout during training.
pub(super) type Hidden<'a> = &'a mut dyn FnMut(usize, Tensor<2>) -> Tensor<2>;

impl Network {
    /// Puts checked weights on a device.
    pub(super) fn new(architecture: &Architecture, weights: &Weights, device: &Device) -> Self {
        let values = |name: String| &weights.tensors[&name];
        let convolutions = (1..=architecture.convolutions.len()).map(|layer| Convolution {
            weight: on_device(values(format!("conv{layer}.weight")), device),
            bias: on_device(values(format!("conv{layer}.bias")), device),
        });
        let dense = (1..=architecture.hidden.len() + 1).map(|layer| Dense {
            weight: contiguous_transpose(on_device(values(format!("fc{layer}.weight")), device)),
            bias: on_device(values(format!("fc{layer}.bias")), device),
        });
        Self { convolutions: convolutions.collect(), dense: dense.collect() }
    }

    /// The weights on the host, in PyTorch's layout.
    pub(super) fn weights(&self) -> Weights {
        let mut weights = Weights::default();
        let mut put = |name: String, values: Values| drop(weights.tensors.insert(name, values));
        for (index, layer) in self.convolutions.iter().enumerate() {
            put(format!("conv{}.weight", index + 1), on_host(layer.weight.clone()));
            put(format!("conv{}.bias", index + 1), on_host(layer.bias.clone()));
        }
        for (index, layer) in self.dense.iter().enumerate() {
            put(format!("fc{}.weight", index + 1), on_host(layer.weight.clone().transpose()));
            put(format!("fc{}.bias", index + 1), on_host(layer.bias.clone()));
        }
        weights
    }

    /// The same network as constants in a differentiable computation: no gradients of weights are computed.
    pub(crate) fn frozen_for_gradients(&self) -> Self {
        self.map(Tensor::from_inner, Tensor::from_inner, Tensor::from_inner)
    }

    /// Applies a function to every tensor.
    pub(super) fn map(
        &self,
        four: impl Fn(Tensor<4>) -> Tensor<4>,
        two: impl Fn(Tensor<2>) -> Tensor<2>,
        one: impl Fn(Tensor<1>) -> Tensor<1>,
    ) -> Self {
        let convolutions = self
            .convolutions
            .iter()
            .map(|layer| Convolution { weight: four(layer.weight.clone()), bias: one(layer.bias.clone()) });
        let dense =
            self.dense.iter().map(|layer| Dense { weight: two(layer.weight.clone()), bias: one(layer.bias.clone()) });
        Self { convolutions: convolutions.collect(), dense: dense.collect() }
    }

    /// Logits `[n, classes]` of images `[n, 3, side, side]` in [0,1]; scores are their softmax.
    pub fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        self.classify(self.features(images), &mut |_, hidden| hidden)
    }

    /// The flattened output of the convolutions, `[n, values]`.
    pub(super) fn features(&self, images: Tensor<4>) -> Tensor<2> {
        let features = self.convolutions.iter().fold(images, |features, layer| {
            let padding = layer.weight.dims()[2] / 2;
            let options = ConvOptions::new([1, 1], [padding, padding], [1, 1], 1);
            let convolved = conv2d(features, layer.weight.clone(), Some(layer.bias.clone()), options);
            max_pool2d(relu(convolved), MaxPoolOptions::new([2, 2]))
        });
        // [n, channels, rows, columns] flattens in PyTorch's order.
        features.flatten::<2>(1, 3)
    }

    /// Logits from features, with `between` applied to the activations of each hidden layer.
    pub(super) fn classify(&self, features: Tensor<2>, between: Hidden<'_>) -> Tensor<2> {
        let mut activations = features;
        for (index, layer) in self.dense.iter().enumerate() {
            activations = linear(activations, layer.weight.clone(), Some(layer.bias.clone()));
            if index + 1 < self.dense.len() {
                activations = between(index, relu(activations));
            }
        }
        activations
    }
}

fn on_device<const D: usize>(values: &Values, device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values.floats.clone(), values.shape.clone()), device)
}

fn on_host<const D: usize>(tensor: Tensor<D>) -> Values {
    Values { shape: tensor.dims().to_vec(), floats: crate::pixels::host(tensor) }
}

/// The transpose in a new layout: some backends would copy a view at every use.
fn contiguous_transpose(tensor: Tensor<2>) -> Tensor<2> {
    let device = tensor.device();
    Tensor::from_data(tensor.transpose().into_data(), &device)
}
