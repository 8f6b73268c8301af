//! Human scores in words: percentages with intervals, probabilities.

use crate::number;
use wire::study::results::Score;

/// A percentage in a sentence: `45 %`, with one decimal below ten: `4.5 %`.
pub fn percent(value: f64) -> String {
    format!("{}\u{a0}%", short(value))
}

/// `[41, 49]`.
pub fn interval([low, high]: [f64; 2]) -> String {
    format!("[{}, {}]", short(low), short(high))
}

/// `45 % [41, 49]`, or "no answers".
pub fn with_interval(score: &Score) -> String {
    match (score.percent, score.interval) {
        (Some(value), Some(range)) => format!("{} {}", percent(value), interval(range)),
        (Some(value), None) => percent(value),
        (None, _) if score.votes > 0 => "–".into(), // over several pairs
        (None, _) => "no answers".into(),
    }
}

/// A figure or a dash.
pub fn or_dash(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| "–".into(), show)
}

/// A statistic without unit, such as a correlation: `0.42`, `−0.30`.
pub fn statistic(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let sign = if value < -0.005 { "−" } else { "" };
    format!("{sign}{:.2}", value.abs())
}

/// An interval of statistics: `[−0.10, 0.42]`.
pub fn statistic_interval([low, high]: [f64; 2]) -> String {
    format!("[{}, {}]", statistic(low), statistic(high))
}

/// A probability: `< 0.001`, `0.023`.
pub fn probability(value: f64) -> String {
    if value < 0.001 { "<\u{a0}0.001".into() } else { number::significant((value * 1000.0).round() / 1000.0) }
}

fn short(value: f64) -> String {
    let text = match value {
        v if !v.is_finite() => "–".into(),
        v if v != 0.0 && v.abs() < 9.95 => number::significant((v * 10.0).round() / 10.0),
        v => format!("{v:.0}"),
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_stands_beside_its_interval() {
        let score = Score { votes: 9, percent: Some(45.2), interval: Some([41.0, 49.49]), ..Score::default() };
        assert_eq!(with_interval(&score), "45\u{a0}% [41, 49]");
        assert_eq!(with_interval(&Score::default()), "no answers");
        assert_eq!(with_interval(&Score { votes: 3, ..Score::default() }), "–");
    }

    #[test]
    fn small_percentages_keep_a_decimal() {
        assert_eq!([0.0, 0.04, 4.53, 9.96, 100.0].map(short), ["0", "0", "4.5", "10", "100"]);
        assert_eq!(interval([-3.0, 23.0]), "[−3, 23]");
    }

    #[test]
    fn statistics_have_a_real_minus_and_probabilities_do_not_round_to_nothing() {
        assert_eq!([0.424, -0.3, -0.001, 1.0].map(statistic), ["0.42", "−0.30", "0.00", "1.00"]);
        assert_eq!([0.0, 0.0123, 0.5, 1.0].map(probability), ["<\u{a0}0.001", "0.012", "0.5", "1"]);
    }
}
