//! When the processor's own operations are used: on a processor with fast vector instructions, the frozen network, priors
//! and transforms are hand-written code that knows its own gradient. Elsewhere the same functions use Burn's operations.

pub use ::operation::{HostOperation, Pullback, run};
use burn::tensor::{Device, Tensor};
use kernels::Level;

/// The vector instructions to use, if `device` is the processor and has fast ones.
pub(crate) fn level(device: &Device) -> Option<Level> {
    if device.clone().inner() == Device::flex() { Level::fastest() } else { None }
}

/// A constant for a computation with tensors of `device`, which may track gradients; the constant has none.
pub(crate) fn constant<const D: usize>(tensor: Tensor<D>, device: &Device) -> Tensor<D> {
    if is_tracked(device) { Tensor::from_inner(tensor) } else { tensor }
}

/// Whether tensors of a device track gradients.
pub(crate) fn is_tracked(device: &Device) -> bool {
    *device != device.clone().inner()
}
