//! Which share of honest and of careless raters the screening leaves out, by simulation.
//!
//! `cargo run -p effigy-engine --example screening`
//!
//! Of 300 raters in a study, 80 % are honest, 10 % click at random, 5 % always answer the same (and slip in one of
//! twenty answers), 5 % are honest but read the scale upside down. The scale is of five points; pictures' true
//! similarity is uniform on it or, where the study is hard, on its middle half. An honest rater sees it with a bias
//! (deviation 0.4), a gain (0.7 to 1.3) and noise (deviation 0.6 to 1.4, a rater's own), so that some honest raters
//! agree little with the rest.

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

use engine::dataset::stream;
use engine::evaluation::subjective::Ratings;
use engine::evaluation::subjective::screening::{Agreement, Bt500, Screening, screen};
use rand::{Rng, RngExt};

const STUDIES: u64 = 100;
const RATERS: usize = 300;
const SEED: u64 = 1;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Honest,
    Random,
    StraightLine,
    Inverted,
}

const KINDS: [Kind; 4] = [Kind::Honest, Kind::Random, Kind::StraightLine, Kind::Inverted];

/// Every twentieth part of the raters.
const CROWD: [Kind; 20] = {
    let mut crowd = [Kind::Honest; 20];
    (crowd[16], crowd[17], crowd[18], crowd[19]) = (Kind::Random, Kind::Random, Kind::StraightLine, Kind::Inverted);
    crowd
};

struct Design {
    pictures: usize,
    /// The share of the pictures that a rater sees.
    rated: f64,
    /// How far from the middle of the scale the pictures' similarity reaches.
    reach: f64,
    raters: &'static [Kind],
}

const DESIGNS: [Design; 7] = [
    Design { pictures: 15, rated: 1.0, reach: 2.0, raters: &CROWD },
    Design { pictures: 30, rated: 1.0, reach: 2.0, raters: &CROWD },
    Design { pictures: 60, rated: 0.5, reach: 2.0, raters: &CROWD },
    Design { pictures: 60, rated: 1.0, reach: 2.0, raters: &CROWD },
    Design { pictures: 30, rated: 1.0, reach: 1.0, raters: &CROWD },
    Design { pictures: 30, rated: 1.0, reach: 2.0, raters: &[Kind::Honest] },
    Design { pictures: 30, rated: 1.0, reach: 1.0, raters: &[Kind::Honest] },
];

fn main() {
    println!("share of raters left out, {STUDIES} studies of {RATERS} raters (seed {SEED})");
    println!("{:46}{:>10}{:>10}{:>14}{:>10}", "", "honest", "random", "straight line", "inverted");
    for design in &DESIGNS {
        let [low, high] = [3.0 - design.reach, 3.0 + design.reach];
        let all = if design.raters.len() == 1 { "; all raters are honest" } else { "" };
        println!("{} pictures from {low} to {high}, {:.0} % rated by each{all}", design.pictures, 100.0 * design.rated);
        let studies: Vec<Ratings> = (0..STUDIES).map(|study| design.simulate(study)).collect();
        for (name, screening) in screenings() {
            design.print_line(&name, &studies, &screening);
        }
    }
}

fn screenings() -> Vec<(String, Screening)> {
    let with = |rule| Screening { agreement: Some(rule), ..Screening::default() };
    let mut all = vec![("the defaults".to_owned(), Screening::default())];
    for fence in [1.5, 2.5] {
        let rule = Agreement { fence: Some(fence), ..Agreement::default() };
        all.push((format!("with a fence at {fence}"), with(rule)));
    }
    for least_correlation in [0.2, 0.3, 0.4, 0.75] {
        let rule = Agreement { least_correlation, fence: None, ..Agreement::default() };
        all.push((format!("without a fence, correlation at least {least_correlation}"), with(rule)));
    }
    let alone = Screening { straight_line: None, inverted: None, agreement: None, bt500: Some(Bt500::default()) };
    all.push(("BT.500 alone".to_owned(), alone));
    all
}

impl Design {
    fn print_line(&self, name: &str, studies: &[Ratings], screening: &Screening) {
        let (mut raters, mut left_out) = ([0_u32; 4], [0_u32; 4]);
        for ratings in studies {
            for (rater, reasons) in screen(ratings, screening).iter().enumerate() {
                let kind = self.kind_of(rater) as usize;
                raters[kind] += 1;
                left_out[kind] += u32::from(!reasons.is_empty());
            }
        }
        let share = |kind: Kind| match raters[kind as usize] {
            0 => "-".to_owned(),
            raters => format!("{:.2} %", 100.0 * f64::from(left_out[kind as usize]) / f64::from(raters)),
        };
        let [honest, random, straight_line, inverted] = KINDS.map(share);
        println!("  {name:44}{honest:>10}{random:>10}{straight_line:>14}{inverted:>10}");
    }

    fn kind_of(&self, rater: usize) -> Kind {
        self.raters[rater % self.raters.len()]
    }

    fn simulate(&self, study: u64) -> Ratings {
        let mut random = stream(SEED, "screening", &[study, self.pictures as u64]);
        let similarity = |_| random.random_range(3.0 - self.reach..3.0 + self.reach);
        let truth: Vec<f64> = (0..self.pictures).map(similarity).collect();
        let table = (0..RATERS).map(|rater| {
            let answers = answers(self.kind_of(rater), &truth, &mut random);
            answers.into_iter().map(|answer| random.random_bool(self.rated).then_some(answer)).collect()
        });
        Ratings::new(table.collect()).expect("an answer to every picture")
    }
}

fn answers(kind: Kind, truth: &[f64], random: &mut impl Rng) -> Vec<f64> {
    match kind {
        Kind::Honest => honest(truth, random),
        Kind::Inverted => honest(truth, random).into_iter().map(|answer| 6.0 - answer).collect(),
        Kind::Random => truth.iter().map(|_| any(random)).collect(),
        Kind::StraightLine => {
            let line = any(random);
            truth.iter().map(|_| if random.random_bool(0.05) { any(random) } else { line }).collect()
        }
    }
}

fn honest(truth: &[f64], random: &mut impl Rng) -> Vec<f64> {
    let (bias, gain, noise) = (0.4 * normal(random), random.random_range(0.7..1.3), random.random_range(0.6..1.4));
    let seen = |truth: &f64| 3.0 + gain * (truth - 3.0) + bias + noise * normal(random);
    truth.iter().map(seen).map(|seen: f64| seen.round().clamp(1.0, 5.0)).collect()
}

fn any(random: &mut impl Rng) -> f64 {
    f64::from(random.random_range(1_u8..=5))
}

/// A standard normal number, after Box and Muller.
fn normal(random: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}
