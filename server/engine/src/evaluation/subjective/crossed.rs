//! Ratings by raters of several units: people who were attacked, or clones of one person.
//!
//! Neither the answers of one rater nor those about one person are independent, and clones of one person are
//! near-copies. So the units of an interval are raters on one side and people on the other, both regarded as random
//! samples: an interval generalises to other raters and other people.
//!
//! The variance of a figure is the variance by raters, plus that by units, minus that by cells, which both contain (A.
//! C. Cameron, J. B. Gelbach, D. L. Miller, "Robust Inference with Multiway Clustering", Journal of Business & Economic
//! Statistics 29(2), 2011), with F. E. Satterthwaite's degrees of freedom (Biometrics Bulletin 2(6), 1946). Sampling
//! within a person (their clones) needs no term of its own: it moves the person's mean, and so is in the variance by
//! people. With one unit, this is Student's t over raters.
//!
//! Measured by the example `coverage` (5, 10, 20 and 40 people by 10, 24 and 60 raters; ratings and shares): 95 %
//! intervals covered the true value in 94 to 97 % of studies, at worst in 93.4 % (five people) and, where people do not
//! differ at all, in 97.6 %. Over raters alone, it was 18 to 96 %.

use super::distribution::{UPPER, normal_quantile, student_quantile};
use super::wilson::wilson;
use crate::evaluation::Interval;
use std::collections::BTreeMap;

/// The answers of one rater about one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    /// The rater's index, from 0.
    pub rater: usize,
    /// The unit's index, from 0.
    pub unit: usize,
    /// The sum of the answers.
    pub sum: f64,
    /// The number of answers, above 0.
    pub count: f64,
}

impl Cell {
    /// The deviation of the answers' sum from that many times the mean.
    fn beyond(&self, mean: f64) -> f64 {
        let rest = self.sum - self.count * mean;
        // A rounding residue of equal answers is no variance.
        if rest.abs() < 1e-9 * self.count * (1.0 + mean.abs()) { 0.0 } else { rest }
    }
}

/// Answers by rater and unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crossed {
    cells: Vec<Cell>,
    raters: usize,
    units: usize,
    votes: u64,
}

/// How the mean is weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mean {
    /// Mean of the raters' means: each rater counts once, however often they answered.
    OfRaters,
    /// Mean of all answers.
    OfVotes,
}

/// A figure and its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub mean: f64,
    /// Its variance; `None` with one rater.
    pub spread: Option<VarianceEstimate>,
    /// A lower bound on the number of independent draws: raters or units, whichever are fewer. With one unit and one
    /// answer for each rater, the number of answers.
    draws: f64,
    votes: f64,
}

/// The variance of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceEstimate {
    /// The variance.
    pub variance: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
}

impl Crossed {
    /// Collects answers `(rater, unit, answer)`; their order does not matter.
    pub fn of(votes: &[(u32, u32, f64)]) -> Self {
        let (raters, units) = (places(votes.iter().map(|vote| vote.0)), places(votes.iter().map(|vote| vote.1)));
        let mut cells: BTreeMap<(usize, usize), (f64, u32)> = BTreeMap::new();
        for (rater, unit, answer) in votes {
            let cell = cells.entry((raters[rater], units[unit])).or_default();
            *cell = (cell.0 + answer, cell.1 + 1);
        }
        let cell = |((rater, unit), (sum, count))| Cell { rater, unit, sum, count: f64::from(count) };
        Self {
            cells: cells.into_iter().map(cell).collect(),
            raters: raters.len(),
            units: units.len(),
            votes: votes.len() as u64,
        }
    }

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.units
    }

    /// Sorted by rater, then by unit.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The same answers as if about one unit: intervals then generalise to other raters, but not to other pictures.
    #[must_use]
    pub fn of_raters_alone(&self) -> Self {
        let mut cells: Vec<Cell> = Vec::new();
        for cell in &self.cells {
            match cells.last_mut().filter(|last| last.rater == cell.rater) {
                Some(last) => (last.sum, last.count) = (last.sum + cell.sum, last.count + cell.count),
                None => cells.push(Cell { unit: 0, ..*cell }),
            }
        }
        Self { cells, units: self.units.min(1), ..self.clone() }
    }

    /// A mean; `None` without answers.
    pub fn estimate(&self, mean: Mean) -> Option<Estimate> {
        let weights = self.weights(mean)?;
        let weighted = || self.cells.iter().map(|cell| (cell, weights[cell.rater]));
        let mean: f64 = weighted().map(|(cell, weight)| weight * cell.sum).sum();
        let moved: Vec<f64> = weighted().map(|(cell, weight)| weight * cell.beyond(mean)).collect();
        let is_independent = self.units == 1 && self.votes == self.raters as u64;
        let draws = match self.units {
            _ if is_independent => self.votes as f64,
            1 => self.raters as f64,
            units => units.min(self.raters) as f64,
        };
        Some(Estimate { mean, spread: self.spread(&moved), draws, votes: self.votes as f64 })
    }

    /// The weight of each answer, by rater.
    fn weights(&self, mean: Mean) -> Option<Vec<f64>> {
        let mut counts = vec![0.0; self.raters];
        self.cells.iter().for_each(|cell| counts[cell.rater] += cell.count);
        let weight = |count: &f64| match mean {
            Mean::OfRaters => 1.0 / (self.raters as f64 * count),
            Mean::OfVotes => 1.0 / self.votes as f64,
        };
        (self.votes > 0).then(|| counts.iter().map(weight).collect())
    }

    /// `moved`: the contribution of each cell to the deviation of the mean.
    fn spread(&self, moved: &[f64]) -> Option<VarianceEstimate> {
        let (mut by_rater, mut by_unit) = (vec![0.0; self.raters], vec![0.0; self.units]);
        for (cell, moved) in self.cells.iter().zip(moved) {
            by_rater[cell.rater] += moved;
            by_unit[cell.unit] += moved;
        }
        let of_raters = variance(&by_rater)?;
        let freedom = (self.raters - 1) as f64;
        let Some(of_units) = variance(&by_unit) else { return Some(VarianceEstimate { variance: of_raters, freedom }) };
        let of_cells: f64 = moved.iter().map(|moved| moved * moved).sum();
        let variance = (of_raters + of_units - of_cells).max(of_raters).max(of_units);
        Some(VarianceEstimate {
            variance,
            freedom: joint_freedom(variance, [(of_raters, self.raters), (of_units, self.units)]),
        })
    }
}

