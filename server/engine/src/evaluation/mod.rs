//! Evaluation: how the target and the evaluation recognizer score and rank pictures (README, "Evaluation"; paper 4.3
//! and 5).
//!
//! Every figure counts all clones. A choice made with the evaluation recognizer is called the oracle's choice.

mod cmc;
mod comparison;
mod intervals;
mod rank;
pub mod subjective;

pub use cmc::cumulative_matching;
pub(crate) use comparison::histogram;
pub use comparison::{BINS, Comparer, Comparison, threshold};
pub use intervals::{Interval, exact_interval, people_interval};
pub use rank::rank;

use crate::pixels::Pictures;
use crate::recognizer::Recognizer;

/// The judgement of one picture by both recognizers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Confidence of the target recognizer in the target identity, in [0,1].
    pub target_score: f32,
    /// Confidence of the evaluation recognizer in the target identity, in [0,1].
    pub evaluation_score: f32,
    /// Rank of the target identity by the target recognizer; 1 is best, ties count against the picture.
    pub target_rank: u32,
    /// The same by the evaluation recognizer.
    pub evaluation_rank: u32,
}

/// Both recognizers, and an identity's class in each.
#[derive(Clone, Copy, Debug)]
pub struct Judges<'a> {
    /// The recognizer under attack.
    pub target: &'a Recognizer,
    /// The independent judge.
    pub evaluation: &'a Recognizer,
    /// The identity's class in the target recognizer.
    pub target_label: usize,
    /// The identity's class in the evaluation recognizer.
    pub evaluation_label: usize,
}

impl Judges<'_> {
    /// Judges every picture.
    pub fn judge(&self, pictures: &Pictures) -> Vec<Verdict> {
        let by_target = self.target.scores(pictures);
        let by_evaluation = self.evaluation.scores(pictures);
        let both = by_target.iter().zip(&by_evaluation);
        both.map(|(target, evaluation)| Verdict {
            target_score: target[self.target_label],
            evaluation_score: evaluation[self.evaluation_label],
            target_rank: rank(target, self.target_label),
            evaluation_rank: rank(evaluation, self.evaluation_label),
        })
        .collect()
    }
}

/// The oracle's choice: the picture that the evaluation recognizer scores highest (the first among equals).
pub fn oracle_choice(verdicts: &[Verdict]) -> Option<usize> {
    best_by(verdicts, |verdict| verdict.evaluation_score)
}

/// The attacker's choice: the picture that the target recognizer scores highest (the first among equals).
pub fn attacker_choice(verdicts: &[Verdict]) -> Option<usize> {
    best_by(verdicts, |verdict| verdict.target_score)
}

fn best_by(verdicts: &[Verdict], score: impl Fn(&Verdict) -> f32) -> Option<usize> {
    let indices = 0..verdicts.len();
    indices.rev().max_by(|left, right| score(&verdicts[*left]).total_cmp(&score(&verdicts[*right])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(target_score: f32, evaluation_score: f32) -> Verdict {
        Verdict { target_score, evaluation_score, target_rank: 1, evaluation_rank: 1 }
    }

    #[test]
    fn the_oracle_and_the_attacker_choose_by_their_own_recognizer_and_the_earliest_of_equals() {
        let verdicts = [verdict(0.1, 0.9), verdict(0.8, 0.9), verdict(0.8, 0.2)];
        assert_eq!(oracle_choice(&verdicts), Some(0));
        assert_eq!(attacker_choice(&verdicts), Some(1));
        assert_eq!(oracle_choice(&[]), None);
    }
}
