//! A table of ratings, with gaps.

use std::fmt;

/// Ratings of stimuli by raters; raters may skip stimuli.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    raters: Vec<Vec<Option<f64>>>,
    stimuli: usize,
}

/// The rows of a table differ in length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ragged {
    /// The first row, from 0, whose length differs from that of row 0.
    pub row: usize,
}

impl fmt::Display for Ragged {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(
            formatter,
            "row {} of the ratings is not as long as the first; give every rater a place for every stimulus",
            self.row
        )
    }
}

impl std::error::Error for Ragged {}

impl Ratings {
    /// `table[rater][stimulus]`; ratings that are not finite count as missing.
    ///
    /// # Errors
    /// If rows differ in length.
    pub fn new(mut table: Vec<Vec<Option<f64>>>) -> Result<Self, Ragged> {
        let stimuli = table.first().map_or(0, Vec::len);
        if let Some(row) = table.iter().position(|row| row.len() != stimuli) {
            return Err(Ragged { row });
        }
        for rating in table.iter_mut().flatten() {
            *rating = rating.filter(|value| value.is_finite());
        }
        Ok(Self { raters: table, stimuli })
    }

    /// From single ratings `(rater, stimulus, rating)`, both numbered from 0; a later rating of the same stimulus by
    /// the same rater replaces an earlier one.
    /// # Panics
    /// If a rater or stimulus is out of range.
    /// If there is no such rater or stimulus.
    pub fn of(raters: usize, stimuli: usize, given: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let mut table = vec![vec![None; stimuli]; raters];
        for (rater, stimulus, rating) in given {
            table[rater][stimulus] = Some(rating).filter(|rating| rating.is_finite());
        }
        Self { raters: table, stimuli }
    }

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.raters.len()
    }

    /// How many stimuli there are.
    pub fn stimuli(&self) -> usize {
        self.stimuli
    }

    /// The ratings of `rater`, one place for each stimulus.
    pub fn of_rater(&self, rater: usize) -> &[Option<f64>] {
        &self.raters[rater]
    }

    /// The ratings of `stimulus`, in order of raters, without gaps.
    pub fn of_stimulus(&self, stimulus: usize) -> impl Iterator<Item = f64> + '_ {
        self.raters.iter().filter_map(move |row| row[stimulus])
    }

    /// Standardised ratings: minus their rater's mean, in units of the group's standard deviation. `groups` names each
    /// stimulus' group, numbered from 0; means are each rater's within a group, deviations are over all raters in a
    /// group.
    ///
    /// This makes ratings on several scales comparable: how raters use each scale, and how scales differ, no longer
    /// looks like agreement about the stimuli.
    ///
    /// # Panics
    /// Unless every stimulus has a group.
    #[must_use]
    pub fn standardized(&self, groups: &[usize]) -> Self {
        assert_eq!(groups.len(), self.stimuli, "a group for every stimulus");
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut raters: Vec<Vec<Option<f64>>> = self.raters.iter().map(|row| centred(row, groups, count)).collect();
        let (mut squares, mut known) = (vec![0.0; count], vec![0_usize; count]);
        for (rating, group) in raters.iter().flat_map(|row| row.iter().zip(groups)) {
            squares[*group] += rating.unwrap_or(0.0).powi(2);
            known[*group] += usize::from(rating.is_some());
        }
        let deviation = |group: usize| (squares[group] / known[group].max(1) as f64).sqrt();
        let units: Vec<f64> = (0..count).map(deviation).map(|unit| if unit > 0.0 { unit } else { 1.0 }).collect();
        for (rating, group) in raters.iter_mut().flat_map(|row| row.iter_mut().zip(groups)) {
            *rating = rating.map(|rating| rating / units[*group]);
        }
        Self { raters, stimuli: self.stimuli }
    }

    /// The ratings of those raters that `keep` selects.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept = self.raters.iter().enumerate().filter(|(rater, _)| keep(*rater));
        Self { raters: kept.map(|(_, row)| row.clone()).collect(), stimuli: self.stimuli }
    }
}

/// A rater's ratings minus their mean within a group.
fn centred(row: &[Option<f64>], groups: &[usize], count: usize) -> Vec<Option<f64>> {
    let (mut sums, mut known) = (vec![0.0; count], vec![0_usize; count]);
    for (rating, group) in row.iter().zip(groups) {
        sums[*group] += rating.unwrap_or(0.0);
        known[*group] += usize::from(rating.is_some());
    }
    let less = |rating: f64, group: usize| {
        let rest = rating - sums[group] / known[group] as f64;
        // A rounding residue of equal ratings would correlate with something.
        if rest.abs() < 1e-9 { 0.0 } else { rest }
    };
    row.iter().zip(groups).map(|(rating, group)| rating.map(|rating| less(rating, *group))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_put_together_without_their_levels_and_widths() {
        let table = vec![
            vec![Some(0.0), Some(10.0), None, Some(100.0), Some(300.0)],
            vec![Some(20.0), Some(20.0), Some(20.0), None, Some(7.0)],
        ];
        let found = Ratings::new(table).expect("a table").standardized(&[0, 0, 0, 1, 1]);
        // Within the first group ±5 and three zeros: √(50/5); in the second ±100 and a zero: √(20000/3).
        let (first, second) = (5.0 / 10_f64.sqrt(), 100.0 / (20_000_f64 / 3.0).sqrt());
        assert_eq!(found.of_rater(0), [Some(-first), Some(first), None, Some(-second), Some(second)]);
        assert_eq!(found.of_rater(1), [Some(0.0), Some(0.0), Some(0.0), None, Some(0.0)]);
    }

    #[test]
    fn single_ratings_take_their_places() {
        let table = vec![vec![None, Some(2.0)], vec![Some(3.0), None], vec![None, None]];
        let given = [(1, 0, 3.0), (0, 1, 1.0), (0, 1, 2.0), (2, 0, f64::NAN)];
        assert_eq!(Ok(Ratings::of(3, 2, given)), Ratings::new(table));
    }

    #[test]
    fn rows_are_of_one_length_and_what_is_not_finite_is_missing() {
        assert_eq!(Ratings::new(vec![vec![None], vec![]]), Err(Ragged { row: 1 }));
        let ratings = Ratings::new(vec![vec![Some(1.0), None], vec![Some(f64::NAN), Some(4.0)]]).expect("a table");
        assert_eq!((ratings.raters(), ratings.stimuli()), (2, 2));
        assert_eq!(ratings.of_stimulus(0).collect::<Vec<_>>(), [1.0]);
        assert_eq!(ratings.of_rater(1), [None, Some(4.0)]);
        assert_eq!(ratings.filtered(|rater| rater == 1).of_rater(0), [None, Some(4.0)]);
    }
}
