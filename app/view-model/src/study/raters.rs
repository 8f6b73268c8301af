//! The raters in a table.

use super::score::{or_dash, statistic};
use crate::number;
use wire::study::results::RaterRow;

/// A rater in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaterWords {
    /// The rater's name, with a program's rule.
    pub name: String,
    /// Answers, whether all were given, and how many were refused.
    pub answers: String,
    /// Median time of an answer.
    pub speed: String,
    /// Times the page lost the focus.
    pub focus_losses: String,
    /// Controls right, of those asked.
    pub controls: String,
    /// Attention checks passed, of those asked.
    pub attention: String,
    /// Repeats answered alike, of those asked.
    pub repeats: String,
    /// Correlation with the others' means.
    pub correlation: String,
    /// Used or left out, and why.
    pub status: String,
}

impl RaterWords {
    /// The words for a rater.
    pub fn of(rater: &RaterRow) -> Self {
        let rule = rater.simulated.as_ref().map(|rule| format!(" ({rule})")).unwrap_or_default();
        let hasty = match rater.too_fast {
            0 => String::new(),
            some => format!(", {} refused as too fast", number::count(some.into())),
        };
        let unfinished = if rater.is_complete { "" } else { ", not finished" };
        Self {
            name: format!("{}{rule}", rater.rater),
            answers: format!("{}{unfinished}{hasty}", number::count(rater.answers.into())),
            speed: rater.median_ms.map_or_else(|| "–".into(), seconds),
            focus_losses: number::count(rater.focus_losses.into()),
            controls: of_asked(rater.controls),
            attention: of_asked(rater.attention),
            repeats: of_asked(rater.repeats),
            correlation: or_dash(rater.correlation, statistic),
            status: status(rater),
        }
    }
}

/// Seconds with one decimal.
fn seconds(milliseconds: u32) -> String {
    format!("{}\u{a0}s", number::significant((f64::from(milliseconds) / 100.0).round() / 10.0))
}

fn of_asked([right, asked]: [u32; 2]) -> String {
    if asked == 0 { "–".into() } else { format!("{right} of {asked}") }
}

fn status(rater: &RaterRow) -> String {
    let reasons = rater.reasons.join("; ");
    match (rater.is_used, rater.use_decision) {
        (true, Some(true)) if !reasons.is_empty() => format!("used by decision, although: {reasons}"),
        (true, Some(true)) => "used by decision".into(),
        (true, _) => "used".into(),
        (false, Some(false)) => "left out by decision".into(),
        (false, _) if reasons.is_empty() => "left out".into(),
        (false, _) => format!("left out: {reasons}"),
    }
}

/// A decision as the value of a choice.
pub fn decision_key(decision: Option<bool>) -> &'static str {
    match decision {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

/// The decision for the value of a choice.
pub fn decision_of(key: &str) -> Option<bool> {
    match key {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The number of raters used, in words.
pub fn tally(raters: &[RaterRow]) -> String {
    let used = raters.iter().filter(|rater| rater.is_used).count() as u64;
    match raters.len() as u64 {
        0 => "Nobody has answered yet.".into(),
        all => format!(
            "{}, {} used, {} left out.",
            number::counted(all, "rater"),
            number::count(used),
            number::count(all - used)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;

    #[test]
    fn whoever_is_left_out_is_told_why() {
        let raters = example::results().raters;
        assert_eq!(RaterWords::of(&raters[0]).status, "used");
        assert_eq!(RaterWords::of(&raters[1]).status, "left out: the same answer in 19 of 20 ratings");
        let mut rater = raters[1].clone();
        (rater.is_used, rater.use_decision) = (true, Some(true));
        assert_eq!(RaterWords::of(&rater).status, "used by decision, although: the same answer in 19 of 20 ratings");
    }

    #[test]
    fn what_was_never_asked_is_no_failure() {
        let words = RaterWords::of(&example::results().raters[1]);
        assert_eq!((words.controls.as_str(), words.repeats.as_str()), ("1 of 2", "–"));
        assert_eq!((words.speed.as_str(), words.answers.as_str()), ("0.4\u{a0}s", "20, not finished"));
    }

    #[test]
    fn a_decision_comes_back_from_its_choice() {
        for decision in [None, Some(true), Some(false)] {
            assert_eq!(decision_of(decision_key(decision)), decision);
        }
    }

    #[test]
    fn used_and_left_out_are_counted() {
        assert_eq!(tally(&example::results().raters), "2 raters, 1 used, 1 left out.");
        assert_eq!(tally(&[]), "Nobody has answered yet.");
    }
}
