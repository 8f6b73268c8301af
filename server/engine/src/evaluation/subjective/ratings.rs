//! Who rated what how: a table with gaps.

use std::fmt;

/// Ratings of stimuli by raters; a rater need not have rated everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    raters: Vec<Vec<Option<f64>>>,
    stimuli: usize,
}

/// A table whose rows differ in length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ragged {
    /// The row, from 0, that is not as long as the first.
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
    /// `table[rater][stimulus]`; a rating that is not finite counts as missing.
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

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.raters.len()
    }

    /// How many stimuli there are.
    pub fn stimuli(&self) -> usize {
        self.stimuli
    }

    /// What `rater` said, a place a stimulus.
    pub fn of_rater(&self, rater: usize) -> &[Option<f64>] {
        &self.raters[rater]
    }

    /// What was said of `stimulus`, in the order of raters, gaps left out.
    pub fn of_stimulus(&self, stimulus: usize) -> impl Iterator<Item = f64> + '_ {
        self.raters.iter().filter_map(move |row| row[stimulus])
    }

    /// The ratings of those raters for whom `keep` holds.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept = self.raters.iter().enumerate().filter(|(rater, _)| keep(*rater));
        Self { raters: kept.map(|(_, row)| row.clone()).collect(), stimuli: self.stimuli }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
