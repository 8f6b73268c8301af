//! 95 % intervals of figures over several people; the unit is the person, not the clone.
//!
//! Clones of one person are near-copies: the hundredth says little that the first did not. Other people would move a
//! figure, so intervals measure how much people differ.

use super::subjective::{UPPER, normal_quantile, student_quantile};
use statrs::function::beta::inv_beta_reg;

/// How far the interval from Jeffreys' prior for a proportion moves the ends inwards.
const JEFFREYS: f64 = 0.5;

/// `[low, high]`.
pub type Interval = [f64; 2];

/// The exact 95 % interval of the proportion behind `successes` of `trials`; `[0, 1]` without trials.
///
/// C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26, 1934.
///
/// # Panics
/// If there are more successes than trials.
pub fn exact_interval(successes: u32, trials: u32) -> Interval {
    assert!(successes <= trials, "no more successes than trials");
    beta_interval(f64::from(successes), f64::from(trials), 0.0)
}

/// The 95 % interval of a mean over people, of values in [0,1]: scores, or zeros and ones for a share. Each person is a
/// row of values; people count equally, however many values they have. `[0, 1]` for fewer than two people, since one
/// person says nothing about others.
///
/// It is Jeffreys' interval for as many coin tosses as would scatter like the people's means, reduced by the factor
/// (z/t)² because so few people only estimate the spread (E. L. Korn and B. I. Graubard, "Confidence intervals for
/// proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24, 1998;
/// C. Franco, R. J. A. Little, T. A. Louis and E. V. Slud, "Comparative study of confidence intervals for proportions
/// in complex sample surveys", Journal of Survey Statistics and Methodology 7, 2019). If less than one person's worth
/// of either outcome was seen, the spread between people is unknown: then each person is one toss and the interval is
/// exact, so that five of five is 48 to 100 %.
///
/// Resampling people and then their clones gives intervals that are too narrow for few people, and a single point where
/// all of them agree; the example `clone_intervals` compares the methods.
pub fn people_interval(people: &[Vec<f64>]) -> Interval {
    let Some(spread) = PersonMeans::of(people) else { return [0.0, 1.0] };
    let rarer = spread.people * spread.mean.min(1.0 - spread.mean);
    if rarer < 1.0 {
        return beta_interval(spread.mean * spread.people, spread.people, 0.0);
    }
    let tosses = spread.equivalent_tosses();
    beta_interval(spread.mean * tosses, tosses, JEFFREYS)
}

/// The spread of people's means.
struct PersonMeans {
    people: f64,
    mean: f64,
    /// The variance between people's means.
    variance: f64,
}

impl PersonMeans {
    fn of(people: &[Vec<f64>]) -> Option<Self> {
        let means: Vec<f64> = people.iter().filter(|values| !values.is_empty()).map(|values| mean(values)).collect();
        let count = means.len() as f64;
        if means.len() < 2 {
            return None;
        }
        let centre = mean(&means);
        let variance = means.iter().map(|mean| (mean - centre).powi(2)).sum::<f64>() / (count - 1.0);
        Some(Self { people: count, mean: centre.clamp(0.0, 1.0), variance })
    }

    fn equivalent_tosses(&self) -> f64 {
        let of_a_toss = self.mean * (1.0 - self.mean);
        // Nobody differs, so there is no spread to use.
        if self.variance < 1e-12 {
            return self.people;
        }
        let certainty = normal_quantile(UPPER) / student_quantile(UPPER, self.people - 1.0);
        self.people * of_a_toss / self.variance * certainty.powi(2)
    }
}

/// The interval between quantiles of two beta distributions, for counts that need not be whole: Clopper and Pearson's
/// if `nudge` is 0, [`JEFFREYS`]' if it is one half.
fn beta_interval(successes: f64, trials: f64, nudge: f64) -> Interval {
    let failures = trials - successes;
    let low = if successes < 1e-9 { 0.0 } else { inv_beta_reg(successes + nudge, failures + 1.0 - nudge, 1.0 - UPPER) };
    let high = if failures < 1e-9 { 1.0 } else { inv_beta_reg(successes + 1.0 - nudge, failures + nudge, UPPER) };
    [low, high]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_near(found: Interval, expected: Interval) {
        let near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6);
        assert!(near, "{found:?}, not {expected:?}");
    }

    #[test]
    fn agrees_with_binom_test_of_r() {
        assert_near(exact_interval(5, 5), [0.478_176_2, 1.0]);
        assert_near(exact_interval(3, 5), [0.146_632_8, 0.947_254_9]);
        assert_near(exact_interval(0, 21), [0.0, 0.161_097_6]);
        assert_near(exact_interval(0, 0), [0.0, 1.0]);
    }

    #[test]
    fn copies_of_a_clone_add_nothing() {
        let few: Vec<Vec<f64>> = [0.0, 0.0, 1.0, 0.0, 1.0].map(|top1| vec![top1]).to_vec();
        let many: Vec<Vec<f64>> = [0.0, 0.0, 1.0, 0.0, 1.0].map(|top1| vec![top1; 100]).to_vec();
        assert_eq!(people_interval(&few), people_interval(&many));
        let [low, high] = people_interval(&many);
        assert!(low < 0.07 && high > 0.85, "two of five says next to nothing: {low} {high}");
    }

    #[test]
    fn five_of_five_is_no_certainty() {
        let all = vec![vec![1.0; 20]; 5];
        assert_near(people_interval(&all), exact_interval(5, 5));
        let mut but_one = all.clone();
        but_one[0][0] = 0.0;
        let [low, high] = people_interval(&but_one);
        assert!((0.4..0.5).contains(&low) && high > 0.99, "one failure makes nobody surer: {low} {high}");
    }

    #[test]
    fn one_person_says_nothing_of_others() {
        assert_eq!(people_interval(&[vec![1.0; 50]]), [0.0, 1.0]);
        assert_eq!(people_interval(&[vec![0.4, 0.6], Vec::new()]), [0.0, 1.0]);
        assert_eq!(people_interval(&[]), [0.0, 1.0]);
    }

    #[test]
    fn people_who_are_alike_give_a_narrow_interval_and_others_a_wide_one() {
        let alike = people_interval(&[vec![0.50], vec![0.52], vec![0.48], vec![0.51], vec![0.49]]);
        let unlike = people_interval(&[vec![0.1], vec![0.9], vec![0.2], vec![0.8], vec![0.5]]);
        assert!(alike[0] > 0.47 && alike[1] < 0.53, "{alike:?}");
        assert!(unlike[0] < 0.15 && unlike[1] > 0.85, "{unlike:?}");
    }

    proptest! {
        #[test]
        fn holds_the_mean_and_stays_within_0_and_1(people in prop::collection::vec(prop::collection::vec(0.0..=1.0, 1..4), 2..9)) {
            let middle = mean(&people.iter().map(|person| mean(person)).collect::<Vec<_>>());
            let [low, high] = people_interval(&people);
            prop_assert!(0.0 <= low && low <= middle + 1e-6 && middle <= high + 1e-6 && high <= 1.0, "{low} {middle} {high}");
        }
    }
}
