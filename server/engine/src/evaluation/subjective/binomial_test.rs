//! Whether raters did better than guessing: the exact binomial test.

use statrs::function::factorial::ln_binomial;

/// The alternative to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// More successes than by chance.
    Greater,
    /// Fewer successes than by chance.
    Less,
    /// A different number than by chance.
    TwoSided,
}

/// Tolerance for rounding: outcomes up to this much likelier than the observed one count as no likelier, as in R's
/// `binom.test` and SciPy's `binomtest`.
const SLACK: f64 = 1.0 + 1e-7;

/// The probability, if each of `trials` succeeds with probability `chance`, of an outcome at least as extreme as
/// `successes`. Two-sided, an outcome is as extreme if it is no likelier than the observed one.
///
/// `None` if there are more successes than trials or `chance` is not in [0,1].
pub fn binomial_test(successes: u64, trials: u64, chance: f64, alternative: Alternative) -> Option<f64> {
    if successes > trials || !(0.0..=1.0).contains(&chance) {
        return None;
    }
    let probability = |outcome| probability(outcome, trials, chance);
    let observed = probability(successes) * SLACK;
    let sum: f64 = match alternative {
        Alternative::Greater => (successes..=trials).map(probability).sum(),
        Alternative::Less => (0..=successes).map(probability).sum(),
        Alternative::TwoSided => (0..=trials).map(probability).filter(|other| *other <= observed).sum(),
    };
    Some(sum.min(1.0))
}

/// The probability of exactly `successes`.
fn probability(successes: u64, trials: u64, chance: f64) -> f64 {
    // Zero to the power of zero is one, which logarithms cannot express.
    let power = |base: f64, exponent: u64| if exponent == 0 { 0.0 } else { exponent as f64 * base.ln() };
    (ln_binomial(trials, successes) + power(chance, successes) + power(1.0 - chance, trials - successes)).exp()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    fn all_three((successes, trials, chance): (u64, u64, f64)) -> Vec<Option<f64>> {
        let alternatives = [Alternative::Greater, Alternative::Less, Alternative::TwoSided];
        alternatives.map(|alternative| binomial_test(successes, trials, chance, alternative)).to_vec()
    }

    #[test]
    fn agrees_with_scipy() {
        check(include_str!("../../../fixtures/subjective/binomial_test.json"), all_three);
    }

    #[test]
    fn agrees_with_r() {
        check(include_str!("../../../fixtures/subjective/r_binomial_test.json"), all_three);
    }

    #[test]
    fn impossible_counts_have_no_probability() {
        assert_eq!(all_three((3, 2, 0.5)), [None; 3]);
        assert_eq!(all_three((1, 2, 1.5)), [None; 3]);
    }

    proptest! {
        #[test]
        fn both_sides_hold_the_observed_outcome(trials in 1_u64..300, part in 0.0..=1.0, chance in 0.01..0.99) {
            let successes = (trials as f64 * part) as u64;
            let figures: Vec<f64> = all_three((successes, trials, chance)).into_iter().flatten().collect();
            let observed = probability(successes, trials, chance);
            prop_assert!((figures[0] + figures[1] - 1.0 - observed).abs() < 1e-9);
            prop_assert!(figures[2] + 1e-9 >= observed && figures[2] <= 1.0);
        }
    }
}
