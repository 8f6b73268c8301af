//! The interface of all networks to attacks and judges.

use burn::tensor::Tensor;
use std::fmt::Debug;
use std::sync::Arc;

/// A network with frozen weights on a device.
pub trait Model: Debug + Send + Sync {
    /// Facts about the network.
    fn facts(&self) -> &Facts;

    /// Outputs `[n, outputs]` of images `[n, 3, side, side]` in [0,1] of its input size; differentiable if the images
    /// are tracked, with constant weights.
    fn outputs(&self, images: Tensor<4>) -> Tensor<2>;

    /// The same network with 16-bit floats; `None` if the device does not support them, or computes faster in single
    /// precision.
    fn in_half(&self) -> Option<Arc<dyn Model>> {
        None
    }
}

/// Facts about a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Side of its input images, in pixels.
    pub input: usize,
    /// Number of outputs.
    pub outputs: usize,
    /// Floating-point operations of a forward pass of one image; a multiplication and an addition count as two.
    pub operations: u64,
    /// A description in one line.
    pub summary: String,
}
