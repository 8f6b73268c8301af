//! From votes to a figure with its intervals.
//!
//! - Ratings: the mean over raters of each rater's mean, so that many answers of one rater do not pass for many raters.
//! - Shares: over all answers, against chance by the exact binomial test: who guesses guesses each answer anew.
//!
//! The interval speaks of other raters and of other units: other people than those whose clones were shown or, of a
//! figure about one person, other clones of theirs ([`Crossed`] says how). Beside stands the one of other raters alone,
//! for these very pictures: it narrows as raters come, so the stop rule goes by it.

use super::measure::Figure;
use engine::evaluation::subjective::{Alternative, Crossed, Mean, Resampler, binomial_test};
use wire::study::results::{RawAndScreened, Score};

/// The lowest and the highest answer.
const PER_CENT: [f64; 2] = [0.0, 100.0];

/// Votes of a figure, of all raters.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Rater, unit, and value in per cent.
    votes: Vec<(u32, u32, f64)>,
    /// Sum of the chances, and of how many votes.
    chance: (f64, u32),
}

impl Tally {
    fn add(&mut self, rater: usize, unit: u32, percent: f64, chance: Option<f64>) {
        self.votes.push((rater as u32, unit, percent));
        if let Some(chance) = chance {
            self.chance = (self.chance.0 + chance, self.chance.1 + 1);
        }
    }

    /// What each vote says, in per cent.
    pub fn percents(&self) -> Vec<f64> {
        self.votes.iter().map(|(_, _, percent)| *percent).collect()
    }

    /// The figure.
    pub fn score(&self, figure: Figure, resampler: &mut Resampler) -> Score {
        let votes = self.votes.len() as u32;
        match figure {
            _ if votes == 0 => Score::default(),
            Figure::Mean => self.mean(votes, resampler),
            Figure::Share => self.share(votes, resampler),
            Figure::Count => Score { votes, ..Score::default() },
        }
    }

    fn mean(&self, votes: u32, resampler: &mut Resampler) -> Score {
        let crossed = Crossed::of(&self.votes);
        let score = crossed.estimate(Mean::OfRaters);
        let of_raters = crossed.of_raters_alone().estimate(Mean::OfRaters);
        Score {
            votes,
            percent: score.map(|score| score.mean),
            interval: score.and_then(|score| score.interval(PER_CENT)),
            raters: of_raters.and_then(|score| score.by_student()),
            bootstrap: resampler.interval(&crossed, Mean::OfRaters, PER_CENT),
            ..Score::default()
        }
    }

    fn share(&self, votes: u32, resampler: &mut Resampler) -> Score {
        let crossed = Crossed::of(&self.votes);
        let interval =
            |crossed: &Crossed| crossed.estimate(Mean::OfVotes).and_then(|share| share.share_interval(PER_CENT));
        let sum: f64 = self.votes.iter().map(|(_, _, percent)| percent).sum();
        let (right, all) = ((sum / 100.0).round() as u64, u64::from(votes));
        // Where chances differ their mean is taken: the true distribution is narrower (W. Hoeffding, Annals of
        // Mathematical Statistics 27(3), 1956).
        let (sum, count) = self.chance;
        let chance = (count > 0).then(|| sum / f64::from(count));
        Score {
            votes,
            percent: Some(100.0 * right as f64 / all as f64),
            interval: interval(&crossed),
            raters: interval(&crossed.of_raters_alone()),
            bootstrap: resampler.interval(&crossed, Mean::OfVotes, PER_CENT),
            chance: chance.map(|chance| 100.0 * chance),
            p_value: chance.and_then(|chance| binomial_test(right, all, chance, Alternative::Greater)),
        }
    }
}

/// Votes of a figure, of all raters and of those used.
#[derive(Clone, Debug, Default)]
pub struct Tallies(pub RawAndScreened<Tally>);

impl Tallies {
    /// Adds a vote about a unit.
    pub fn add(&mut self, (rater, is_used): (usize, bool), unit: u32, percent: f64, chance: Option<f64>) {
        self.0.raw.add(rater, unit, percent, chance);
        if is_used {
            self.0.screened.add(rater, unit, percent, chance);
        }
    }