/// Consecutive numbers from 0, in ascending order of names.
fn places(names: impl Iterator<Item = u32>) -> BTreeMap<u32, usize> {
    let mut places: BTreeMap<u32, usize> = names.map(|name| (name, 0)).collect();
    places.values_mut().zip(0..).for_each(|(place, at)| *place = at);
    places
}

/// The variance of a sum of independent parts with expectation 0; `None` for fewer than two parts.
fn variance(parts: &[f64]) -> Option<f64> {
    let count = parts.len() as f64;
    (parts.len() > 1).then(|| count / (count - 1.0) * parts.iter().map(|part| part * part).sum::<f64>())
}

/// Satterthwaite's degrees of freedom, at least those of the smaller sample and at most those of both.
fn joint_freedom(variance: f64, parts: [(f64, usize); 2]) -> f64 {
    let [one, other] = parts.map(|(_, count)| (count - 1) as f64);
    let doubt: f64 = parts.iter().map(|(part, count)| part * part / (count - 1) as f64).sum();
    if doubt > 0.0 { (variance * variance / doubt).clamp(one.min(other), one + other) } else { one.min(other) }
}

impl Estimate {
    /// The 95 % interval by Student's t of answers between `low` and `high`, clipped to them; `None` with one rater. If
    /// all answers are equal, it is [`Estimate::share_interval`]'s: five people who all say the same do not make
    /// certain what the sixth will say.
    pub fn interval(&self, [low, high]: Interval) -> Option<Interval> {
        let spread = self.spread?;
        if spread.variance <= 0.0 {
            return self.share_interval([low, high]);
        }
        let [below, above] = self.by_student()?;
        Some([below.max(low), above.min(high)])
    }

    /// The 95 % interval by Student's t, not clipped; `None` with one rater.
    pub fn by_student(&self) -> Option<Interval> {
        let VarianceEstimate { variance, freedom } = self.spread?;
        let half = student_quantile(UPPER, freedom) * variance.sqrt();
        Some([self.mean - half, self.mean + half])
    }

    /// The 95 % interval of a share, where answers are `low` or `high`: Wilson's, for the number of independent answers
    /// that would leave the share equally uncertain (after E. L. Korn, B. I. Graubard, "Confidence intervals for
    /// proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24,
    /// 1998, who use the exact interval, which covered the true value in up to 98 % of studies). `None` with one rater,
    /// unless there is only one answer for each.
    pub fn share_interval(&self, [low, high]: Interval) -> Option<Interval> {
        let width = high - low;
        let share = ((self.mean - low) / width).clamp(0.0, 1.0);
        let ends = wilson(share, self.worth(share, width)?);
        Some(ends.map(|end| low + width * end))
    }

