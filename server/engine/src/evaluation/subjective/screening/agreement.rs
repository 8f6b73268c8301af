//! Raters whose ratings disagree with those of the others.

use super::Reason;
use super::consensus::correlations;
use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::distribution::normal_quantile;
use crate::evaluation::subjective::quantile::{quantile, sorted};

/// Flags raters whose correlation with the mean of the others is low, as in ITU-T P.913 and P.910, and lower than usual
/// in the study.
///
/// Laboratories use 0.75 for picture quality, about which raters have little doubt. Where they have more, 0.75 loses
/// half of the honest raters; where all pictures are about equally similar, even 0.3 loses one in seven (see the
/// example), and leaving them out exaggerates agreement. So by default a rater must both miss the threshold and stand
/// apart from the other raters.
///
/// The threshold is the value below which a rater who clicks at random on 30 pictures stays with 95 % probability,
/// tanh(1.645/√27). The fence loses about 2 % of simulated honest raters in the hardest study and fewer elsewhere. Of
/// those who click at random, it finds five in six on 30 pictures, but only a third in the hardest study: pictures with
/// a known answer find the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Correlations below this are flagged.
    pub least_correlation: f64,
    /// Raters are flagged only if they are also this many standard deviations below the median rater, on the scale of
    /// Fisher's z. The deviation is estimated from the upper quartile's distance to the median, because careless raters
    /// are below. `None` uses the threshold alone.
    pub fence: Option<f64>,
    /// The fewest stimuli, also rated by others, needed to judge a rater.
    pub fewest_ratings: usize,
}

impl Default for Agreement {
    fn default() -> Self {
        Self { least_correlation: 0.3, fence: Some(2.0), fewest_ratings: 10 }
    }
}

/// The result of [`disagreeing`] for one rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementFigures {
    /// Number of stimuli shared with others.
    pub ratings: usize,
    /// Pearson's correlation with the mean of the others; `None` if either is constant.
    pub correlation: Option<f64>,
    /// Why the rater should be left out, if so. Raters without a correlation are for other rules.
    pub reason: Option<Reason>,
}

/// Every rater's correlation with the mean of the other raters.
pub fn disagreeing(ratings: &Ratings, rule: &Agreement) -> Vec<AgreementFigures> {
    let known = correlations(ratings);
    let judged = known.iter().filter(|(ratings, _)| *ratings >= rule.fewest_ratings);
    let threshold = rule.threshold(&judged.filter_map(|(_, correlation)| *correlation).collect::<Vec<_>>());
    let figures = known.into_iter().map(|(ratings, correlation)| {
        let low = correlation.filter(|correlation| ratings >= rule.fewest_ratings && *correlation < threshold);
        let reason = low.map(|correlation| Reason::Disagrees { correlation, threshold });
        AgreementFigures { ratings, correlation, reason }
    });
    figures.collect()
}

/// Fisher's z of a perfect correlation is infinite, and cannot be averaged or subtracted.
const NEARLY_PERFECT: f64 = 0.9999;

impl Agreement {
    /// The threshold for raters with these `correlations`.
    fn threshold(&self, correlations: &[f64]) -> f64 {
        let z = |correlation: &f64| correlation.clamp(-NEARLY_PERFECT, NEARLY_PERFECT).atanh();
        let rising = sorted(correlations.iter().map(z));
        let quartiles = quantile(&rising, 0.5).zip(quantile(&rising, 0.75));
        let apart = self.fence.zip(quartiles).map(|(fence, (usual, upper))| {
            let deviation = (upper - usual) / normal_quantile(0.75);
            (usual - fence * deviation).tanh()
        });
        apart.map_or(self.least_correlation, |apart| apart.min(self.least_correlation))
    }
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
            let figures = disagreeing(&ratings, &Agreement { least_correlation, fence: None, fewest_ratings });
            figures.iter().map(|figures| figures.reason.is_some()).collect()
        };
        assert_eq!(flagged(0.75, 3), [false, false, true]);
        assert_eq!(flagged(0.75, 4), [false; 3], "too little is known");
        assert_eq!(flagged(-1.0, 3), [false; 3]);
    }

    #[test]
    fn a_hard_study_lowers_the_threshold_and_an_easy_one_does_not_raise_it() {
        let rule = Agreement { least_correlation: 0.3, fence: Some(2.0), fewest_ratings: 10 };
        // The median of z is 0.4, the upper quartile 0.5, which is 0.67449 deviations above.
        let hard = [0.2, 0.3, 0.4, 0.5, 0.6].map(f64::tanh);
        let expected = (0.4_f64 - 2.0 * 0.1 / 0.674_489_75).tanh();
        assert!((rule.threshold(&hard) - expected).abs() < 1e-8, "{}", rule.threshold(&hard));
        assert_eq!(Agreement { fence: None, ..rule }.threshold(&hard), 0.3);
        assert_eq!(rule.threshold(&[0.8, 0.81, 0.82, 1.0, -0.2]), 0.3);
        assert_eq!(rule.threshold(&[1.0; 4]), 0.3);
        assert_eq!(rule.threshold(&[]), 0.3);
    }
}
