//! Through what the recognizer sees the image at a step: what survives random changes is a face, not noise.

mod affine;
mod brightness;
mod shift_and_flip;

pub use affine::Affine;
pub use brightness::Brightness;
pub use shift_and_flip::ShiftAndFlip;

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

/// A differentiable random change of the image.
pub trait Transform {
    /// Changes images `[n, 3, side, side]`, all of them alike; one draw a step.
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4>;
}
