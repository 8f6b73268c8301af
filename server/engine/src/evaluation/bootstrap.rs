//! Bootstrap intervals of a mean: how far it would move had other clones been drawn.

use crate::dataset::stream;
use rand::RngExt;

/// Resamples drawn for an interval.
const RESAMPLES: usize = 2000;

/// `[low, high]`.
pub type Interval = [f64; 2];

/// The 95 % percentile bootstrap interval of the mean of `values`; the same seed and label give the same interval.
/// Without values it is `[0, 0]`.
pub fn mean_interval(values: &[f64], seed: u64, label: &str) -> Interval {
    if values.is_empty() {
        return [0.0; 2];
    }
    let mut random = stream(seed, &format!("bootstrap {label}"), &[]);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..values.len()).map(|_| values[random.random_range(0..values.len())]);
            drawn.sum::<f64>() / values.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    [means[RESAMPLES * 25 / 1000], means[RESAMPLES * 975 / 1000 - 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_has_no_width_and_a_coin_has_the_width_of_its_binomial() {
        assert_eq!(mean_interval(&[0.5; 9], 1, "x"), [0.5, 0.5]);
        let coin: Vec<f64> = (0..100).map(|toss| f64::from(toss % 2)).collect();
        let [low, high] = mean_interval(&coin, 1, "coin");
        // 95 % of the means of 100 fair tosses lie within 0.5 ± 0.098.
        assert!((0.38..0.42).contains(&low) && (0.58..0.62).contains(&high), "{low} {high}");
        assert_eq!(mean_interval(&coin, 1, "coin"), [low, high]);
        assert_eq!(mean_interval(&[], 1, "none"), [0.0, 0.0]);
    }
}
