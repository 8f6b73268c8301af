//! Raters who often deviate far in both directions, as rejected by ITU-R BT.500.

use super::Reason;
use crate::evaluation::subjective::Ratings;
use crate::evaluation::subjective::opinion_score::{mean, variance};

/// The rule of ITU-R BT.500-14, annex on the analysis of results, screening of observers.
///
/// For every stimulus, a rating is an outlier if it lies 2 standard deviations or more from the mean where the ratings
/// look normal (kurtosis from 2 to 4), and √20 elsewhere. P counts a rater's high outliers, Q the low ones. Raters with
/// many outliers in both directions are erratic; outliers in one direction are a mere bias, which does no harm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bt500 {
    /// Raters whose (P + Q)/ratings exceeds this may be flagged.
    pub share: f64,
    /// Raters whose balance |P − Q|/(P + Q) is below this may be flagged.
    pub balance: f64,
    /// Which standard deviation is used.
    pub deviation: Deviation,
}

/// The divisor of a standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// n − 1, as the Recommendation defines it.
    Sample,
    /// n, as the program SUREAL computes it.
    Population,
}

impl Default for Bt500 {
    fn default() -> Self {
        Self { share: 0.05, balance: 0.3, deviation: Deviation::Sample }
    }
}

/// The result of [`erratic`] for one rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bt500Figures {
    /// P: the rater's high outliers.
    pub above: u32,
    /// Q: the rater's low outliers.
    pub below: u32,
    /// (P + Q) over the number of the rater's ratings; `None` without ratings. The Recommendation, which has no gaps,
    /// divides by the number of stimuli.
    pub share: Option<f64>,
    /// |P − Q|/(P + Q); `None` without outliers.
    pub balance: Option<f64>,
    /// Why the rater should be left out, if so.
    pub reason: Option<Reason>,
}

/// Every rater's outliers. The Recommendation applies the rule once, to all ratings of a panel.
pub fn erratic(ratings: &Ratings, rule: &Bt500) -> Vec<Bt500Figures> {
    let limits: Vec<Option<[f64; 2]>> = (0..ratings.stimuli())
        .map(|stimulus| limits(&ratings.of_stimulus(stimulus).collect::<Vec<_>>(), rule))
        .collect();
    (0..ratings.raters()).map(|rater| rule.judge(ratings.of_rater(rater), &limits)).collect()
}

/// The bounds beyond which ratings of a stimulus are outliers; `None` if all ratings are equal.
fn limits(ratings: &[f64], rule: &Bt500) -> Option<[f64; 2]> {
    let mean = mean(ratings)?;
    let count = ratings.len() as f64;
    let moment = |power| ratings.iter().map(|rating| (rating - mean).powi(power)).sum::<f64>() / count;
    let variance = match rule.deviation {
        Deviation::Sample => variance(ratings)?,
        Deviation::Population => moment(2),
    };
    if ratings.iter().all(|rating| *rating == ratings[0]) {
        return None;
    }
    let kurtosis = moment(4) / moment(2).powi(2);
    let factor = if (2.0..=4.0).contains(&kurtosis) { 2.0 } else { 20_f64.sqrt() };
    let far = factor * variance.sqrt();
    Some([mean - far, mean + far])
}

impl Bt500 {
    fn judge(&self, own: &[Option<f64>], limits: &[Option<[f64; 2]>]) -> Bt500Figures {
        let known = || own.iter().zip(limits).filter_map(|(rating, limits)| rating.zip(*limits));
        let above = known().filter(|(rating, [_, high])| rating >= high).count() as u32;
        let below = known().filter(|(rating, [low, _])| rating <= low).count() as u32;
        let given = own.iter().flatten().count();
        let far = f64::from(above + below);
        let share = (given > 0).then(|| far / given as f64);
        let balance = (far > 0.0).then(|| f64::from(above.abs_diff(below)) / far);
        let reason = share.zip(balance).filter(|(share, balance)| *share > self.share && *balance < self.balance);
        let reason = reason.map(|(share, balance)| Reason::Erratic { share, balance });
        Bt500Figures { above, below, share, balance, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::check;
    use super::*;

    #[test]
    fn agrees_with_sureal() {
        check(include_str!("../../../../fixtures/subjective/bt500.json"), |table: Vec<Vec<Option<f64>>>| {
            let rule = Bt500 { deviation: Deviation::Population, ..Bt500::default() };
            let figures = erratic(&Ratings::new(table).expect("a table"), &rule);
            let far = |figures: &Bt500Figures| f64::from(figures.above + figures.below);
            let rejected = |figures: &Bt500Figures| f64::from(u8::from(figures.reason.is_some()));
            figures.iter().flat_map(|one| [Some(far(one)), one.balance, Some(rejected(one))]).collect()
        });
    }

    #[test]
    fn the_kurtosis_decides_how_far_is_far() {
        let rule = Bt500::default();
        // Where a share of the ratings is 1 away from the middle, as many above as below, the kurtosis is 1 over the
        // share.
        let cases: [(&[f64], f64); 4] = [
            (&[1.0, 2.0, 3.0], 20_f64.sqrt()),
            (&[1.0, 2.0, 2.0, 3.0], 2.0),
            (&[1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0], 2.0),
            (&[1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0], 20_f64.sqrt()),
        ];
        for (ratings, factor) in cases {
            let far = factor * (2.0 / (ratings.len() - 1) as f64).sqrt();
            let [low, high] = limits(ratings, &rule).expect("limits");
            assert!(
                (low - (2.0 - far)).abs() < 1e-12 && (high - (2.0 + far)).abs() < 1e-12,
                "{ratings:?}: {low} {high}"
            );
        }
        assert_eq!(limits(&[2.0; 5], &rule), None, "nobody is far from a mean that all share");
    }

    #[test]
    fn a_bias_is_no_fault_and_swinging_is() {
        let limits = vec![Some([2.0, 4.0]); 4];
        let judge = |own: [f64; 4]| Bt500::default().judge(&own.map(Some), &limits);
        assert_eq!(judge([3.0; 4]).balance, None);
        assert_eq!(judge([5.0, 5.0, 5.0, 3.0]).reason, None);
        let swinging = judge([5.0, 1.0, 3.0, 3.0]);
        assert_eq!((swinging.above, swinging.below), (1, 1));
        assert_eq!(swinging.reason, Some(Reason::Erratic { share: 0.5, balance: 0.0 }));
    }
}