    /// The figure of all, and of those used.
    pub fn score(&self, figure: Figure, resampler: &mut Resampler) -> RawAndScreened<Score> {
        let RawAndScreened { raw, screened } = &self.0;
        let all = raw.score(figure, resampler);
        let nobody_left_out = raw.votes.len() == screened.votes.len();
        RawAndScreened { raw: all, screened: if nobody_left_out { all } else { screened.score(figure, resampler) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(figure: Figure, votes: &[(usize, f64)], chance: Option<f64>) -> Score {
        let mut tally = Tally::default();
        votes.iter().for_each(|(rater, percent)| tally.add(*rater, 0, *percent, chance));
        tally.score(figure, &mut Resampler::new(1))
    }

    #[test]
    fn a_mean_counts_raters_and_a_share_answers() {
        let votes = [(0, 100.0), (0, 100.0), (0, 100.0), (1, 0.0)];
        assert_eq!(score(Figure::Mean, &votes, None).percent, Some(50.0));
        assert_eq!(score(Figure::Share, &votes, None).percent, Some(75.0));
        assert_eq!(score(Figure::Count, &votes, None), Score { votes: 4, ..Score::default() });
        assert_eq!(score(Figure::Share, &[], Some(0.5)), Score::default());
    }

    #[test]
    fn a_share_against_chance_worked_by_hand() {
        // Three of four right where one in three is by chance: 4·(1/3)³·(2/3) + (1/3)⁴ = 9/81.
        let votes = [(0, 100.0), (1, 100.0), (2, 100.0), (3, 0.0)];
        let found = score(Figure::Share, &votes, Some(1.0 / 3.0));
        assert!((found.p_value.expect("a probability") - 1.0 / 9.0).abs() < 1e-12);
        assert!((found.chance.expect("a chance") - 100.0 / 3.0).abs() < 1e-12);
        // Wilson's ends of 3 in 4: (0.75 + z²/8 ± z·√(0.1875/4 + z²/64)) / (1 + z²/4) with z = 1.959964.
        let [low, high] = found.interval.expect("an interval");
        assert!((low - 30.0642).abs() < 1e-3 && (high - 95.4413).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn screened_figures_exclude_unused_raters() {
        let mut tallies = Tallies::default();
        tallies.add((0, true), 0, 20.0, None);
        tallies.add((1, true), 0, 40.0, None);
        tallies.add((2, false), 0, 90.0, None);
        let found = tallies.score(Figure::Mean, &mut Resampler::new(1));
        assert_eq!((found.raw.votes, found.raw.percent), (3, Some(50.0)));
        assert_eq!((found.screened.votes, found.screened.percent), (2, Some(30.0)));
        // t(0.975, 1) = 12.7062, deviation √200 over √2.
        let [low, high] = found.screened.raters.expect("two raters");
        assert!((low + 97.062).abs() < 1e-3 && (high - 157.062).abs() < 1e-3, "{low} {high}");
        assert_eq!(found.screened.interval, Some([0.0, 100.0]), "it ends where the scale does");
    }

    #[test]
    fn clones_of_five_people_are_five_and_not_two_hundred() {
        // Near-copies: of each person, ten raters recognize either all four clones or none.
        let says = |person: usize| if [2, 4].contains(&person) { 100.0 } else { 0.0 };
        let votes = |unit: fn(usize) -> u32| {
            let mut tally = Tally::default();
            (0..200).for_each(|at| tally.add(at / 20, unit(at % 5), says(at % 5), None));
            tally.score(Figure::Share, &mut Resampler::new(1))
        };
        let by_person = votes(|person| person as u32);
        let [low, high] = by_person.interval.expect("an interval");
        assert!(by_person.percent == Some(40.0) && low < 10.0 && high > 80.0, "{low} {high}");
        let [low, high] = by_person.bootstrap.expect("an interval");
        assert!(low < 10.0 && high > 70.0, "{low} {high}");
        let mean = |figure| {
            let mut tally = Tally::default();
            (0..200).for_each(|at| tally.add(at / 20, (at % 5) as u32, says(at % 5), None));
            tally.score(figure, &mut Resampler::new(1)).interval
        };
        assert_eq!(mean(Figure::Mean), Some([0.0, 100.0]), "t(0.975, 4) · 24.5 is 68");
    }
}
