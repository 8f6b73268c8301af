//! Bootstrap intervals of many figures at once.

use super::clusters::{Cluster, Clusters};
use super::distribution::{UPPER, normal_probability, student_quantile};
use super::quantile::quantile;
use crate::dataset::stream;
use crate::evaluation::Interval;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Resamples drawn for an interval.
const RESAMPLES: usize = 2000;

/// Bytes of drawn weights to keep; beyond, all are drawn again when needed.
const KEPT: usize = 16 << 20;

/// Draws raters with replacement, all answers of a rater together, and keeps what it drew: figures of equally many
/// raters share their resamples, which costs a thousand figures little more than one. Each interval by itself is that of
/// [`bootstrap_interval`](super::bootstrap_interval), expanded percentiles included, from other random numbers.
pub struct Resampler {
    seed: u64,
    /// By number of raters: how often each rater is in each resample, `[rater * RESAMPLES + resample]`.
    drawn: BTreeMap<usize, Vec<u8>>,
}

impl Resampler {
    /// The same seed gives the same intervals.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: BTreeMap::new() }
    }

    /// The 95 % interval of the mean of raters' means; `None` of fewer than two raters.
    pub fn mean_of_raters(&mut self, clusters: &Clusters) -> Option<Interval> {
        let means = clusters.means();
        let sums = self.weighted(&means)?;
        let count = means.len() as f64;
        interval(sums.into_iter().map(|sum| sum / count).collect(), means.len())
    }

    /// The 95 % interval of the mean over all answers (of a share, where answers are 0 and 1); `None` of fewer than two
    /// raters.
    pub fn mean_of_votes(&mut self, clusters: &Clusters) -> Option<Interval> {
        let (sums, counts): (Vec<f64>, Vec<f64>) =
            clusters.iter().map(|Cluster { sum, count }| (sum, f64::from(count))).unzip();
        let (sums, counts) = (self.weighted(&sums)?, self.weighted(&counts)?);
        let means = sums.into_iter().zip(counts).map(|(sum, count)| sum / count);
        interval(means.collect(), clusters.raters())
    }

    /// For each resample, the sum of its raters' values.
    fn weighted(&mut self, values: &[f64]) -> Option<Vec<f64>> {
        if values.len() < 2 {
            return None;
        }
        let weights = self.weights(values.len());
        let mut sums = vec![0.0; RESAMPLES];
        for (weights, value) in weights.chunks_exact(RESAMPLES).zip(values) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += f64::from(*weight) * value);
        }
        Some(sums)
    }

    fn weights(&mut self, raters: usize) -> &[u8] {
        let kept: usize = self.drawn.values().map(Vec::len).sum();
        if kept > KEPT && !self.drawn.contains_key(&raters) {
            self.drawn.clear();
        }
        let seed = self.seed;
        self.drawn.entry(raters).or_insert_with(|| draw(seed, raters))
    }
}

fn draw(seed: u64, raters: usize) -> Vec<u8> {
    let mut random = Xoshiro256PlusPlus::from_rng(&mut stream(seed, "resamples of raters", &[raters as u64]));
    let mut weights = vec![0_u8; raters * RESAMPLES];
    for resample in 0..RESAMPLES {
        for _ in 0..raters {
            // The high half of a product: as even as 64 bits allow, without a division.
            let rater = ((u128::from(random.next_u64()) * raters as u128) >> 64) as usize;
            let weight = &mut weights[rater * RESAMPLES + resample];
            *weight = weight.saturating_add(1);
        }
    }
    weights
}

fn interval(mut means: Vec<f64>, raters: usize) -> Option<Interval> {
    means.sort_unstable_by(f64::total_cmp);
    let count = raters as f64;
    let freedom = count - 1.0;
    let below = normal_probability((count / freedom).sqrt() * student_quantile(UPPER, freedom));
    Some([quantile(&means, 1.0 - below)?, quantile(&means, below)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::subjective::bootstrap_interval;

    fn one_each(ratings: &[f64]) -> Clusters {
        Clusters::of(&(0..).zip(ratings.iter().copied()).collect::<Vec<_>>())
    }

    #[test]
    fn agrees_with_the_interval_of_one_figure() {
        let ratings: Vec<f64> = (0..40).map(|rater| f64::from((rater * rater) % 23)).collect();
        let [low, high] = bootstrap_interval(&ratings, 1, "x").expect("an interval");
        let mut resampler = Resampler::new(1);
        let clusters = one_each(&ratings);
        let found = resampler.mean_of_raters(&clusters).expect("an interval");
        assert!((found[0] - low).abs() < 0.15 && (found[1] - high).abs() < 0.15, "{found:?} against {low} {high}");
        assert_eq!(resampler.mean_of_votes(&clusters), Some(found), "with one answer each it is the same");
        assert_eq!(Resampler::new(1).mean_of_raters(&clusters), Some(found));
        assert_ne!(Resampler::new(2).mean_of_raters(&clusters), Some(found));
        assert_eq!(resampler.mean_of_raters(&one_each(&[3.0])), None);
    }

    #[test]
    fn every_resample_has_as_many_raters_as_there_are() {
        let weights = draw(3, 7);
        for resample in 0..RESAMPLES {
            assert_eq!((0..7).map(|rater| u32::from(weights[rater * RESAMPLES + resample])).sum::<u32>(), 7);
        }
        let first: u32 = weights[..RESAMPLES].iter().map(|weight| u32::from(*weight)).sum();
        assert!((1800..2200).contains(&first), "each rater is in a resample once on average: {first}");
    }

    #[test]
    fn answers_of_one_rater_stay_together() {
        // Ten raters, each always of one mind: ten answers of each say no more than one.
        let many: Vec<(u32, f64)> = (0..100).map(|vote| (vote / 10, f64::from((vote / 10) % 2))).collect();
        let together = Resampler::new(1).mean_of_votes(&Clusters::of(&many));
        let once = Resampler::new(1).mean_of_votes(&one_each(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]));
        assert_eq!(together, once);
        assert!(once.is_some_and(|[low, high]| low <= 0.2 && high >= 0.8), "{once:?}");
    }

    #[test]
    fn a_share_weighs_answers_and_not_raters() {
        let votes = [(0, 1.0), (0, 1.0), (0, 1.0), (1, 0.0)];
        let clusters = Clusters::of(&votes);
        assert_eq!(clusters.sum() / clusters.votes() as f64, 0.75);
        let [low, high] = Resampler::new(1).mean_of_votes(&clusters).expect("two raters");
        assert_eq!((low, high), (0.0, 1.0));
    }
}
