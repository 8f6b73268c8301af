//! How often the 95 % intervals of studies with raters hold the truth: 10,000 simulated studies a line, of whole
//! studies 2,000.
//!
//! `cargo run -p effigy-engine --example coverage`

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

use engine::dataset::stream;
use engine::evaluation::Interval;
use engine::evaluation::subjective::{
    Crossed, Mean, Resampler, bootstrap_interval, opinion_score, pearson, pearson_interval, pearson_interval_of_groups,
    wilson_interval,
};
use rand::seq::index::sample;
use rand::{Rng, RngExt};

const STUDIES: u64 = 10_000;
const SEED: u64 = 1;
/// Clones of each person, and how many clones a rater sees.
const CLONES: usize = 4;
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
        "\nthe same of whole studies: each rater, of a leaning of their own, rates {RATED} clones, {CLONES} of each person, from 0 \
         to 100;\npeople differ, and so do their clones; the truth is that of all people and raters there are"
    );
    println!(
        "{:10}{:>8}{:>8}{:>14}{:>12}{:>14}{:>16}",
        "answers", "people", "raters", "t or Wilson", "bootstrap", "(raters alone", "answers alone)"
    );
    for crowd in Crowd::ALL {
        for people in [5, 10, 20, 40] {
            for raters in [10, 24, 60] {
                let [crossed, bootstrap, of_raters, of_answers] = studies(crowd, people, raters);
                println!(
                    "{:10}{people:>8}{raters:>8}{crossed:>12.2} %{bootstrap:>10.2} %{of_raters:>12.2} %{of_answers:>14.2} %",
                    crowd.name,
                );
            }
        }
    }
    println!(
        "\nthe same of Pearson's correlation over clones, {CLONES} of each person, whose people and clones correlate alike"
    );
    for people in [5, 10, 20, 40] {
        let [by_people, by_clones] = correlations(people);
        println!("{people:>8} people{by_people:>10.2} %{:>30}{by_clones:>6.2} %)", "(over clones as independent");
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

/// A kind of study: how far people, their clones, raters and answers deviate.
#[derive(Clone, Copy, Debug)]
struct Crowd {
    name: &'static str,
    people: f64,
    clones: f64,
    raters: f64,
    answers: f64,
    /// Answers are 0 and 100, by the logistic of what ratings would be; else they are ratings.
    is_share: bool,
}

impl Crowd {
    const ALL: [Self; 5] = [
        Self { name: "ratings", people: 15.0, clones: 5.0, raters: 10.0, answers: 20.0, is_share: false },
        Self { name: "by clone", people: 5.0, clones: 10.0, raters: 10.0, answers: 20.0, is_share: false },
        Self { name: "all alike", people: 0.0, clones: 0.0, raters: 10.0, answers: 20.0, is_share: false },
        Self { name: "shares", people: 1.5, clones: 0.5, raters: 0.7, answers: 0.0, is_share: true },
        Self { name: "by person", people: 3.0, clones: 0.5, raters: 0.7, answers: 0.0, is_share: true },
    ];

    fn study(&self, people: usize, raters: usize, random: &mut impl Rng) -> Vec<(u32, u32, f64)> {
        let of_people: Vec<f64> = (0..people).map(|_| self.people * normal(random)).collect();
        let of_clones: Vec<f64> = (0..people * CLONES).map(|_| self.clones * normal(random)).collect();
        let mut votes = Vec::new();
        for rater in 0..raters {
            let leaning = self.raters * normal(random);
            for (person, clone) in rated(people, random) {
                let rating = of_people[person] + of_clones[clone] + leaning + self.answers * normal(random);
                let answer = if self.is_share {
                    f64::from(100 * u8::from(random.random_bool(logistic(rating - 0.5))))
                } else {
                    50.0 + rating
                };
                votes.push((rater as u32, person as u32, answer));
            }
        }
        votes
    }

    /// The mean over all people, clones and raters there could be.
    fn truth(&self) -> f64 {
        if !self.is_share {
            return 50.0;
        }
        let deviation = (self.people.powi(2) + self.clones.powi(2) + self.raters.powi(2)).sqrt();
        let steps = (-6000..=6000).map(|step| f64::from(step) / 1000.0);
        let density = |z: f64| (-z * z / 2.0).exp();
        let above: f64 = steps.clone().map(|z| density(z) * logistic(deviation * z - 0.5)).sum();
        100.0 * above / steps.map(density).sum::<f64>()
    }
}

/// Clones that a rater sees: of as many people as can be, each a clone by lot, as a study assigns them.
fn rated(people: usize, random: &mut impl Rng) -> Vec<(usize, usize)> {
    let mut clones: Vec<(usize, usize)> = Vec::new();
    while clones.len() < RATED {
        let round = sample(random, people, people.min(RATED - clones.len()));
        for person in round {
            let of_person = sample(random, CLONES, CLONES).into_iter().map(|clone| (person, person * CLONES + clone));
            clones.extend(of_person.filter(|clone| !clones.contains(clone)).take(1).collect::<Vec<_>>());
        }
    }
    clones
}

/// Intervals as a study's figures over all clones have them, and those that take clones for independent.
fn studies(crowd: Crowd, people: usize, raters: usize) -> [f64; 4] {
    let (mut held, truth) = ([0_u32; 4], crowd.truth());
    let ends = if crowd.is_share { [0.0, 100.0] } else { [f64::NEG_INFINITY, f64::INFINITY] };
    let mean = if crowd.is_share { Mean::OfVotes } else { Mean::OfRaters };
    for study in 0..STUDIES / 5 {
        let mut random = stream(SEED, crowd.name, &[people as u64, raters as u64, study]);
        let votes = crowd.study(people, raters, &mut random);
        let crossed = Crossed::of(&votes);
        let estimate = crossed.estimate(mean);
        let answers: Vec<f64> = votes.iter().map(|vote| vote.2).collect();
        let intervals = [
            estimate.and_then(|it| if crowd.is_share { it.share_interval(ends) } else { it.interval(ends) }),
            Resampler::new(study).interval(&crossed, mean, ends),
            crossed.of_raters_alone().estimate(mean).and_then(|it| it.by_student()),
            opinion_score(&answers).and_then(|score| score.interval),
        ];
        for (held, interval) in held.iter_mut().zip(intervals) {
            *held += u32::from(interval.is_some_and(|interval| holds(interval, truth)));
        }
    }
    held.map(|held| percent(5 * held))
}

/// By people, and over clones as if they were independent.
fn correlations(people: usize) -> [f64; 2] {
    let (mut held, truth) = ([0_u32; 2], 0.6);
    for study in 0..STUDIES {
        let mut random = stream(SEED, "correlation", &[people as u64, study]);
        let mut pair = |deviation: f64| {
            let (one, other) = (normal(&mut random), normal(&mut random));
            (deviation * one, deviation * (truth * one + (1.0 - truth * truth).sqrt() * other))
        };
        let (mut pairs, mut groups) = (Vec::new(), Vec::new());
        for person in 0..people {
            let of_person = pair(1.0);
            for _ in 0..CLONES {
                let of_clone = pair(0.5);
                pairs.push((of_person.0 + of_clone.0, of_person.1 + of_clone.1));
                groups.push(person);
            }
        }
        let by_clones = pearson(&pairs).and_then(|found| pearson_interval(found, pairs.len()));
        for (held, interval) in held.iter_mut().zip([pearson_interval_of_groups(&pairs, &groups), by_clones]) {
            *held += u32::from(interval.is_some_and(|interval| holds(interval, truth)));
        }
    }
    held.map(percent)
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// A standard normal number, by the method of Box and Muller.
fn normal(random: &mut impl Rng) -> f64 {
    let (radius, angle): (f64, f64) = (random.random(), random.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
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
