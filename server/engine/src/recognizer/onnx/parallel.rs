//! A network on the processor, with the images of a batch shared out among the threads: the tensor library computes most
//! operations of a small network on one.

use super::FrameNetwork;
use crate::operation::{HostOperation, Pullback};
use crate::pixels::host;
use burn::tensor::{Device, Tensor, TensorData};
use rayon::prelude::*;
use std::sync::Arc;

/// Images that one thread computes together. It depends on nothing but the machine, since sums of larger batches are
/// rounded differently.
fn share(images: usize) -> usize {
    images.div_ceil(rayon::current_num_threads()).max(1)
}

/// Runs `compute` for the shares of the images, each as a tensor of `device`.
fn shares<T: Send>(input: &[f32], shape: &[usize], device: &Device, compute: impl Fn(Tensor<4>) -> T + Sync) -> Vec<T> {
    let [n, channels, height, width] = [shape[0], shape[1], shape[2], shape[3]];
    let each = channels * height * width;
    let tensor = |values: &[f32]| {
        let shape = [values.len() / each, channels, height, width];
        Tensor::from_data(TensorData::new(values.to_vec(), shape), device)
    };
    input.par_chunks(share(n) * each).map(|values| compute(tensor(values))).collect()
}

/// Outputs `[n, outputs]` of frames `[n, 3, side, side]`.
impl HostOperation for FrameNetwork {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        vec![input[0], self.count()]
    }

    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        shares(input, shape, &Device::flex(), |images| host(self.outputs(images))).concat()
    }

    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let device = Device::flex().autodiff();
        let computed = shares(input, shape, &device, |images| {
            let images = images.require_grad();
            let outputs = self.outputs(images.clone());
            (host(outputs.clone().inner()), images, outputs)
        });
        let (values, graphs): (Vec<_>, Vec<_>) =
            computed.into_iter().map(|(values, images, outputs)| (values, (images, outputs))).unzip();
        let back = move |slopes: &[f32]| {
            let width = self.count();
            let mut from = 0;
            let shares: Vec<_> = graphs
                .into_iter()
                .map(|(images, outputs)| {
                    let count = outputs.dims()[0] * width;
                    from += count;
                    (images, outputs, slopes[from - count..from].to_vec())
                })
                .collect();
            let gradient = |(images, outputs, slopes): (Tensor<4>, Tensor<2>, Vec<f32>)| {
                let slopes = Tensor::<2>::from_data(TensorData::new(slopes, outputs.dims()), &outputs.device());
                let mut gradients = (outputs * slopes).sum().backward();
                let gradient = images.grad_remove(&mut gradients);
                host(gradient.unwrap_or_else(|| images.inner().zeros_like()))
            };
            shares.into_par_iter().map(gradient).collect::<Vec<_>>().concat()
        };
        (values.concat(), Box::new(back))
    }
}
