//! The distance from one stored template: the objective of template inversion, which needs no other person's template
//! (Mai et al., 2019, "On the Reconstruction of Face Images from Deep Face Templates").

use super::{Answers, Objective};
use burn::tensor::Tensor;

/// `1 - s_i`, where `s_i` is the cosine of the embedding and the template of `i`; of a recognizer without templates, the
/// logarithm of its score.
#[derive(Clone, Copy, Debug)]
pub struct Similarity;

impl Objective for Similarity {
    fn losses(&self, answers: &Answers, target: usize) -> Tensor<1> {
        answers.similarities.clone().narrow(1, target, 1).flatten::<1>(0, 1).neg().add_scalar(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn worked_by_hand() {
        let similarities = Tensor::<2>::from_data([[0.25, 0.75], [-1.0, 0.5]], &crate::testing::device());
        let answers = Answers { log_scores: similarities.clone(), similarities };
        assert_eq!(host(Similarity.losses(&answers, 0)), [0.75, 2.0]);
        assert_eq!(host(Similarity.losses(&answers, 1)), [0.25, 0.5]);
    }
}
