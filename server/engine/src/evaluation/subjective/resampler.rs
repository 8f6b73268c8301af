//! Bootstrap intervals for many figures at once.

use super::crossed::{Crossed, Estimate, Mean, VarianceEstimate};
use super::distribution::{UPPER, normal_probability, student_quantile};
use super::opinion_score::{mean, variance};
use super::quantile::quantile;
use crate::dataset::stream;
use crate::evaluation::Interval;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Resamples for an interval.
const RESAMPLES: usize = 2000;

/// Bytes of weights to cache; beyond that, they are drawn again when needed.
const KEPT: usize = 16 << 20;

/// Draws raters with replacement, and units (people, or clones of one person) with replacement: the weight of an answer
/// is the number of times its rater was drawn times the number for its unit. Draws are cached, so figures with equal
/// numbers of raters share them, and a thousand figures cost little more than one.
///
/// Drawn this way, means spread too far (A. B. Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1(2),
/// 2007), or not far enough with few units; and percentiles ignore Student's t. So the resamples give the shape and
/// [`Crossed`] the width: they are scaled around the mean to the figure's variance, and the percentiles are those that
/// Student's t reaches (after T. Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician
/// 69(4), 2015).
pub struct Resampler {
    seed: u64,
    /// By kind and number of draws: the weight of each in each resample, `[which * RESAMPLES + resample]`.
    drawn: BTreeMap<(&'static str, usize), Arc<Vec<u8>>>,
}

/// Numerator and denominator of a weighted mean, for each resample.
struct Sums {
    above: Vec<f64>,
    below: Vec<f64>,
}

impl Resampler {
    /// A resampler; the same seed gives the same intervals.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: BTreeMap::new() }
    }

    /// The 95 % interval of a mean of answers between `low` and `high`; `None` for fewer than two raters.
    pub fn interval(&mut self, crossed: &Crossed, mean: Mean, ends: Interval) -> Option<Interval> {
        let estimate = crossed.estimate(mean)?;
        let spread = estimate.spread?;
        let raters = self.weights("resamples of raters", crossed.raters());
        // A single unit is not resampled: the interval is about these pictures.
        let units = if crossed.units() > 1 {
            self.weights("resamples of units", crossed.units())
        } else {
            Arc::new(vec![1; RESAMPLES])
        };
        let Sums { above, below } = sums(crossed, mean, &raters, &units);
        let drawn = above.into_iter().zip(below).filter(|(_, below)| *below > 0.0);
        interval(drawn.map(|(above, below)| above / below).collect(), estimate, spread, ends)
    }

    fn weights(&mut self, what: &'static str, count: usize) -> Arc<Vec<u8>> {
        let kept: usize = self.drawn.values().map(|drawn| drawn.len()).sum();
        if kept > KEPT && !self.drawn.contains_key(&(what, count)) {
            self.drawn.clear();
        }
        let seed = self.seed;
        self.drawn.entry((what, count)).or_insert_with(|| Arc::new(draw(seed, what, count))).clone()
    }
}

fn sums(crossed: &Crossed, mean: Mean, raters: &[u8], units: &[u8]) -> Sums {
    let mut sums = Sums { above: vec![0.0; RESAMPLES], below: vec![0.0; RESAMPLES] };
    let (mut sum, mut count) = (vec![0.0; RESAMPLES], vec![0.0; RESAMPLES]);
    for cells in crossed.cells().chunk_by(|one, next| one.rater == next.rater) {
        sum.fill(0.0);
        count.fill(0.0);
        for cell in cells {
            let weights = &units[cell.unit * RESAMPLES..][..RESAMPLES];
            for ((sum, count), weight) in sum.iter_mut().zip(&mut count).zip(weights) {
                *sum += f64::from(*weight) * cell.sum;
                *count += f64::from(*weight) * cell.count;
            }
        }
        let weights = &raters[cells[0].rater * RESAMPLES..][..RESAMPLES];
        let of_rater = sum.iter().zip(&count).zip(weights);
        for ((above, below), ((sum, count), weight)) in sums.above.iter_mut().zip(&mut sums.below).zip(of_rater) {
            // A resample without any of its answers has no mean.
            let (sum, count) = match mean {
                Mean::OfVotes => (*sum, *count),
                Mean::OfRaters if *count > 0.0 => (sum / count, 1.0),
                Mean::OfRaters => (0.0, 0.0),
            };
            *above += f64::from(*weight) * sum;
            *below += f64::from(*weight) * count;
        }
    }
    sums
}

