//! Objectives: what an attack minimises, as a function of the recognizer's scores. One file each.

mod cross_entropy;
mod max_margin;
mod squared_error;

pub use cross_entropy::CrossEntropy;
pub use max_margin::MaxMargin;
pub use squared_error::SquaredError;

use burn::tensor::Tensor;

/// A differentiable loss of each image.
pub trait Objective {
    /// Losses `[n]` for the class `target`, from natural logarithms of scores `[n, classes]`.
    fn losses(&self, log_scores: Tensor<2>, target: usize) -> Tensor<1>;
}
