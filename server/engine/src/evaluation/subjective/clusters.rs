//! Answers of raters who gave several: those of one rater are not independent.

use super::opinion_score::{OpinionScore, opinion_score};

/// What one rater said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    /// The sum of the rater's answers.
    pub sum: f64,
    /// How many those are, above 0.
    pub count: u32,
}

/// Answers by rater.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters(Vec<Cluster>);

impl Clusters {
    /// Brings together the answers `(rater, answer)` of each rater; their order does not matter.
    pub fn of(votes: &[(u32, f64)]) -> Self {
        let mut votes = votes.to_vec();
        if !votes.is_sorted_by_key(|(rater, _)| *rater) {
            votes.sort_by_key(|(rater, _)| *rater);
        }
        let of_rater = |votes: &[(u32, f64)]| Cluster {
            sum: votes.iter().map(|(_, answer)| answer).sum(),
            count: votes.len() as u32,
        };
        Self(votes.chunk_by(|left, right| left.0 == right.0).map(of_rater).collect())
    }

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.0.len()
    }

    /// How many answers there are.
    pub fn votes(&self) -> u64 {
        self.0.iter().map(|one| u64::from(one.count)).sum()
    }

    /// The sum of all answers.
    pub fn sum(&self) -> f64 {
        self.0.iter().map(|one| one.sum).sum()
    }

    /// The mean over raters of each rater's mean, with the interval by Student's t over raters. An interval over answers
    /// would take the hundredth answer of one person for as much news as the first of a hundredth person.
    pub fn mean_of_raters(&self) -> Option<OpinionScore> {
        opinion_score(&self.means())
    }

    /// Every rater's mean.
    pub fn means(&self) -> Vec<f64> {
        self.0.iter().map(|one| one.sum / f64::from(one.count)).collect()
    }

    /// Every rater's sum and count.
    pub fn iter(&self) -> impl Iterator<Item = Cluster> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rater_counts_once_however_often_they_answer() {
        let clusters = Clusters::of(&[(7, 10.0), (2, 40.0), (7, 20.0), (7, 30.0)]);
        assert_eq!((clusters.raters(), clusters.votes(), clusters.sum()), (2, 4, 100.0));
        assert_eq!(clusters.means(), [40.0, 20.0]);
        let score = clusters.mean_of_raters().expect("ratings");
        assert_eq!((score.mean, score.ratings), (30.0, 2), "the mean of all four would be 25");
        // Deviation √200, t(0.975, 1) = 12.7062; half of the width is t · √200/√2.
        let [low, high] = score.interval.expect("two raters");
        assert!((high - low - 2.0 * 127.062_047).abs() < 1e-4, "{low} {high}");
        assert_eq!(Clusters::of(&[]).mean_of_raters(), None);
    }
}
