//! Operators that the processor computes by hand, with their gradients: those in which networks for small machines spend
//! most of their time, and which the tensor library computes in many passes.
//!
//! Batches are shared out among threads by the caller, so each runs on one.

mod depthwise;
mod pointwise;
mod prelu;

pub use depthwise::Depthwise;
pub use pointwise::PointwiseConvolution;
pub use prelu::PRelu;

use burn::tensor::Device;

/// Whether tensors of a device, which may track gradients, are the processor's.
pub fn is_host(device: &Device) -> bool {
    device.clone().inner() == Device::flex()
}

/// Runs loops with the widest vector instructions of this processor. Numbers are the same with any: nothing is fused or
/// summed in another order.
fn with_vectors<T>(compute: impl FnOnce() -> T) -> T {
    pulp::Arch::new().dispatch(compute)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Tensor, TensorData};
    use operation::{HostOperation, run};
    use std::sync::Arc;

    /// Numbers without a pattern, between -1 and 1.
    pub fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let number = |at: usize| ((at as u32).wrapping_mul(2_654_435_761).wrapping_add(seed * 97_531) >> 8) as f32;
        (0..count).map(|at| number(at) / (1 << 23) as f32 - 1.0).collect()
    }

    /// Compares values and gradients of an operation with those of a function of the tensor library.
    pub fn compare(operation: Arc<dyn HostOperation>, shape: [usize; 4], by_library: impl Fn(Tensor<4>) -> Tensor<4>) {
        let device = Device::flex().autodiff();
        let input = || {
            let data = TensorData::new(numbers(shape.iter().product(), 1), shape);
            Tensor::<4>::from_data(data, &device).require_grad()
        };
        let (own, other) = (input(), input());
        let (outputs, wanted) = (run::<4, 4>(own.clone(), operation.clone()), by_library(other.clone()));
        assert_eq!(outputs.dims(), wanted.dims());
        let values =
            |tensor: Tensor<4>| tensor.inner().into_data().convert::<f32>().try_to_vec::<f32>().expect("floats");
        near(&values(outputs.clone()), &values(wanted.clone()));
        let plain = Tensor::<4>::from_data(TensorData::new(numbers(shape.iter().product(), 1), shape), &Device::flex());
        let untracked = run::<4, 4>(plain, operation).into_data().try_to_vec::<f32>().expect("floats");
        near(&untracked, &values(wanted.clone()));
        let weights = Tensor::<4>::from_data(
            TensorData::new(numbers(outputs.dims().iter().product(), 2), outputs.dims()),
            &device,
        );
        let gradient = |input: Tensor<4>, outputs: Tensor<4>| {
            let gradients = (outputs * weights.clone()).sum().backward();
            input.grad(&gradients).expect("tracked").into_data().try_to_vec::<f32>().expect("floats")
        };
        near(&gradient(own, outputs), &gradient(other, wanted));
    }

    fn near(found: &[f32], wanted: &[f32]) {
        assert_eq!(found.len(), wanted.len());
        for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
            assert!((found - wanted).abs() <= 1e-5 * (1.0 + wanted.abs()), "{at}: {found}, not {wanted}");
        }
    }
}
