//! Krippendorff's alpha: any number of raters, gaps allowed, with or without an order of the answers.

use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::quantile::sorted;

/// How the difference between two ratings is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Nominal: ratings are equal or different.
    Nominal,
    /// Ordinal: by the number of ratings in between.
    Ordinal,
    /// Interval: by numeric difference.
    Interval,
}

/// Krippendorff's alpha: 1 is full agreement, 0 chance agreement, and below 0 raters contradict each other. A stimulus
/// with one rating says nothing about agreement and is left out.
///
/// `None` if there is nothing to compare or all ratings are the same.
///
/// K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.
pub fn krippendorff_alpha(ratings: &Ratings, metric: Metric) -> Option<f64> {
    let stimuli: Vec<Vec<f64>> = (0..ratings.stimuli())
        .map(|stimulus| sorted(ratings.of_stimulus(stimulus)))
        .filter(|one| one.len() > 1)
        .collect();
    let pooled = sorted(stimuli.iter().flatten().copied());
    let all = tally(&pooled);
    let places = Places::of(&all, metric);
    let total = pooled.len() as f64;
    let within = |stimulus: &Vec<f64>| places.disagreement(&tally(stimulus)) / (stimulus.len() - 1) as f64;
    let observed = stimuli.iter().map(within).sum::<f64>();
    let expected = places.disagreement(&all) / (total - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// How often each of the sorted `values` occurs.
fn tally(values: &[f64]) -> Vec<(f64, f64)> {
    values.chunk_by(|left, right| left == right).map(|same| (same[0], same.len() as f64)).collect()
}

/// Places of ratings on a line, such that their distance is the difference of their places.
struct Places {
    metric: Metric,
    /// Value and place, by value.
    places: Vec<(f64, f64)>,
}

impl Places {
    fn of(all: &[(f64, f64)], metric: Metric) -> Self {
        let places = all.iter().scan(0.0, |below, (value, count)| {
            // The ratings from c to k, less half of those at c and at k, are the difference of two midpoints.
            let middle = *below + count / 2.0;
            *below += count;
            Some((*value, if metric == Metric::Ordinal { middle } else { *value }))
        });
        Self { metric, places: places.collect() }
    }

    /// The sum of squared distances over all ordered pairs of the ratings in `tally`.
    fn disagreement(&self, tally: &[(f64, f64)]) -> f64 {
        let placed: Vec<(f64, f64)> = tally.iter().map(|(value, count)| (self.place(*value), *count)).collect();
        let pairs =
            placed.iter().enumerate().flat_map(|(i, first)| placed[..i].iter().map(move |second| (first, second)));
        let sum: f64 = pairs.map(|(first, second)| first.1 * second.1 * self.squared_distance(first.0, second.0)).sum();
        2.0 * sum
    }

    fn place(&self, value: f64) -> f64 {
        let known = self.places.binary_search_by(|(other, _)| other.total_cmp(&value));
        self.places[known.expect("every rating was counted")].1
    }

    fn squared_distance(&self, first: f64, second: f64) -> f64 {
        match self.metric {
            Metric::Nominal => f64::from(u8::from(first != second)),
            Metric::Ordinal | Metric::Interval => (first - second).powi(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    const METRICS: [Metric; 3] = [Metric::Nominal, Metric::Ordinal, Metric::Interval];

    fn alphas(table: Vec<Vec<Option<f64>>>) -> Vec<Option<f64>> {
        let ratings = Ratings::new(table).expect("a table");
        METRICS.map(|metric| krippendorff_alpha(&ratings, metric)).to_vec()
    }

    #[test]
    fn agrees_with_the_package_krippendorff() {
        check(include_str!("../../../../fixtures/subjective/krippendorff_alpha.json"), alphas);
    }

    #[test]
    fn the_example_of_krippendorff_2011_with_four_observers_and_gaps() {
        let rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        let table = rows.map(|row| row.chars().map(|rating| rating.to_digit(10).map(f64::from)).collect());
        for (found, printed) in alphas(table.to_vec()).into_iter().zip([0.743, 0.815, 0.849]) {
            assert!(found.is_some_and(|found| (found - printed).abs() < 5e-4), "{found:?} against {printed}");
        }
    }

    #[test]
    fn nothing_to_compare_has_no_alpha() {
        assert_eq!(alphas(vec![]), [None; 3]);
        assert_eq!(alphas(vec![vec![Some(1.0), None], vec![None, Some(2.0)]]), [None; 3]);
        assert_eq!(alphas(vec![vec![Some(2.0); 3]; 2]), [None; 3]);
        assert_eq!(alphas(vec![vec![Some(-0.0), Some(1.0)], vec![Some(0.0), Some(1.0)]]), [Some(1.0); 3]);
    }

    proptest! {
        #[test]
        fn does_not_know_the_order_of_raters_or_the_unit(
            table in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 1_u8..=5), 8), 2..7)
        ) {
            let table: Vec<Vec<Option<f64>>> =
                table.iter().map(|row| row.iter().map(|rating| rating.map(f64::from)).collect()).collect();
            let reversed = table.iter().rev().cloned().collect();
            let scaled = table.iter().map(|row| row.iter().map(|x| x.map(|x| 12.5 * x - 7.0)).collect()).collect();
            let found = alphas(table);
            for other in [alphas(reversed), alphas(scaled)] {
                for (found, other) in found.iter().zip(&other) {
                    let same = match (found, other) {
                        (Some(found), Some(other)) => (found - other).abs() < 1e-9,
                        (found, other) => found == other,
                    };
                    prop_assert!(same, "{:?} {:?}", found, other);
                }
            }
        }
    }
}
