//! How points move along their gradients. One file each.

mod adam;
mod gradient_descent;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;

use burn::tensor::Tensor;

/// Moves points along their gradients; may remember earlier ones.
pub trait Optimizer {
    /// The next points from points and gradients, both of one shape `[n, ...]`; pixels stay within [0,1]. Points that nothing
    /// else holds are changed in place.
    fn step(&mut self, points: Tensor<4>, gradients: Tensor<4>) -> Tensor<4>;

    /// Forgets all points but those at `rows`, in this order.
    fn keep(&mut self, rows: &[usize]);

    /// The same, with all that it remembers.
    fn boxed(&self) -> Box<dyn Optimizer>;
}
