//! Objectives: what an attack minimises, as a function of the recognizer's scores. One file each.

mod cross_entropy;
mod max_margin;
mod similarity;
mod squared_error;

pub use cross_entropy::CrossEntropy;
pub use max_margin::MaxMargin;
pub use similarity::Similarity;
pub use squared_error::SquaredError;

use burn::tensor::Tensor;

/// What a recognizer says of images, as far as an attack knows it.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Natural logarithms of scores `[n, classes]`.
    pub log_scores: Tensor<2>,
    /// Cosines with the templates `[n, classes]`; the logarithms of scores where there are none, or the attack has scores
    /// alone.
    pub similarities: Tensor<2>,
}

impl Answers {
    /// Of scores alone.
    pub fn of_scores(log_scores: Tensor<2>) -> Self {
        Self { similarities: log_scores.clone(), log_scores }
    }
}

/// A differentiable loss of each image.
pub trait Objective {
    /// Losses `[n]` for the class `target`.
    fn losses(&self, answers: &Answers, target: usize) -> Tensor<1>;
}
