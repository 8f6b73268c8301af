//! How often the 95 % intervals of figures over clones hold the truth, where clones of a person are alike and people
//! differ: 4,000 simulated attacks a line.
//!
//! `cargo run -p effigy-engine --example clone_intervals`

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

use engine::dataset::stream;
use engine::evaluation::{Interval, people_interval};
use rand::{Rng, RngExt};

const ATTACKS: u64 = 4_000;
const SEED: u64 = 1;
/// Clones of a person.
const CLONES: usize = 20;
/// Resamples of the two bootstrap intervals, which are there for comparison.
const RESAMPLES: usize = 400;

/// Measurements of a clone.
#[derive(Clone, Copy, Debug)]
enum Figure {
    /// Whether it ranks first, as a nought or a one.
    Share,
    /// A score in [0,1].
    Score,
}

impl Figure {
    /// One clone of a person whose clones have this mean.
    fn draw(self, mean: f64, random: &mut impl Rng) -> f64 {
        match self {
            Self::Share => f64::from(random.random_bool(mean)),
            Self::Score => {
                let reach = 0.1_f64.min(mean).min(1.0 - mean);
                mean + reach * random.random_range(-1.0..=1.0)
            }
        }
    }
}

fn main() {
    println!("share of {ATTACKS} attacks whose 95 % interval holds the true mean over people (seed {SEED})");
    println!("{:10}{:>8}{:>12}{:>26}{:>22}", "figure", "people", "as used", "(people, then clones)", "(clones alone)");
    for figure in [Figure::Share, Figure::Score] {
        for people in [5, 10, 20, 40] {
            let [used, both, clones] = coverage(figure, people);
            let name = format!("{figure:?}");
            println!("{name:10}{people:>8}{used:>10.1} %{both:>24.1} %{clones:>20.1} %");
        }
    }
}

fn coverage(figure: Figure, people: usize) -> [f64; 3] {
    let mut held = [0_u32; 3];
    for attack in 0..ATTACKS {
        let mut random = stream(SEED, &format!("{figure:?}"), &[people as u64, attack]);
        let truth = random.random_range(0.1..0.9);
        let evenness = random.random_range(1..=6);
        let drawn: Vec<Vec<f64>> = (0..people)
            .map(|_| {
                let mean = person(truth, evenness, &mut random);
                (0..CLONES).map(|_| figure.draw(mean, &mut random)).collect()
            })
            .collect();
        let all = vec![drawn.concat()];
        let intervals = [people_interval(&drawn), resampled(&drawn, &mut random), resampled(&all, &mut random)];
        for (held, [low, high]) in held.iter_mut().zip(intervals) {
            *held += u32::from(low - 1e-9 <= truth && truth <= high + 1e-9);
        }
    }
    held.map(|held| 100.0 * f64::from(held) / ATTACKS as f64)
}

/// A person's mean, `truth` on average: the share of heads among `evenness` coins, blurred without moving its mean. One
/// coin is all or nothing, as clones of a person mostly are; six are nearly a bell.
fn person(truth: f64, evenness: u32, random: &mut impl Rng) -> f64 {
    let heads = (0..evenness).filter(|_| random.random_bool(truth)).count() as f64;
    let share = heads / f64::from(evenness);
    0.9 * share + 0.1 * truth
}

/// The percentile bootstrap of the mean: people are drawn, then clones of each.
fn resampled(people: &[Vec<f64>], random: &mut impl Rng) -> Interval {
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..people.len()).map(|_| {
                let clones = &people[random.random_range(0..people.len())];
                let values = (0..clones.len()).map(|_| clones[random.random_range(0..clones.len())]);
                values.sum::<f64>() / clones.len() as f64
            });
            drawn.collect::<Vec<_>>().iter().sum::<f64>() / people.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    [means[RESAMPLES * 25 / 1000], means[RESAMPLES * 975 / 1000 - 1]]
}
