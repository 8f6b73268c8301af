//! `-log y_i`: our reading of the paper's Infomax measure.

use super::{Answers, Objective};
use burn::tensor::Tensor;

/// `-log y_i` of the target identity `i`.
#[derive(Clone, Copy, Debug)]
pub struct CrossEntropy;

impl Objective for CrossEntropy {
    fn losses(&self, answers: &Answers, target: usize) -> Tensor<1> {
        let log_scores = answers.log_scores.clone();
        log_scores.narrow(1, target, 1).flatten::<1>(0, 1).neg()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn worked_by_hand() {
        // Scores (1/4, 3/4) and (1/2, 1/2); target 1.
        let scores = Tensor::<2>::from_data([[0.25, 0.75], [0.5, 0.5]], &crate::testing::device());
        let losses = host(CrossEntropy.losses(&Answers::of_scores(scores.log()), 1));
        assert!((losses[0] - (4.0_f32 / 3.0).ln()).abs() < 1e-6, "{losses:?}");
        assert!((losses[1] - 2.0_f32.ln()).abs() < 1e-6, "{losses:?}");
    }
}
