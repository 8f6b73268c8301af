//! Human scores of items against an objective measure.

use super::score::{or_dash, statistic, statistic_interval};
use wire::study::results::{Correlation, ItemRow};

/// A measure on the horizontal axis of a correlation plot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// The evaluation recognizer's score.
    #[default]
    EvaluationScore,
    /// The evaluation recognizer's rank.
    EvaluationRank,
    /// The target recognizer's score.
    TargetScore,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 3] = [Self::EvaluationScore, Self::EvaluationRank, Self::TargetScore];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::EvaluationScore => "R_E score",
            Self::EvaluationRank => "R_E rank",
            Self::TargetScore => "R_T score",
        }
    }

    /// The measure with this name.
    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|measure| measure.name() == name).unwrap_or_default()
    }

    fn value(self, item: &ItemRow) -> f64 {
        match self {
            Self::EvaluationScore => item.evaluation_score,
            Self::EvaluationRank => item.evaluation_rank.into(),
            Self::TargetScore => item.target_score,
        }
    }

    /// The range of the axis.
    pub fn range(self, points: &[Point]) -> [f64; 2] {
        match self {
            Self::EvaluationRank => [1.0, points.iter().map(|point| point.x).fold(2.0, f64::max)],
            _ => [0.0, 1.0],
        }
    }
}

/// An item in the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The measure.
    pub x: f64,
    /// Human score by the raters used, in per cent.
    pub y: f64,
    /// Its target.
    pub target: String,
}

/// Items that have a score.
pub fn points(items: &[ItemRow], measure: Measure) -> Vec<Point> {
    let point = |item: &ItemRow| {
        let y = item.score.screened.percent?;
        Some(Point { x: measure.value(item), y, target: item.target.clone() })
    };
    items.iter().filter_map(point).collect()
}

/// The coefficients in words.
pub fn words(correlation: &Correlation) -> String {
    let interval = correlation.interval.map(|range| format!(" {}", statistic_interval(range))).unwrap_or_default();
    match correlation.pearson {
        None => format!("Too few items with answers, or all alike, to compare with the {}.", correlation.measure),
        Some(pearson) => format!(
            "With the {} over {} items: Pearson's r {}{interval}, Spearman's ρ {}, Kendall's τ {}.",
            correlation.measure,
            correlation.items,
            statistic(pearson),
            or_dash(correlation.spearman, statistic),
            or_dash(correlation.kendall, statistic)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;

    #[test]
    fn items_without_a_score_are_not_drawn() {
        let results = example::results();
        let points = points(&results.tasks[0].items, Measure::EvaluationRank);
        assert_eq!(points.iter().map(|point| (point.x, point.y)).collect::<Vec<_>>(), [(4.0, 30.0), (2.0, 60.0)]);
        assert_eq!(
            (Measure::EvaluationRank.range(&points), Measure::TargetScore.range(&points)),
            ([1.0, 4.0], [0.0, 1.0])
        );
    }

    #[test]
    fn coefficients_are_told_with_their_interval() {
        let mut correlation = example::results().tasks[0].correlations[0].clone();
        assert_eq!(
            words(&correlation),
            "With the R_E score over 2 items: Pearson's r 0.42 [−0.10, 0.80], Spearman's ρ 0.40, Kendall's τ 0.33."
        );
        correlation.pearson = None;
        assert!(words(&correlation).starts_with("Too few items"));
    }

    #[test]
    fn measures_are_found_by_the_names_that_results_have() {
        assert!(Measure::ALL.into_iter().all(|measure| Measure::of(measure.name()) == measure));
    }
}