    /// The equivalent number of independent answers.
    fn worth(&self, share: f64, width: f64) -> Option<f64> {
        if self.draws >= self.votes {
            return Some(self.votes);
        }
        let VarianceEstimate { variance, freedom } = self.spread?;
        if variance <= 0.0 {
            return Some(self.draws);
        }
        let doubt = normal_quantile(UPPER) / student_quantile(UPPER, freedom);
        Some((share * (1.0 - share) * width * width / variance).min(self.votes) * doubt * doubt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERCENT: Interval = [0.0, 100.0];

    fn estimate(mean: Mean, votes: &[(u32, u32, f64)]) -> Estimate {
        Crossed::of(votes).estimate(mean).expect("answers")
    }

    fn close(found: Option<Interval>, expected: Interval) {
        let [low, high] = found.expect("an interval");
        assert!((low - expected[0]).abs() < 1e-3 && (high - expected[1]).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn a_rater_counts_once_however_often_they_answer() {
        let votes = [(7, 0, 10.0), (2, 0, 40.0), (7, 0, 20.0), (7, 0, 30.0)];
        assert_eq!(estimate(Mean::OfRaters, &votes).mean, 30.0);
        assert_eq!(estimate(Mean::OfVotes, &votes).mean, 25.0);
        // Deviation √200, t(0.975, 1) = 12.7062; half of the width is t · √200/√2.
        let found = estimate(Mean::OfRaters, &votes);
        close(found.by_student(), [30.0 - 127.062, 30.0 + 127.062]);
        assert_eq!(found.interval(PERCENT), Some(PERCENT));
        assert_eq!(Crossed::of(&[]).estimate(Mean::OfVotes), None);
        assert_eq!(estimate(Mean::OfRaters, &votes[..1]).by_student(), None);
    }

    /// Five people rated 0, 0, 100, 0, 100 by every rater, whatever the clone: twelve raters say the same thing twelve
    /// times.
    fn all_or_nothing() -> Vec<(u32, u32, f64)> {
        let says = [0.0, 0.0, 100.0, 0.0, 100.0];
        (0..12).flat_map(|rater| (0..5).map(move |person| (rater, person, says[person as usize]))).collect()
    }

    #[test]
    fn more_raters_do_not_make_more_people() {
        let votes = all_or_nothing();
        let crossed = Crossed::of(&votes);
        assert_eq!((crossed.raters(), crossed.units()), (12, 5));
        let found = crossed.estimate(Mean::OfRaters).expect("answers");
        // Raters do not differ; people deviate by √3000, over √5: t(0.975, 4) = 2.776445 · 24.4949.
        let spread = found.spread.expect("raters");
        assert!((spread.variance - 600.0).abs() < 1e-9 && spread.freedom == 4.0, "{spread:?}");
        close(found.by_student(), [40.0 - 68.0087, 40.0 + 68.0087]);
        close(found.interval(PERCENT), [0.0, 100.0]);
        // By Wilson, of 0.24/0.06 = 4 answers, times (1.959964/2.776445)².
        close(found.share_interval(PERCENT), [6.2918, 86.8756]);
        let alone = crossed.of_raters_alone().estimate(Mean::OfRaters).expect("answers");
        close(alone.by_student(), [40.0, 40.0]);
    }

    #[test]
    fn unanimity_of_five_people_is_that_of_five_answers() {
        let votes: Vec<_> = (0..60).map(|at| (at % 12, at % 5, 100.0)).collect();
        // Wilson's of 5 in 5: 1/(1 + z²/5).
        close(estimate(Mean::OfVotes, &votes).share_interval(PERCENT), [56.5518, 100.0]);
        close(estimate(Mean::OfRaters, &votes).interval(PERCENT), [56.5518, 100.0]);
    }

    #[test]
    fn single_answers_about_one_picture_are_independent() {
        let votes: Vec<_> = (0..4).map(|rater| (rater, 3, if rater == 0 { 100.0 } else { 0.0 })).collect();
        // Wilson's ends of 1 in 4.
        close(estimate(Mean::OfVotes, &votes).share_interval(PERCENT), [4.5587, 69.9358]);
    }

    #[test]
    fn two_ways_worked_by_hand() {
        // Two raters, two people, one answer each; mean 40. Moved by cell: (−40, 20, −20, 40)/4.
        let votes = [(0, 0, 0.0), (0, 1, 60.0), (1, 0, 20.0), (1, 1, 80.0)];
        let spread = estimate(Mean::OfVotes, &votes).spread.expect("two raters");
        // By rater 2·(25 + 25) = 100, by person 2·(225 + 225) = 900, by cell 100 + 25 + 25 + 100 = 250.
        assert!((spread.variance - 900.0).abs() < 1e-9, "no less than by people alone: {spread:?}");
        // 900²/(100² + 900²) is less than one.
        assert_eq!(spread.freedom, 1.0);
    }
}
