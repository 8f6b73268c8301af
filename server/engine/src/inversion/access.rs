//! Black-box access to a recognizer: scores alone, counted against a budget.

use crate::recognizer::Recognizer;
use burn::tensor::{Device, Tensor};

/// The query budget is exhausted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the budget of queries is spent")]
pub struct BudgetSpent;

/// Access to the confidence scores of a recognizer, for a limited number of images.
#[derive(Debug)]
pub struct Access<'a> {
    recognizer: &'a Recognizer,
    queries: u64,
    budget: u64,
}

impl<'a> Access<'a> {
    /// Access to the scores of at most `budget` images.
    pub fn to_scores(recognizer: &'a Recognizer, budget: u64) -> Self {
        Self { recognizer, queries: 0, budget }
    }

    /// Scores of images `[n, 3, side, side]`, behind the recognizer's defences: `n` rows of one score in [0,1] for each
    /// class.
    ///
    /// # Errors
    /// If the budget does not cover all of them; then none is shown.
    pub fn scores(&mut self, images: Tensor<4>) -> Result<Tensor<2>, BudgetSpent> {
        let count = images.dims()[0] as u64;
        if count > self.left() {
            return Err(BudgetSpent);
        }
        self.queries += count;
        Ok(self.recognizer.answers(images))
    }

    /// Images shown so far.
    pub fn queries(&self) -> u64 {
        self.queries
    }

    /// Images that may still be shown.
    pub fn left(&self) -> u64 {
        self.budget - self.queries
    }

    /// The device that the recognizer computes on.
    pub fn device(&self) -> &Device {
        self.recognizer.device()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;
    use crate::recognizer::{Architecture, Weights};

    #[test]
    fn queries_are_counted_and_limited_by_the_budget() {
        let architecture = Architecture { input: 8, convolutions: Vec::new(), hidden: vec![4], classes: 3 };
        let names = ["a", "b", "c"].map(String::from).to_vec();
        let recognizer =
            Recognizer::new(&architecture, names, &Weights::random(&architecture, 1), &crate::testing::device())
                .expect("made");
        let mut access = Access::to_scores(&recognizer, 5);
        let images = |count| Tensor::<4>::full([count, 3, 8, 8], 0.5, recognizer.device());
        let scores = host(access.scores(images(3)).expect("within the budget"));
        assert!((scores.iter().sum::<f32>() - 3.0).abs() < 1e-5, "{scores:?}");
        assert_eq!((access.scores(images(3)).err(), access.queries(), access.left()), (Some(BudgetSpent), 3, 2));
        assert!(access.scores(images(2)).is_ok());
        assert_eq!(access.left(), 0);
    }
}
