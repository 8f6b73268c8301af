//! One rater compared with all others.

use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::correlation::pearson;

/// The number and the sum of the ratings of each stimulus.
pub struct Consensus {
    stimuli: Vec<(usize, f64)>,
}

impl Consensus {
    pub fn of(ratings: &Ratings) -> Self {
        let of_stimulus =
            |stimulus| ratings.of_stimulus(stimulus).fold((0, 0.0), |(n, sum), rating| (n + 1, sum + rating));
        Self { stimuli: (0..ratings.stimuli()).map(of_stimulus).collect() }
    }

    /// For each stimulus rated by this rater and by others, the rater's rating (from `own`) and the mean of the
    /// others'.
    pub fn beside(&self, own: &[Option<f64>]) -> Vec<(f64, f64)> {
        let both = own.iter().zip(&self.stimuli);
        both.filter_map(|(own, (count, sum))| {
            let own = (*own)?;
            (*count > 1).then(|| (own, (sum - own) / (count - 1) as f64))
        })
        .collect()
    }
}

/// For each rater, the number of stimuli shared with others, and Pearson's correlation with the others' means.
pub fn correlations(ratings: &Ratings) -> Vec<(usize, Option<f64>)> {
    let consensus = Consensus::of(ratings);
    (0..ratings.raters())
        .map(|rater| {
            let pairs = consensus.beside(ratings.of_rater(rater));
            (pairs.len(), pearson(&pairs))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_do_not_contain_oneself() {
        let table = vec![
            vec![Some(1.0), Some(2.0), None, Some(9.0)],
            vec![Some(5.0), Some(4.0), Some(3.0), None],
            vec![Some(3.0), None, Some(1.0), None],
        ];
        let ratings = Ratings::new(table).expect("a table");
        let beside = Consensus::of(&ratings).beside(ratings.of_rater(0));
        assert_eq!(beside, [(1.0, 4.0), (2.0, 4.0)], "nobody else rated the last");
    }
}
