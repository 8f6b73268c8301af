//! Wilson's interval of a proportion.

use super::distribution::{UPPER, normal_quantile};
use crate::evaluation::Interval;

/// The 95 % score interval of the proportion behind `successes` of `trials`, without correction for continuity; `None`
/// without trials or with more successes than trials. It lies within [0,1].
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
pub fn wilson_interval(successes: u64, trials: u64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let count = trials as f64;
    Some(wilson(successes as f64 / count, count))
}

/// The interval when a `share` in [0,1] of `count` independent trials succeeds; `count` need not be whole.
pub(super) fn wilson(share: f64, count: f64) -> Interval {
    let square = normal_quantile(UPPER).powi(2);
    let centre = (share + square / (2.0 * count)) / (1.0 + square / count);
    let half = half_width(share, count);
    // Otherwise rounding could exceed the ends when none or all succeed.
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

/// Half of the interval's width when a `share` in [0,1] of `trials` succeeds.
pub(super) fn half_width(share: f64, trials: f64) -> f64 {
    let square = normal_quantile(UPPER).powi(2);
    let spread = share * (1.0 - share) / trials + square / (4.0 * trials * trials);
    (square * spread).sqrt() / (1.0 + square / trials)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    fn ends(input: (u64, u64)) -> Vec<Option<f64>> {
        wilson_interval(input.0, input.1).map_or(vec![None; 2], |ends| ends.map(Some).to_vec())
    }

    #[test]
    fn agrees_with_scipy() {
        check(include_str!("../../../fixtures/subjective/wilson.json"), ends);
    }

    #[test]
    fn agrees_with_r() {
        check(include_str!("../../../fixtures/subjective/r_wilson.json"), ends);
    }

    #[test]
    fn impossible_counts_have_no_interval() {
        assert_eq!(wilson_interval(0, 0), None);
        assert_eq!(wilson_interval(3, 2), None);
    }

    proptest! {
        #[test]
        fn lies_within_0_and_1_around_the_share(trials in 1_u64..100_000, part in 0.0..=1.0) {
            let successes = (trials as f64 * part) as u64;
            let [low, high] = wilson_interval(successes, trials).expect("an interval");
            let share = successes as f64 / trials as f64;
            prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
            let [mirrored, _] = wilson_interval(trials - successes, trials).expect("an interval");
            prop_assert!((mirrored - (1.0 - high)).abs() < 1e-9);
        }
    }
}
