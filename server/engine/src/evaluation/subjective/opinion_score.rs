//! The mean opinion score and its uncertainty.

use super::distribution::{UPPER, student_quantile};
use crate::evaluation::Interval;

/// The mean opinion score (MOS) of one stimulus, in the unit of its ratings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpinionScore {
    /// The number of ratings.
    pub ratings: usize,
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the ratings (sample, n − 1); `None` for one rating.
    pub deviation: Option<f64>,
    /// The 95 % interval of the mean by Student's t with n − 1 degrees of freedom; `None` for one rating. It may extend
    /// beyond the scale.
    pub interval: Option<Interval>,
}

/// The mean opinion score of `ratings`; `None` without any.
pub fn opinion_score(ratings: &[f64]) -> Option<OpinionScore> {
    let mean = mean(ratings)?;
    let deviation = variance(ratings).map(f64::sqrt);
    let interval = deviation.map(|deviation| {
        let count = ratings.len() as f64;
        let half = student_quantile(UPPER, count - 1.0) * deviation / count.sqrt();
        [mean - half, mean + half]
    });
    Some(OpinionScore { ratings: ratings.len(), mean, deviation, interval })
}

/// The mean; `None` without values.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The sample variance (n − 1); `None` for fewer than two values.
pub(super) fn variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| squares / (values.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;

    #[test]
    fn agrees_with_scipy() {
        check(include_str!("../../../fixtures/subjective/opinion_score.json"), |ratings: Vec<f64>| {
            let score = opinion_score(&ratings).expect("ratings");
            let [low, high] = score.interval.map_or([None; 2], |ends| ends.map(Some));
            vec![Some(score.mean), score.deviation, low, high]
        });
    }

    #[test]
    fn without_ratings_there_is_no_score() {
        assert_eq!(opinion_score(&[]), None);
    }
}
