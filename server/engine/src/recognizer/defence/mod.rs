//! Answer-time defences: what a deployed recognizer changes before it answers.

mod rounding;
mod temperature;

pub use rounding::Rounding;
pub use temperature::Temperature;

use burn::tensor::Tensor;
use std::fmt::Debug;

/// A change of what a recognizer answers. Several act in the order in which they are given.
pub trait Defence: Debug + Send + Sync {
    /// Logits `[n, identities]` as gradients see them, and as scores are computed from; differentiable.
    fn logits(&self, logits: Tensor<2>) -> Tensor<2> {
        logits
    }

    /// Scores `[n, identities]` as callers get them. A gradient does not pass through here.
    fn answers(&self, scores: Tensor<2>) -> Tensor<2> {
        scores
    }
}
