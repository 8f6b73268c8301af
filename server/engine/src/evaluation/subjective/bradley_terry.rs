//! Bradley-Terry scores: a scale from paired preferences.

use super::comparisons::Comparisons;

/// The most steps of the fit; the likelihood only rises, so the result is still the best so far.
const STEPS: usize = 100_000;

/// The position of an item on the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// The natural logarithm of its worth; all scores sum to 0. Item i is preferred to item j with probability
    /// 1/(1 + exp(score j − score i)).
    pub score: f64,
    /// The score's standard error, from the inverse of the Fisher information where scores sum to 0.
    pub standard_error: f64,
}

/// The maximum-likelihood scores of the items, in their order; `None` unless the comparisons [are
/// connected](Comparisons::is_connected): an item that never won, or never lost, has no finite score. In that case
/// [smooth](Comparisons::smoothed) the comparisons, and say so.
///
/// The fit is by the MM algorithm of D. R. Hunter, "MM algorithms for generalized Bradley-Terry models", Annals of
/// Statistics 32(1), 2004, equation 3.
pub fn bradley_terry(comparisons: &Comparisons) -> Option<Vec<Strength>> {
    if !comparisons.is_connected() {
        return None;
    }
    let scores = fit(comparisons);
    let errors = standard_errors(comparisons, &scores)?;
    let strengths = scores.into_iter().zip(errors);
    Some(strengths.map(|(score, standard_error)| Strength { score, standard_error }).collect())
}

fn fit(comparisons: &Comparisons) -> Vec<f64> {
    let items = comparisons.items();
    let wins: Vec<f64> = (0..items).map(|item| (0..items).map(|other| comparisons.wins(item, other)).sum()).collect();
    let mut scores = vec![0.0; items];
    for _ in 0..STEPS {
        let worth: Vec<f64> = scores.iter().map(|score: &f64| score.exp()).collect();
        let risked = |item: usize| -> f64 {
            let others = (0..items).filter(|other| *other != item);
            others.map(|other| comparisons.between(item, other) / (worth[item] + worth[other])).sum()
        };
        let raised =
            centred((0..items).map(|item| if items > 1 { (wins[item] / risked(item)).ln() } else { 0.0 }).collect());
        let change = scores.iter().zip(&raised).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        scores = raised;
        if change < 1e-13 {
            break;
        }
    }
    scores
}

fn centred(mut scores: Vec<f64>) -> Vec<f64> {
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    scores.iter_mut().for_each(|score| *score -= mean);
    scores
}

/// The information does not determine a common shift of all scores. Adding 1/k everywhere makes it invertible, and
/// subtracting 1/k from the inverse leaves the covariance of scores that sum to 0.
fn standard_errors(comparisons: &Comparisons, scores: &[f64]) -> Option<Vec<f64>> {
    let items = scores.len();
    let shift = 1.0 / items as f64;
    let mut information = vec![vec![shift; items]; items];
    for item in 0..items {
        for other in (0..items).filter(|other| *other != item) {
            let preferred = 1.0 / (1.0 + (scores[other] - scores[item]).exp());
            let told = comparisons.between(item, other) * preferred * (1.0 - preferred);
            information[item][item] += told;
            information[item][other] -= told;
        }
    }
    let covariance = inverse(information)?;
    Some((0..items).map(|item| (covariance[item][item] - shift).max(0.0).sqrt()).collect())
}

