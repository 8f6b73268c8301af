//! Random transforms through which the recognizer sees the image: what survives them is a face, not noise. One file
//! each.

mod affine;
mod brightness;
mod shift_and_flip;

pub use affine::Affine;
pub use brightness::Brightness;
pub use shift_and_flip::ShiftAndFlip;

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

/// A differentiable random transform of images.
pub trait Transform {
    /// Transforms images `[n, 3, side, side]`, all alike, with one draw.
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4>;
}
