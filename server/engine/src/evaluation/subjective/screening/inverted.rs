//! Raters who use the scale upside down.

use super::Reason;
use super::consensus::correlations;
use crate::evaluation::subjective::Ratings;

/// Flags raters whose ratings run against the mean of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inverted {
    /// Correlations up to this, below 0, are flagged.
    pub most_correlation: f64,
    /// The fewest stimuli, also rated by others, needed to judge a rater.
    pub fewest_ratings: usize,
}

impl Default for Inverted {
    fn default() -> Self {
        Self { most_correlation: -0.4, fewest_ratings: 10 }
    }
}

/// The result of [`inverted`] for one rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvertedFigures {
    /// Number of stimuli shared with others.
    pub ratings: usize,
    /// Pearson's correlation with the mean of the others; `None` if either is constant.
    pub correlation: Option<f64>,
    /// Why the rater should be left out, if so. Reversing the ratings instead would be a guess.
    pub reason: Option<Reason>,
}

/// Every rater's correlation with the mean of the others, and whether it is clearly negative.
pub fn inverted(ratings: &Ratings, rule: &Inverted) -> Vec<InvertedFigures> {
    let judged = correlations(ratings).into_iter().map(|(ratings, correlation)| {
        let threshold = rule.most_correlation;
        let against = correlation.filter(|correlation| ratings >= rule.fewest_ratings && *correlation <= threshold);
        let reason = against.map(|correlation| Reason::Inverted { correlation, threshold });
        InvertedFigures { ratings, correlation, reason }
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_raters_opposed_to_the_others_are_flagged() {
        let up = [1.0, 2.0, 3.0, 4.0, 5.0];
        let table = [up, up, up, up.map(|rating| 6.0 - rating), [3.0, 4.0, 3.0, 4.0, 3.0], [3.0; 5]];
        let ratings = Ratings::new(table.iter().map(|row| row.map(Some).to_vec()).collect()).expect("a table");
        let flagged = |fewest_ratings| -> Vec<bool> {
            let figures = inverted(&ratings, &Inverted { most_correlation: -0.4, fewest_ratings });
            figures.iter().map(|figures| figures.reason.is_some()).collect()
        };
        assert_eq!(flagged(5), [false, false, false, true, false, false]);
        assert_eq!(flagged(6), [false; 6], "too little is known");
    }
}
