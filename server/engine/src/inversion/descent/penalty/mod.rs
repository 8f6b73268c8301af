//! What an attack assumes of any face image: a penalty on it. One file each.

mod total_variation;

pub use total_variation::TotalVariation;

use burn::tensor::Tensor;

/// A differentiable penalty of each image on its own.
pub trait Penalty {
    /// Penalties `[n]`, weighted, of images `[n, 3, side, side]`.
    fn penalties(&self, images: Tensor<4>) -> Tensor<1>;
}
