//! Parameters: what an attack moves, either the pixels themselves or numbers that an image is computed from. One file
//! each.

mod eigenfaces;
mod pixels;

pub use eigenfaces::EigenfaceCoefficients;
pub use pixels::Pixels;

use crate::pixels::Pictures;
use burn::tensor::{Device, Tensor};
use std::fmt::Debug;

/// Maps points to images. Every clone has its own point.
pub trait Parameters: Debug + Send + Sync {
    /// Points `[n, ...]` of the given pictures, or of the nearest images that can be reached.
    fn start(&self, seeds: &Pictures, device: &Device) -> Tensor<4>;

    /// Images `[n, 3, side, side]` in [0,1] of points; differentiable.
    fn images(&self, points: Tensor<4>) -> Tensor<4>;

    /// Penalties `[n]` for implausible points, differentiable and unweighted; `None` if all points are equally
    /// plausible.
    fn deviations(&self, points: Tensor<4>) -> Option<Tensor<1>>;

    /// Losses `[n]` plus the weighted deviations of their points.
    fn penalized(&self, losses: Tensor<1>, points: Tensor<4>, weight: f64) -> Tensor<1> {
        let deviations = if weight > 0.0 { self.deviations(points) } else { None };
        match deviations {
            Some(deviations) => losses + deviations.mul_scalar(weight),
            None => losses,
        }
    }

    /// The nearest 8-bit pictures of points; the points do not change.
    fn pictures(&self, points: &mut Tensor<4>) -> Pictures {
        Pictures::from_tensor(&self.images(points.clone()))
    }
}
