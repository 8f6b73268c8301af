//! How an image moves along its gradient. One file each.

mod adam;
mod gradient_descent;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;

use burn::tensor::Tensor;

/// Moves images along their gradients; may remember earlier ones.
pub trait Optimizer {
    /// The next images, within [0,1], from images and gradients, both `[n, 3, side, side]`. Images that nothing else
    /// holds are changed in place.
    fn step(&mut self, images: Tensor<4>, gradients: Tensor<4>) -> Tensor<4>;

    /// Forgets all images but those at `rows`, in this order.
    fn keep(&mut self, rows: &[usize]);

    /// The same, with all that it remembers.
    fn boxed(&self) -> Box<dyn Optimizer>;
}
