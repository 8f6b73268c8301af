//! Fleiss' kappa: many raters, categories without order, every subject rated equally often.

use super::beyond_chance;

/// Fleiss' kappa of `counts[subject][category]`, how many raters put a subject into a category. 1 is full agreement, 0
/// that of chance.
///
/// `None` unless every subject has the same number of categories and of raters, at least two raters, and more than one
/// category was used. With gaps, take [`krippendorff_alpha`](super::krippendorff_alpha).
///
/// J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76(5), 1971.
pub fn fleiss_kappa(counts: &[Vec<u32>]) -> Option<f64> {
    let first = counts.first()?;
    let raters = total(first);
    if raters < 2 || counts.iter().any(|row| row.len() != first.len() || total(row) != raters) {
        return None;
    }
    let subjects = counts.len() as f64;
    let pairs = (raters * (raters - 1)) as f64;
    let agreeing = |row: &Vec<u32>| row.iter().map(|count| f64::from(*count) * (f64::from(*count) - 1.0)).sum::<f64>();
    let observed = counts.iter().map(agreeing).sum::<f64>() / (pairs * subjects);
    let all = subjects * raters as f64;
    let share = |category: usize| counts.iter().map(|row| f64::from(row[category])).sum::<f64>() / all;
    let expected = (0..first.len()).map(|category| share(category).powi(2)).sum();
    beyond_chance(observed, expected)
}

fn total(row: &[u32]) -> u64 {
    row.iter().copied().map(u64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_statsmodels() {
        check(include_str!("../../../../fixtures/subjective/fleiss_kappa.json"), |counts: Vec<Vec<u32>>| {
            vec![fleiss_kappa(&counts)]
        });
    }

    #[test]
    fn tables_that_are_not_fleiss_are_refused() {
        let cases: [&[Vec<u32>]; 4] =
            [&[], &[vec![2, 1], vec![2, 2]], &[vec![1, 0], vec![0, 1]], &[vec![3, 0], vec![3, 0]]];
        for counts in cases {
            assert_eq!(fleiss_kappa(counts), None, "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn is_at_most_1_and_does_not_know_the_order_of_subjects(
            raised in prop::collection::vec(prop::collection::vec(0_usize..3, 5), 2..20)
        ) {
            let tally = |row: &Vec<usize>| (0..3).map(|c| row.iter().filter(|x| **x == c).count() as u32).collect();
            let counts: Vec<Vec<u32>> = raised.iter().map(tally).collect();
            let reversed: Vec<_> = counts.iter().rev().cloned().collect();
            if let (Some(kappa), Some(other)) = (fleiss_kappa(&counts), fleiss_kappa(&reversed)) {
                prop_assert!((-0.25 - 1e-12..=1.0 + 1e-12).contains(&kappa), "{}", kappa);
                prop_assert!((kappa - other).abs() < 1e-12);
            }
        }
    }
}
