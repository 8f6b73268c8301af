//! Raters who always choose the same, where answers have no order.
//!
//! On a scale, one answer nearly everywhere is suspicious by itself. Of two answers, one can honestly be far more
//! common (nobody takes a bad clone for a photograph), so flagging needs more evidence here.

use super::{Reason, StraightLine};
use crate::evaluation::subjective::{Alternative, binomial_test};

/// The probability, under chance, below which a share of one place is flagged. The right place is random.
const UNLIKELY: f64 = 0.001;

/// Flags raters who nearly always give one answer, even where another is known to be right. `given` holds each answer
/// and, for controls, the right one.
///
/// All controls that ask for another answer must be missed, and the share must reach the midpoint between the
/// threshold and 1. With fewer than three such controls, which a rater who merely sees badly may miss, the answer must
/// have been the same throughout. Without any, nobody is flagged.
pub fn one_answer(given: &[(i32, Option<i32>)], rule: &StraightLine) -> Option<Reason> {
    let (answer, count) = commonest(given.iter().map(|(answer, _)| *answer))?;
    let against: Vec<bool> = given
        .iter()
        .filter(|(_, right)| right.is_some_and(|right| right != answer))
        .map(|(given, _)| *given == answer)
        .collect();
    let missed = !against.is_empty() && against.iter().all(|missed| *missed);
    let threshold = if against.len() > 2 { (1.0 + rule.share) / 2.0 } else { 1.0 };
    let share = count as f64 / given.len() as f64;
    let flagged = given.len() >= rule.fewest_ratings && share >= threshold && missed;
    flagged.then_some(Reason::StraightLine { share, threshold })
}

/// Flags raters who nearly always choose one of `offered` places, where the content of each place is random. `places`
/// are the choices. The share must pass the threshold, and must be improbable (one in a thousand, over all places) for
/// somebody who looks at the pictures.
pub fn one_place(places: &[i32], offered: usize, rule: &StraightLine) -> Option<Reason> {
    let (_, count) = commonest(places.iter().copied())?;
    let share = count as f64 / places.len() as f64;
    if places.len() < rule.fewest_ratings || share < rule.share || offered < 2 {
        return None;
    }
    let (count, all) = (count as u64, places.len() as u64);
    let by_chance = binomial_test(count, all, 1.0 / offered as f64, Alternative::Greater)? * offered as f64;
    (by_chance <= UNLIKELY).then_some(Reason::StraightLine { share, threshold: rule.share })
}

/// The most common answer and its count; the lowest among equals.
fn commonest(answers: impl Iterator<Item = i32>) -> Option<(i32, usize)> {
    let mut answers: Vec<i32> = answers.collect();
    answers.sort_unstable();
    let groups = answers.chunk_by(|left, right| left == right).map(|same| (same[0], same.len()));
    groups.reduce(|most, next| if next.1 > most.1 { next } else { most })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: StraightLine = StraightLine { share: 0.8, spread: 0.2, fewest_ratings: 10 };

    fn noes(count: usize) -> Vec<(i32, Option<i32>)> {
        vec![(0, None); count]
    }

    #[test]
    fn an_honest_no_to_every_clone_is_no_line() {
        assert_eq!(one_answer(&noes(20), &RULE), None, "nothing is known against it");
        let mut given = noes(20);
        given.extend([(1, Some(1)), (0, Some(0))]);
        assert_eq!(one_answer(&given, &RULE), None, "the control was seen");
    }

    #[test]
    fn the_same_in_every_control_is_a_line() {
        let mut given = noes(17);
        given.extend([(0, Some(1)); 3]);
        let line = |share| Some(Reason::StraightLine { share, threshold: 0.9 });
        assert_eq!(one_answer(&given, &RULE), line(1.0));
        given[0] = (1, None);
        given[1] = (1, None);
        assert_eq!(one_answer(&given, &RULE), line(0.9), "18 of 20, half way from 0.8 to 1");
        given[2] = (1, None);
        assert_eq!(one_answer(&given, &RULE), None, "17 of 20");
    }

    #[test]
    fn few_missed_controls_need_the_same_answer_throughout() {
        let mut given = noes(18);
        given.extend([(0, Some(1)); 2]);
        assert_eq!(one_answer(&given, &RULE), Some(Reason::StraightLine { share: 1.0, threshold: 1.0 }));
        assert_eq!(one_answer(&given[12..], &RULE), None, "too few answers");
        given[0] = (1, None);
        assert_eq!(one_answer(&given, &RULE), None);
    }

    #[test]
    fn places_worked_by_hand() {
        // All of n at one of two places: 2 · 2⁻ⁿ. 1/1024 passes at 11, 1/512 does not at 10.
        assert_eq!(one_place(&[1; 10], 2, &RULE), None);
        assert!(one_place(&[1; 11], 2, &RULE).is_some());
        // Of six places, ten of ten is 6⁻⁹.
        assert!(one_place(&[3; 10], 6, &RULE).is_some());
        let mixed: Vec<i32> = (0..40).map(|place| i32::from(place % 4 == 0)).collect();
        assert_eq!(one_place(&mixed, 2, &RULE), None, "a share of 0.75 is below the threshold");
        assert_eq!(one_place(&[], 2, &RULE), None);
    }
}
