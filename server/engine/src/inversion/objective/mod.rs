//! What an attack minimises, as a function of the recognizer's logits.

mod cross_entropy;
mod squared_error;

pub use cross_entropy::CrossEntropy;
pub use squared_error::SquaredError;

use burn::tensor::Tensor;

/// A differentiable loss of each image on its own.
pub trait Objective {
    /// Losses `[n]` of logits `[n, classes]` for the class `target`.
    fn losses(&self, logits: Tensor<2>, target: usize) -> Tensor<1>;
}
