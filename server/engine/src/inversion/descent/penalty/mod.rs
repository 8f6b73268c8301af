//! Penalties: assumptions about any face image. One file each.

mod total_variation;

pub use total_variation::TotalVariation;

use burn::tensor::Tensor;

/// A differentiable penalty on each image.
pub trait Penalty {
    /// Weighted penalties `[n]` of images `[n, 3, side, side]`.
    fn penalties(&self, images: Tensor<4>) -> Tensor<1>;
}
