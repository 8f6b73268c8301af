//! Points of a run's curves.

use wire::live::{EpochPoint, StageKind, StepPoint};

/// The maximum number of points of a curve; more cannot be distinguished.
const MOST_POINTS: usize = 240;

/// A point with the range of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandPoint {
    /// Steps taken.
    pub x: f64,
    /// Lowest.
    pub low: f64,
    /// Mean.
    pub mean: f64,
    /// Highest.
    pub high: f64,
}

/// The figure that a curve shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The target score.
    Score,
    /// The loss.
    Loss,
    /// Images shown to the recognizer.
    Queries,
}

/// The mean of a figure over the clones with its range, thinned for a curve. Points with non-finite values are left
/// out.
pub fn band(points: &[StepPoint], figure: Figure) -> Vec<BandPoint> {
    let all: Vec<_> = points.iter().map(|point| band_point(point, figure)).filter(BandPoint::is_finite).collect();
    thin(all)
}

/// One figure of training over the epochs of one recognizer, `(epoch, value)`.
pub fn training(epochs: &[EpochPoint], recognizer: StageKind, value: fn(&EpochPoint) -> f64) -> Vec<(f64, f64)> {
    let of_it = epochs.iter().filter(|point| point.recognizer == recognizer);
    of_it.map(|point| (f64::from(point.epoch), value(point))).filter(|(_, y)| y.is_finite()).collect()
}

/// A note on training curves from an earlier run.
pub fn of_earlier_runs(epochs: &[EpochPoint]) -> Option<&'static str> {
    let is_cached = |recognizer| epochs.iter().any(|point| point.recognizer == recognizer && point.is_from_cache);
    match [StageKind::TargetRecognizer, StageKind::EvaluationRecognizer].map(is_cached) {
        [false, false] => None,
        [true, false] => Some("The target recognizer was taken from the cache: its curve is of an earlier run."),
        [false, true] => Some("The evaluation recognizer was taken from the cache: its curve is of an earlier run."),
        [true, true] => Some("Both recognizers were taken from the cache: their curves are of an earlier run."),
    }
}

impl BandPoint {
    fn is_finite(&self) -> bool {
        self.low.is_finite() && self.mean.is_finite() && self.high.is_finite()
    }
}

fn band_point(point: &StepPoint, figure: Figure) -> BandPoint {
    let [low, mean, high] = match figure {
        Figure::Score => point.score,
        Figure::Loss => point.loss,
        Figure::Queries => [point.queries as f32; 3],
    };
    BandPoint { x: f64::from(point.iteration), low: low.into(), mean: mean.into(), high: high.into() }
}

/// Every n-th point and the last.
fn thin(points: Vec<BandPoint>) -> Vec<BandPoint> {
    let stride = points.len().div_ceil(MOST_POINTS).max(1);
    let last = points.len().saturating_sub(1);
    points.into_iter().enumerate().filter(|(at, _)| at % stride == 0 || *at == last).map(|(_, point)| point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(iteration: u32, mean: f32) -> StepPoint {
        StepPoint { iteration, loss: [mean - 1.0, mean, mean + 1.0], score: [0.0, mean, 1.0], queries: 7 }
    }

    #[test]
    fn a_band_holds_the_figure_asked_for() {
        let points = [point(0, 3.0), point(5, 2.0)];
        assert_eq!(band(&points, Figure::Queries)[1].mean, 7.0);
        assert_eq!(band(&points, Figure::Loss)[1], BandPoint { x: 5.0, low: 1.0, mean: 2.0, high: 3.0 });
        assert_eq!(band(&points, Figure::Score)[1], BandPoint { x: 5.0, low: 0.0, mean: 2.0, high: 1.0 });
    }

    #[test]
    fn long_curves_are_thinned_and_keep_both_ends() {
        let points: Vec<_> = (0..10_001).map(|at| point(at, 1.0)).collect();
        let thinned = band(&points, Figure::Score);
        assert!(thinned.len() <= MOST_POINTS + 1, "{} points", thinned.len());
        assert_eq!((thinned[0].x, thinned[thinned.len() - 1].x), (0.0, 10_000.0));
    }

    #[test]
    fn what_is_no_number_is_not_drawn() {
        assert_eq!(band(&[point(0, f32::NAN), point(1, 1.0)], Figure::Loss).len(), 1);
    }

    #[test]
    fn training_curves_are_told_apart_by_recognizer() {
        let epoch = |recognizer, epoch, accuracy| EpochPoint {
            recognizer,
            epoch,
            epochs: 9,
            loss: 1.0,
            accuracy,
            is_from_cache: false,
        };
        let mut epochs = [epoch(StageKind::TargetRecognizer, 1, 0.25), epoch(StageKind::EvaluationRecognizer, 1, 0.5)];
        assert_eq!(training(&epochs, StageKind::EvaluationRecognizer, |point| point.accuracy), [(1.0, 0.5)]);
        assert_eq!(of_earlier_runs(&epochs), None);
        epochs[1].is_from_cache = true;
        assert!(of_earlier_runs(&epochs).is_some_and(|words| words.starts_with("The evaluation recognizer was taken")));
    }
}
