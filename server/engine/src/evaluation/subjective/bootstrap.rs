//! The bootstrap interval of a mean of few ratings.

use super::distribution::{UPPER, normal_probability, student_quantile};
use super::quantile::{quantile, sorted};
use crate::dataset::stream;
use crate::evaluation::Interval;
use rand::RngExt;

/// Resamples for an interval.
const RESAMPLES: usize = 2000;

/// The 95 % expanded percentile bootstrap interval of the mean of `ratings`; `None` for fewer than two. The same seed
/// and label give the same interval.
///
/// The plain percentile interval is too narrow for few raters: resampling divides by n where the sample variance
/// divides by n − 1, and ignores Student's t. So the percentiles are moved outwards, to Φ(±√(n/(n−1)) · t(0.975, n−1)),
/// after T. Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69(4), 2015. Unlike
/// an interval by Student's t, it follows the skewness of the ratings and stays within their range.
pub fn bootstrap_interval(ratings: &[f64], seed: u64, label: &str) -> Option<Interval> {
    let count = ratings.len();
    if count < 2 {
        return None;
    }
    let mut random = stream(seed, &format!("bootstrap of ratings {label}"), &[]);
    let mut mean = || (0..count).map(|_| ratings[random.random_range(0..count)]).sum::<f64>() / count as f64;
    let means = sorted((0..RESAMPLES).map(|_| mean()));
    let above = 1.0 - expanded_level(count);
    Some([quantile(&means, above)?, quantile(&means, 1.0 - above)?])
}

/// The probability below the upper end, for `count` ratings.
fn expanded_level(count: usize) -> f64 {
    let freedom = (count - 1) as f64;
    normal_probability((count as f64 / freedom).sqrt() * student_quantile(UPPER, freedom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::subjective::opinion_score;
    use proptest::prelude::*;

    #[test]
    fn follows_student_where_ratings_are_symmetric() {
        let ratings: Vec<f64> = (0..24).map(|rater| f64::from(1 + rater % 5)).collect();
        let [low, high] = bootstrap_interval(&ratings, 1, "x").expect("an interval");
        let [by_t_low, by_t_high] = opinion_score(&ratings).and_then(|score| score.interval).expect("an interval");
        assert!((low - by_t_low).abs() < 0.05 && (high - by_t_high).abs() < 0.05, "{low} {high}");
        assert_eq!(bootstrap_interval(&ratings, 1, "x"), Some([low, high]));
        assert_ne!(bootstrap_interval(&ratings, 2, "x"), Some([low, high]));
        assert_eq!(bootstrap_interval(&[3.0], 1, "x"), None);
    }

    #[test]
    fn a_level_worked_by_hand() {
        // Φ(√(10/9) · 2.262157) = Φ(2.384526).
        assert!((expanded_level(10) - 0.991_449).abs() < 1e-5, "{}", expanded_level(10));
        assert!((expanded_level(100_000) - 0.975).abs() < 1e-5);
    }

    proptest! {
        #[test]
        fn stays_within_the_range_of_the_ratings(ratings in prop::collection::vec(1.0..9.0, 2..30), seed: u64) {
            let [low, high] = bootstrap_interval(&ratings, seed, "x").expect("an interval");
            let least = ratings.iter().copied().fold(f64::INFINITY, f64::min);
            let most = ratings.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(least - 1e-9 <= low && low <= high && high <= most + 1e-9);
        }
    }
}