fn draw(seed: u64, what: &str, count: usize) -> Vec<u8> {
    let mut random = Xoshiro256PlusPlus::from_rng(&mut stream(seed, what, &[count as u64]));
    let mut weights = vec![0_u8; count * RESAMPLES];
    for resample in 0..RESAMPLES {
        for _ in 0..count {
            // The high half of a product: as uniform as 64 bits allow, without a division.
            let which = ((u128::from(random.next_u64()) * count as u128) >> 64) as usize;
            let weight = &mut weights[which * RESAMPLES + resample];
            *weight = weight.saturating_add(1);
        }
    }
    weights
}

fn interval(
    mut means: Vec<f64>,
    estimate: Estimate,
    spread: VarianceEstimate,
    [low, high]: Interval,
) -> Option<Interval> {
    let (centre, drawn) = (mean(&means)?, variance(&means)?);
    if drawn <= 0.0 || spread.variance <= 0.0 {
        // All answers are equal, and so are all resamples.
        return estimate.interval([low, high]);
    }
    let scale = (spread.variance / drawn).sqrt();
    means.iter_mut().for_each(|drawn| *drawn = (estimate.mean + scale * (*drawn - centre)).clamp(low, high));
    means.sort_unstable_by(f64::total_cmp);
    let below = normal_probability(student_quantile(UPPER, spread.freedom));
    Some([quantile(&means, 1.0 - below)?, quantile(&means, below)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::subjective::bootstrap_interval;

    const ENDS: Interval = [0.0, 100.0];

    fn one_each(ratings: &[f64]) -> Crossed {
        Crossed::of(&(0..).zip(ratings).map(|(rater, rating)| (rater, 0, *rating)).collect::<Vec<_>>())
    }

    #[test]
    fn agrees_with_the_interval_of_one_figure() {
        let ratings: Vec<f64> = (0..40).map(|rater| f64::from((rater * rater) % 23)).collect();
        let [low, high] = bootstrap_interval(&ratings, 1, "x").expect("an interval");
        let mut resampler = Resampler::new(1);
        let crossed = one_each(&ratings);
        let found = resampler.interval(&crossed, Mean::OfRaters, ENDS).expect("an interval");
        assert!((found[0] - low).abs() < 0.25 && (found[1] - high).abs() < 0.25, "{found:?} against {low} {high}");
        let votes = resampler.interval(&crossed, Mean::OfVotes, ENDS).expect("an interval");
        assert!((votes[0] - found[0]).abs() < 1e-9, "with one answer each it is the same");
        assert_eq!(Resampler::new(1).interval(&crossed, Mean::OfRaters, ENDS), Some(found));
        assert_ne!(Resampler::new(2).interval(&crossed, Mean::OfRaters, ENDS), Some(found));
        assert_eq!(resampler.interval(&one_each(&[3.0]), Mean::OfRaters, ENDS), None);
    }

    #[test]
    fn the_interval_of_few_people_is_wide_however_many_raters_there_are() {
        let says = [10.0, 20.0, 90.0, 30.0, 80.0];
        let votes: Vec<_> = (0..300).map(|at| (at / 5, at % 5, says[at as usize % 5])).collect();
        let crossed = Crossed::of(&votes);
        let mut resampler = Resampler::new(1);
        let [low, high] = resampler.interval(&crossed, Mean::OfVotes, ENDS).expect("an interval");
        assert!(low < 20.0 && high > 80.0, "{low} {high}");
        let [low, high] = resampler.interval(&crossed.of_raters_alone(), Mean::OfVotes, ENDS).expect("an interval");
        assert!(high - low < 1e-9 || (low > 20.0 && high < 80.0), "{low} {high}");
    }

    #[test]
    fn every_resample_has_as_many_raters_as_there_are() {
        let weights = draw(3, "resamples of raters", 7);
        for resample in 0..RESAMPLES {
            assert_eq!((0..7).map(|rater| u32::from(weights[rater * RESAMPLES + resample])).sum::<u32>(), 7);
        }
        let first: u32 = weights[..RESAMPLES].iter().map(|weight| u32::from(*weight)).sum();
        assert!((1800..2200).contains(&first), "each rater is in a resample once on average: {first}");
    }

    #[test]
    fn answers_of_one_rater_stay_together() {
        // Ten raters, each always of one mind: ten answers of each say no more than one.
        let many: Vec<_> = (0..100).map(|vote| (vote / 10, 0, f64::from(100 * ((vote / 10) % 2)))).collect();
        let together = Resampler::new(1).interval(&Crossed::of(&many), Mean::OfVotes, ENDS).expect("ten raters");
        let once = one_each(&[0.0, 100.0, 0.0, 100.0, 0.0, 100.0, 0.0, 100.0, 0.0, 100.0]);
        let once = Resampler::new(1).interval(&once, Mean::OfVotes, ENDS).expect("ten raters");
        assert!((together[0] - once[0]).abs() < 1e-9 && (together[1] - once[1]).abs() < 1e-9);
        assert!(once[0] <= 20.0 && once[1] >= 80.0, "{once:?}");
    }
}
