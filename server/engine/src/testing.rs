//! The device for this crate's tests, and a comparison that several of them use.

use crate::device::{Choice, choose};
use crate::pixels::host;
use burn::tensor::{Device, Tensor, TensorData};
use std::sync::OnceLock;

/// The processor, or the graphics device (even a software one) if the variable `EFFIGY_TEST_DEVICE` is `gpu`, so that
/// the same tests cover both.
pub fn device() -> Device {
    static DEVICE: OnceLock<Device> = OnceLock::new();
    let choice = if is_gpu() { Choice::Gpu } else { Choice::Cpu };
    DEVICE.get_or_init(|| choose(choice).expect("the device that the tests were told to use").device().clone()).clone()
}

/// Whether the tests run on a graphics device, whose sums are rounded in another order.
pub fn is_gpu() -> bool {
    std::env::var("EFFIGY_TEST_DEVICE").is_ok_and(|device| device == "gpu")
}

/// Asserts that two functions of a tensor with values between 0 and `range` have the same results, and the same
/// gradients of a weighted sum of these.
pub fn assert_agree<const D: usize, const R: usize>(
    shape: [usize; D],
    range: f32,
    found: impl Fn(Tensor<D>) -> Tensor<R>,
    wanted: impl Fn(Tensor<D>) -> Tensor<R>,
) {
    let device = device().autodiff();
    let some = |count: usize, step: usize| (0..count).map(|at| (at * step % 101) as f32 / 101.0).collect::<Vec<_>>();
    let values = some(shape.iter().product(), 37);
    let both = |function: &dyn Fn(Tensor<D>) -> Tensor<R>| {
        let input = Tensor::from_data(TensorData::new(values.clone(), shape), &device).mul_scalar(range);
        let input = Tensor::from_inner(input.inner()).require_grad();
        let results = function(input.clone());
        let weights = TensorData::new(some(results.dims().iter().product(), 53), results.dims());
        let sum = (results.clone() * (Tensor::from_data(weights, &device) - 0.3)).sum();
        let gradient = input.grad(&sum.backward()).expect("the input is tracked");
        (host(results.inner()), host(gradient))
    };
    let (found, wanted) = (both(&found), both(&wanted));
    let close = |(a, b): (&Vec<f32>, &Vec<f32>)| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5);
    assert!(close((&found.0, &wanted.0)) && close((&found.1, &wanted.1)), "{found:?} {wanted:?}");
}
