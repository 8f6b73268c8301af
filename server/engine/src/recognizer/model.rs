//! What a network is to attacks and judges, whatever it is made of.

use burn::tensor::Tensor;
use std::fmt::Debug;
use std::sync::Arc;

/// A network with frozen weights on a device.
pub trait Model: Debug + Send + Sync {
    /// What is known of it.
    fn facts(&self) -> &Facts;

    /// Outputs `[n, outputs]` of images `[n, 3, side, side]` in [0,1] of the side that it takes; differentiable where the
    /// images are tracked, its weights being constants.
    fn outputs(&self, images: Tensor<4>) -> Tensor<2>;

    /// The same network computing with 16-bit floats; `None` where the device does not, or computes in single precision
    /// faster.
    fn in_half(&self) -> Option<Arc<dyn Model>> {
        None
    }
}

/// What is known of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Side of the images that it takes, in pixels.
    pub input: usize,
    /// Values that it gives for an image.
    pub outputs: usize,
    /// Floating-point operations of one forward pass of one image, counting a multiplication and an addition as two.
    pub operations: u64,
    /// What it is, in a line.
    pub summary: String,
}