/// The inverse of a symmetric positive definite matrix by Gauss-Jordan elimination, which needs no pivoting there.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    for (row, values) in matrix.iter_mut().enumerate() {
        values.extend((0..size).map(|column| f64::from(u8::from(column == row))));
    }
    for step in 0..size {
        let pivot = matrix[step][step];
        if pivot <= 0.0 || !pivot.is_finite() {
            return None;
        }
        matrix[step].iter_mut().for_each(|value| *value /= pivot);
        let eliminating = matrix[step].clone();
        for (_, values) in matrix.iter_mut().enumerate().filter(|(row, _)| *row != step) {
            let factor = values[step];
            values.iter_mut().zip(&eliminating).for_each(|(value, other)| *value -= factor * other);
        }
    }
    matrix.iter_mut().for_each(|values| drop(values.drain(..size)));
    Some(matrix)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    fn scores_and_errors((wins, smoothing): (Vec<Vec<f64>>, f64)) -> Vec<Option<f64>> {
        let items = wins.len();
        let comparisons = Comparisons::new(wins).expect("a table").smoothed(smoothing);
        let strengths = bradley_terry(&comparisons).map(|strengths| {
            strengths.into_iter().flat_map(|strength| [Some(strength.score), Some(strength.standard_error)]).collect()
        });
        strengths.unwrap_or_else(|| vec![None; 2 * items])
    }

    #[test]
    fn agrees_with_a_generalized_linear_model_by_statsmodels() {
        check(include_str!("../../../fixtures/subjective/bradley_terry.json"), scores_and_errors);
    }

    #[test]
    fn agrees_with_r() {
        check(include_str!("../../../fixtures/subjective/r_bradley_terry.json"), scores_and_errors);
    }

    #[test]
    fn two_items_worked_by_hand() {
        // 3 wins to 1: the odds are 3, the variance of the log odds 1/3 + 1, and each score takes half of the distance.
        let expected = [3_f64.ln() / 2.0, (4.0_f64 / 3.0).sqrt() / 2.0];
        let found = scores_and_errors((vec![vec![0.0, 3.0], vec![1.0, 0.0]], 0.0));
        for (found, expected) in found.iter().flatten().zip([expected[0], expected[1], -expected[0], expected[1]]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    /// Scores against the first as printed by H. Turner, D. Firth, "Bradley-Terry Models in R", JSS 48(9), 2012,
    /// section 2.
    #[test]
    fn four_journals_of_statistics_by_who_cites_whom() {
        let cited: [[f64; 4]; 4] =
            [[0., 730., 498., 221.], [33., 0., 68., 17.], [320., 813., 0., 142.], [284., 276., 325., 0.]];
        let comparisons = Comparisons::new(cited.map(|row| row.to_vec()).to_vec()).expect("a table");
        let strengths = bradley_terry(&comparisons).expect("all are cited");
        for (strength, printed) in strengths.iter().zip([0.0, -2.9491, -0.4796, 0.2690]) {
            let found = strength.score - strengths[0].score;
            assert!((found - printed).abs() < 5e-5, "{found} against {printed}");
        }
    }

    #[test]
    fn without_a_win_there_is_no_score_unless_smoothed() {
        let wins = vec![vec![0.0, 3.0], vec![0.0, 0.0]];
        assert_eq!(scores_and_errors((wins.clone(), 0.0)), [None; 4]);
        assert!(scores_and_errors((wins, 0.5)).iter().all(Option::is_some));
        assert_eq!(scores_and_errors((vec![vec![0.0]], 0.0)), [Some(0.0), Some(0.0)]);
        assert_eq!(scores_and_errors((vec![], 0.0)), []);
    }

    proptest! {
        #[test]
        fn expected_wins_are_the_observed(counts in prop::collection::vec(1_u8..20, 20)) {
            let mut counts = counts.into_iter().map(f64::from);
            let mut count = |won, lost| if won == lost { 0.0 } else { counts.next().expect("a count a pair") };
            let wins = (0..5).map(|won| (0..5).map(|lost| count(won, lost)).collect()).collect();
            let comparisons = Comparisons::new(wins).expect("a table");
            let strengths = bradley_terry(&comparisons).expect("all won");
            for item in 0..5 {
                let gap = |other: usize| {
                    let preferred = 1.0 / (1.0 + (strengths[other].score - strengths[item].score).exp());
                    comparisons.wins(item, other) - comparisons.between(item, other) * preferred
                };
                let gaps: f64 = (0..5).filter(|other| *other != item).map(gap).sum();
                prop_assert!(gaps.abs() < 1e-7, "{}", gaps);
            }
        }
    }
}
