//! How the image moves along the gradient.

mod adam;
mod gradient_descent;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;

use burn::tensor::{Int, Tensor};

/// Moves images along their gradients; may remember earlier ones.
pub trait Optimizer {
    /// The next images from images and gradients, both `[n, 3, side, side]`; not yet clamped.
    fn step(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4>;

    /// Forgets all images but those at `rows`, in this order.
    fn keep(&mut self, rows: Tensor<1, Int>);
}
