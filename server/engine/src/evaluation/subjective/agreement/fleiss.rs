//! Fleiss' kappa: many raters, categories without order, every subject rated equally often.

use super::beyond_chance;
use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::quantile::sorted;
use std::collections::BTreeMap;

/// Fleiss' kappa of `counts[subject][category]`, how many raters chose a category for a subject. 1 is full agreement, 0
/// chance agreement.
///
/// `None` unless every subject has the same number of categories and of raters, at least two raters, and more than one
/// category in use. For data with gaps, use [`krippendorff_alpha`](super::krippendorff_alpha).
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

/// Fleiss' kappa of the largest set of stimuli that were rated equally often; among equally large sets, the one with
/// the most ratings. Every distinct rating is a category. `None` for fewer than two stimuli, or where [`fleiss_kappa`]
/// is `None`.
pub fn fleiss_kappa_of_equals(ratings: &Ratings) -> Option<f64> {
    let stimuli: Vec<Vec<f64>> =
        (0..ratings.stimuli()).map(|stimulus| ratings.of_stimulus(stimulus).collect()).collect();
    let mut sets: BTreeMap<usize, Vec<&Vec<f64>>> = BTreeMap::new();
    stimuli.iter().for_each(|stimulus| sets.entry(stimulus.len()).or_default().push(stimulus));
    // `max_by_key` returns the last among equals.
    let (_, set) = sets.into_iter().filter(|(votes, _)| *votes > 1).max_by_key(|(_, set)| set.len())?;
    let mut categories = sorted(set.iter().copied().flatten().copied());
    categories.dedup();
    let count =
        |stimulus: &Vec<f64>, category: f64| stimulus.iter().filter(|rating| **rating == category).count() as u32;
    let counts = set.iter().map(|stimulus| categories.iter().map(|category| count(stimulus, *category)).collect());
    (set.len() > 1).then(|| fleiss_kappa(&counts.collect::<Vec<_>>())).flatten()
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

    #[test]
    fn stimuli_with_the_most_common_number_of_ratings_are_used() {
        let table = vec![
            vec![Some(1.0), Some(2.0), Some(1.0), Some(5.0), None],
            vec![Some(1.0), Some(2.0), Some(2.0), None, None],
            vec![None, None, Some(2.0), None, Some(5.0)],
        ];
        let found = fleiss_kappa_of_equals(&Ratings::new(table).expect("a table"));
        assert_eq!(found, fleiss_kappa(&[vec![2, 0], vec![0, 2]]), "the third has three ratings, the others one");
        let alone = Ratings::new(vec![vec![Some(1.0)], vec![Some(2.0)]]).expect("a table");
        assert_eq!(fleiss_kappa_of_equals(&alone), None);
    }
}
