//! `sum_j (y_j - onehot_j)^2` (paper, section 3).

use super::{Answers, Objective};
use burn::tensor::Tensor;

/// The squared distance of the scores from the target's one-hot label.
#[derive(Clone, Copy, Debug)]
pub struct SquaredError;

impl Objective for SquaredError {
    fn losses(&self, answers: &Answers, target: usize) -> Tensor<1> {
        let log_scores = answers.log_scores.clone();
        // sum_j (y_j - onehot_j)^2 = sum_j y_j^2 - 2 y_i + 1
        let scores = log_scores.exp();
        let own = scores.clone().narrow(1, target, 1);
        (scores.square().sum_dim(1) - own.mul_scalar(2.0)).add_scalar(1.0).flatten::<1>(0, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn worked_by_hand() {
        // Scores (1/4, 3/4), target 0: (1/4 - 1)^2 + (3/4)^2 = 9/16 + 9/16.
        let scores = Tensor::<2>::from_data([[0.25, 0.75]], &crate::testing::device());
        let losses = host(SquaredError.losses(&Answers::of_scores(scores.log()), 0));
        assert!((losses[0] - 1.125).abs() < 1e-6, "{losses:?}");
    }
}
