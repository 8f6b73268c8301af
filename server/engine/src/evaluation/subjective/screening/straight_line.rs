//! Raters who always answer the same.

use super::Reason;
use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::opinion_score::variance;
use crate::evaluation::subjective::quantile::{median, sorted};

/// Flags raters who gave nearly always one answer or, as on a slider, nearly the same one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StraightLine {
    /// Shares of the most common answer from this on are flagged, in (0,1].
    pub share: f64,
    /// Standard deviations up to this are flagged, in units of the median rater's.
    pub spread: f64,
    /// The fewest ratings needed to judge a rater.
    pub fewest_ratings: usize,
}

impl Default for StraightLine {
    fn default() -> Self {
        Self { share: 0.8, spread: 0.2, fewest_ratings: 10 }
    }
}

/// The result of [`straight_liners`] for one rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StraightLineFigures {
    /// Number of ratings.
    pub ratings: usize,
    /// Share of the most common answer; `None` without ratings.
    pub share: Option<f64>,
    /// The rater's standard deviation over the median rater's; `None` for fewer than two ratings, or if the median is
    /// 0.
    pub spread: Option<f64>,
    /// Why the rater should be left out, if so.
    pub reason: Option<Reason>,
}

/// How much every rater's answers vary. The order of presentation is not known here, so runs of equal answers are not
/// considered.
pub fn straight_liners(ratings: &Ratings, rule: &StraightLine) -> Vec<StraightLineFigures> {
    let given: Vec<Vec<f64>> =
        (0..ratings.raters()).map(|rater| sorted(ratings.of_rater(rater).iter().copied().flatten())).collect();
    let deviations: Vec<Option<f64>> = given.iter().map(|answers| variance(answers).map(f64::sqrt)).collect();
    let usual = median(deviations.iter().copied().flatten()).filter(|usual| *usual > 0.0);
    let judged = given.iter().zip(deviations).map(|(answers, deviation)| {
        let share = commonest_share(answers);
        let spread = deviation.zip(usual).map(|(deviation, usual)| deviation / usual);
        let reason = (answers.len() >= rule.fewest_ratings).then(|| rule.reason(share, spread)).flatten();
        StraightLineFigures { ratings: answers.len(), share, spread, reason }
    });
    judged.collect()
}

impl StraightLine {
    fn reason(&self, share: Option<f64>, spread: Option<f64>) -> Option<Reason> {
        let line = share.filter(|share| *share >= self.share);
        let flat = spread.filter(|spread| *spread <= self.spread);
        let line = line.map(|share| Reason::StraightLine { share, threshold: self.share });
        line.or(flat.map(|spread| Reason::Flat { spread, threshold: self.spread }))
    }
}

fn commonest_share(sorted: &[f64]) -> Option<f64> {
    let most = sorted.chunk_by(|left, right| left == right).map(<[f64]>::len).max()?;
    Some(most as f64 / sorted.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_a_still_slider_are_flagged() {
        let table = vec![
            vec![Some(10.0), Some(50.0), Some(90.0), Some(30.0), Some(70.0)],
            vec![Some(20.0), Some(50.0), Some(80.0), Some(30.0), None],
            vec![Some(50.0), Some(50.0), Some(50.0), Some(50.0), Some(80.0)],
            vec![Some(50.0), Some(51.0), Some(49.0), Some(50.5), Some(50.2)],
            vec![Some(50.0), None, None, None, None],
        ];
        let ratings = Ratings::new(table).expect("a table");
        let rule = StraightLine { share: 0.8, spread: 0.2, fewest_ratings: 4 };
        let figures = straight_liners(&ratings, &rule);
        let reasons: Vec<Option<Reason>> = figures.iter().map(|figures| figures.reason).collect();
        assert_eq!(reasons[..2], [None; 2]);
        assert_eq!(reasons[2], Some(Reason::StraightLine { share: 0.8, threshold: 0.8 }));
        assert!(matches!(reasons[3], Some(Reason::Flat { spread, .. }) if spread < 0.05), "{:?}", reasons[3]);
        assert_eq!(figures[4], StraightLineFigures { ratings: 1, share: Some(1.0), spread: None, reason: None });
    }

    #[test]
    fn shares_worked_by_hand() {
        assert_eq!(commonest_share(&[1.0, 2.0, 2.0, 3.0]), Some(0.5));
        assert_eq!(commonest_share(&[]), None);
    }
}
