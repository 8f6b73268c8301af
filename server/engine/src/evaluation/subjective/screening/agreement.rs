//! Raters whose ratings do not go with the others'.

use super::Reason;
use super::consensus::correlations;
use crate::evaluation::subjective::Ratings;

/// Flags a rater whose correlation with the mean of the others is low, in the manner of ITU-T P.913 and P.910.
///
/// Laboratories take 0.75 for picture quality, of which raters have little doubt; the similarity of faces is harder to
/// judge, and a threshold of 0.75 would lose honest raters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// The least correlation that stays.
    pub least_correlation: f64,
    /// The fewest stimuli, rated by others too, on which a rater is judged.
    pub fewest_ratings: usize,
}

impl Default for Agreement {
    fn default() -> Self {
        Self { least_correlation: 0.4, fewest_ratings: 10 }
    }
}

/// What [`disagreeing`] says of a rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementFigures {
    /// How many stimuli the rater shares with others.
    pub ratings: usize,
    /// Pearson's correlation with the mean of the others; `None` if either is constant.
    pub correlation: Option<f64>,
    /// Why the rater should be left out, if so. A rater without a correlation is a matter of another rule.
    pub reason: Option<Reason>,
}

/// Every rater's correlation with the mean of the others, whose ratings it leaves out of that mean.
pub fn disagreeing(ratings: &Ratings, rule: &Agreement) -> Vec<AgreementFigures> {
    let judged = correlations(ratings).into_iter().map(|(ratings, correlation)| {
        let threshold = rule.least_correlation;
        let low = correlation.filter(|correlation| ratings >= rule.fewest_ratings && *correlation < threshold);
        let reason = low.map(|correlation| Reason::Disagrees { correlation, threshold });
        AgreementFigures { ratings, correlation, reason }
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::check;
    use super::*;

    #[test]
    fn correlations_agree_with_numpy() {
        check(
            include_str!("../../../../fixtures/subjective/rater_correlation.json"),
            |table: Vec<Vec<Option<f64>>>| {
                let figures = disagreeing(&Ratings::new(table).expect("a table"), &Agreement::default());
                figures.iter().map(|figures| figures.correlation).collect()
            },
        );
    }

    #[test]
    fn thresholds_decide() {
        let table = vec![
            vec![Some(1.0), Some(2.0), Some(3.0)],
            vec![Some(1.0), Some(2.0), Some(4.0)],
            vec![Some(2.0), Some(1.0), Some(2.0)],
        ];
        let ratings = Ratings::new(table).expect("a table");
        let flagged = |least_correlation, fewest_ratings| -> Vec<bool> {
            let figures = disagreeing(&ratings, &Agreement { least_correlation, fewest_ratings });
            figures.iter().map(|figures| figures.reason.is_some()).collect()
        };
        assert_eq!(flagged(0.75, 3), [false, false, true]);
        assert_eq!(flagged(0.75, 4), [false; 3], "too little is known");
        assert_eq!(flagged(-1.0, 3), [false; 3]);
    }
}
