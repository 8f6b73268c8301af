//! How often the 95 % intervals of studies with raters hold the truth: 10,000 simulated studies a line.
//!
//! `cargo run -p effigy-engine --example coverage`

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

use engine::dataset::stream;
use engine::evaluation::Interval;
use engine::evaluation::subjective::{Clusters, Resampler, bootstrap_interval, opinion_score, wilson_interval};
use rand::seq::index::sample;
use rand::{Rng, RngExt};

const STUDIES: u64 = 10_000;
const SEED: u64 = 1;
/// Clones of a whole study, and how many of them a rater sees.
const CLONES: usize = 40;
const RATED: usize = 8;

/// How raters answer; each study draws how alike its picture is, so that coverage is that of studies on the whole.
#[derive(Clone, Copy, Debug)]
enum Answers {
    /// 1 to 5: one more than a binomial count of 4; three in twenty answers are guesses.
    FivePoint,
    /// The same on 1 to 9, from a count of 8.
    NinePoint,
    /// 0 to 100: evenly from 25 below to 25 above the truth, or as far as the scale reaches.
    Slider,
    /// 0 to 100: squares of uniform numbers, most on the low side, as for a clone that resembles nobody.
    SkewedSlider,
}

impl Answers {
    /// The mean of infinitely many answers.
    fn truth(self, likeness: f64) -> f64 {
        match self {
            Self::FivePoint => 0.85 * (1.0 + 4.0 * likeness) + 0.15 * 3.0,
            Self::NinePoint => 0.85 * (1.0 + 8.0 * likeness) + 0.15 * 5.0,
            Self::Slider => 100.0 * likeness,
            Self::SkewedSlider => 100.0 / 3.0,
        }
    }

    fn draw(self, likeness: f64, random: &mut impl Rng) -> f64 {
        match self {
            Self::FivePoint => step(4, likeness, random),
            Self::NinePoint => step(8, likeness, random),
            Self::Slider => {
                let reach = 25_f64.min(100.0 * likeness).min(100.0 - 100.0 * likeness);
                100.0 * likeness + random.random_range(-reach..reach)
            }
            Self::SkewedSlider => 100.0 * random.random::<f64>().powi(2),
        }
    }
}

fn step(steps: u32, likeness: f64, random: &mut impl Rng) -> f64 {
    if random.random_bool(0.15) {
        return f64::from(random.random_range(1..=steps + 1));
    }
    f64::from(1 + (0..steps).filter(|_| random.random_bool(likeness)).count() as u32)
}

fn main() {
    println!("share of {STUDIES} studies whose 95 % interval holds the true mean (seed {SEED})");
    println!("{:14}{:>8}{:>12}{:>12}{:>22}", "answers", "raters", "Student's t", "bootstrap", "(plain percentile)");
    for answers in [Answers::FivePoint, Answers::NinePoint, Answers::Slider, Answers::SkewedSlider] {
        for raters in [10, 24, 60] {
            let [by_t, by_bootstrap, by_percentile] = means(answers, raters);
            let name = format!("{answers:?}");
            println!("{name:14}{raters:>8}{by_t:>10.2} %{by_bootstrap:>10.2} %{by_percentile:>20.2} %");
        }
    }
    println!(
        "\nthe same of whole studies: each rater, of a leaning of their own, rates {RATED} of {CLONES} clones from 0 to 100"
    );
    for raters in [10, 24, 60] {
        let [by_t, by_bootstrap] = studies(raters);
        println!("{:14}{raters:>8}{by_t:>10.2} %{by_bootstrap:>10.2} %", "means of raters");
    }
    println!(
        "\nshare of {STUDIES} studies whose Wilson interval holds the true proportion, which is uniform in 0.02..0.98"
    );
    for answers in [10, 24, 60, 500] {
        println!("{answers:>8} answers{:>10.2} %", proportions(answers));
    }
}

fn means(answers: Answers, raters: usize) -> [f64; 3] {
    let mut held = [0_u32; 3];
    for study in 0..STUDIES {
        let mut random = stream(SEED, &format!("{answers:?}"), &[raters as u64, study]);
        let likeness = random.random_range(0.1..0.9);
        let ratings: Vec<f64> = (0..raters).map(|_| answers.draw(likeness, &mut random)).collect();
        let intervals = [
            opinion_score(&ratings).and_then(|score| score.interval),
            bootstrap_interval(&ratings, study, "coverage"),
            percentile_interval(&ratings, &mut random),
        ];
        for (held, interval) in held.iter_mut().zip(intervals) {
            *held += u32::from(interval.is_some_and(|interval| holds(interval, answers.truth(likeness))));
        }
    }
    held.map(percent)
}

/// The plain percentile bootstrap interval, for comparison.
fn percentile_interval(ratings: &[f64], random: &mut impl Rng) -> Option<Interval> {
    let count = ratings.len();
    let mut mean = || (0..count).map(|_| ratings[random.random_range(0..count)]).sum::<f64>() / count as f64;
    let mut means: Vec<f64> = (0..2000).map(|_| mean()).collect();
    means.sort_by(f64::total_cmp);
    Some([means[50], means[1949]])
}

/// Intervals over raters, as a study's figures over all clones have them.
fn studies(raters: u32) -> [f64; 2] {
    let mut held = [0_u32; 2];
    for study in 0..STUDIES {
        let mut random = stream(SEED, "clones", &[u64::from(raters), study]);
        let likeness: Vec<f64> = (0..CLONES).map(|_| random.random_range(30.0..70.0)).collect();
        let votes: Vec<(u32, f64)> = (0..raters)
            .flat_map(|rater| {
                let leaning = random.random_range(-15.0..15.0);
                let rated = sample(&mut random, CLONES, RATED);
                let rate = |clone: usize| likeness[clone] + leaning + random.random_range(-15.0..15.0);
                rated.into_iter().map(rate).map(|rating| (rater, rating)).collect::<Vec<_>>()
            })
            .collect();
        let clusters = Clusters::of(&votes);
        let intervals = [
            clusters.mean_of_raters().and_then(|score| score.interval),
            Resampler::new(study).mean_of_raters(&clusters),
        ];
        let truth = likeness.iter().sum::<f64>() / CLONES as f64;
        for (held, interval) in held.iter_mut().zip(intervals) {
            *held += u32::from(interval.is_some_and(|interval| holds(interval, truth)));
        }
    }
    held.map(percent)
}

fn proportions(answers: u64) -> f64 {
    let held = (0..STUDIES).filter(|study| {
        let mut random = stream(SEED, "proportion", &[answers, *study]);
        let truth = random.random_range(0.02..0.98);
        let successes = (0..answers).filter(|_| random.random_bool(truth)).count() as u64;
        wilson_interval(successes, answers).is_some_and(|interval| holds(interval, truth))
    });
    percent(held.count() as u32)
}

/// Rounding must not decide where all answers are the same.
fn holds([low, high]: Interval, truth: f64) -> bool {
    low - 1e-9 <= truth && truth <= high + 1e-9
}

fn percent(count: u32) -> f64 {
    100.0 * f64::from(count) / STUDIES as f64
}
