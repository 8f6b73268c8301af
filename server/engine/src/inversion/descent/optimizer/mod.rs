//! Optimizers: how points move along their gradients. One file each.

mod adam;
mod gradient_descent;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;

use burn::tensor::Tensor;

/// Moves points along their gradients; may keep state.
pub trait Optimizer {
    /// The next points, from points and gradients of one shape `[n, ...]`; pixels stay within [0,1]. Points with a
    /// single owner are changed in place.
    fn step(&mut self, points: Tensor<4>, gradients: Tensor<4>) -> Tensor<4>;

    /// Keeps the state of the points at `rows` alone, in this order.
    fn keep(&mut self, rows: &[usize]);

    /// A copy with all its state.
    fn boxed(&self) -> Box<dyn Optimizer>;
}
