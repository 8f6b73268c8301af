//! What an attack moves: the pixels themselves, or numbers from which an image is made. One file each.

mod eigenfaces;
mod pixels;

pub use eigenfaces::EigenfaceCoefficients;
pub use pixels::Pixels;

use crate::pixels::Pictures;
use burn::tensor::{Device, Tensor};
use std::fmt::Debug;

/// Points, and the images that they stand for. Every clone has a point of its own.
pub trait Parameters: Debug + Send + Sync {
    /// Points `[n, ...]` that stand for pictures, or for what comes nearest to them.
    fn start(&self, seeds: &Pictures, device: &Device) -> Tensor<4>;

    /// Images `[n, 3, side, side]` in [0,1] of points; differentiable.
    fn images(&self, points: Tensor<4>) -> Tensor<4>;

    /// Whether points are pixels, which stay within [0,1].
    fn are_pixels(&self) -> bool;

    /// How far points are from what is usual: penalties `[n]`, differentiable, before any weight; `None` where every point
    /// is as usual as any other.
    fn deviations(&self, points: Tensor<4>) -> Option<Tensor<1>>;

    /// The nearest 8-bit pictures of points, which are left as they were.
    fn pictures(&self, points: &mut Tensor<4>) -> Pictures {
        Pictures::from_tensor(&self.images(points.clone()))
    }
}
