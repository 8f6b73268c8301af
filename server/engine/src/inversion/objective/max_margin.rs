//! The margin between the largest other score and the target's (Yuan et al. 2023, PLG-MI, section 3.3). Unlike that of
//! the cross-entropy, its gradient does not vanish as the target's score nears 1.

use super::{Answers, Objective};
use burn::tensor::{Tensor, TensorData};

/// `max_{j != i} log y_j - log y_i`, the difference of the logits.
#[derive(Clone, Copy, Debug)]
pub struct MaxMargin;

/// Smaller than any logarithm of a score.
const NEVER: f32 = -1e30;

impl Objective for MaxMargin {
    fn losses(&self, answers: &Answers, target: usize) -> Tensor<1> {
        let log_scores = answers.log_scores.clone();
        let classes = log_scores.dims()[1];
        let own = log_scores.clone().narrow(1, target, 1).flatten::<1>(0, 1);
        if classes == 1 {
            return own.neg();
        }
        let mut mask = vec![0.0; classes];
        mask[target] = NEVER;
        let mask = Tensor::<2>::from_data(TensorData::new(mask, [1, classes]), &log_scores.device());
        let other = (log_scores + mask).max_dim(1).flatten::<1>(0, 1);
        other - own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn worked_by_hand() {
        // Scores (1/8, 1/2, 3/8), target 1: log(3/8) - log(1/2); target 0: log(1/2) - log(1/8).
        let scores = Tensor::<2>::from_data([[0.125, 0.5, 0.375]], &crate::testing::device());
        let loss = |target| host(MaxMargin.losses(&Answers::of_scores(scores.clone().log()), target))[0];
        assert!((loss(1) - 0.75_f32.ln()).abs() < 1e-6, "{}", loss(1));
        assert!((loss(0) - 4.0_f32.ln()).abs() < 1e-6, "{}", loss(0));
    }

    #[test]
    fn the_gradient_pushes_the_target_up_and_the_best_other_down() {
        let device = crate::testing::device().autodiff();
        let logits = Tensor::<2>::from_data([[1.0, 5.0, 2.0]], &device).require_grad();
        let gradients = MaxMargin.losses(&Answers::of_scores(logits.clone()), 1).sum().backward();
        assert_eq!(host(logits.grad(&gradients).expect("tracked")), [0.0, -1.0, 1.0]);
    }
}
