//! Curves of a run: a figure over steps with its band, and training over epochs.

use super::plot::{Axis, Colour, Line, Plot};
use crate::curve::{BandPoint, Figure};

const SIZE: (u32, u32) = (760, 420);

/// The horizontal axis of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepAxis {
    /// Steps or generations.
    pub unit: &'static str,
    /// The maximum number of them.
    pub most: u32,
}

/// The mean of a figure over steps, with the range over the clones.
pub fn band_plot(points: &[BandPoint], figure: Figure, colour: usize, over: StepAxis) -> Plot {
    let highest = points.iter().map(|point| point.high).fold(0.0, f64::max);
    let lowest = points.iter().map(|point| point.low).fold(0.0, f64::min);
    let (bottom, top) = match figure {
        Figure::Score => (0.0, 1.0),
        // A margin is negative where the target has the highest score.
        Figure::Loss if lowest < 0.0 => (-round_up(-lowest), if highest > 0.0 { round_up(highest) } else { 0.0 }),
        Figure::Loss | Figure::Queries => (0.0, round_up(highest)),
    };
    let last = points.last().map_or(0.0, |point| point.x);
    let line = Line {
        colour: Colour::Series(colour),
        points: points.iter().map(|point| (point.x, point.mean)).collect(),
        band: points.iter().map(|point| (point.x, point.low, point.high)).collect(),
        dashed: false,
    };
    Plot {
        x: Axis { label: over.unit, from: 0.0, to: last.max(f64::from(over.most)).max(1.0), ticks: 5 },
        y: Axis { label: "", from: bottom, to: top, ticks: 4 },
        lines: vec![line],
        size: SIZE,
    }
}

/// A figure of training over epochs; a line for each recognizer, the evaluation recognizer's dashed.
pub fn training_plot(lines: [Vec<(f64, f64)>; 2], epochs: u32, top: Option<f64>) -> Plot {
    let highest = lines.iter().flatten().map(|&(_, y)| y).fold(0.0, f64::max);
    let [target, evaluation] = lines;
    let line = |colour, points, dashed| Line { colour: Colour::Series(colour), points, band: vec![], dashed };
    Plot {
        x: Axis { label: "epochs", from: 0.0, to: f64::from(epochs.max(1)), ticks: 5 },
        y: Axis { label: "", from: 0.0, to: top.unwrap_or_else(|| round_up(highest)), ticks: 4 },
        lines: vec![line(0, target, false), line(1, evaluation, true)],
        size: SIZE,
    }
}

/// The next of 1, 2, 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 1.0;
    }
    let unit = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    steps.into_iter().map(|step| step * unit).find(|&top| top >= value).unwrap_or(10.0 * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number_above_the_data() {
        assert_eq!([0.0, 0.7, 1.0, 3.4, 6.0, 120.0].map(round_up), [1.0, 1.0, 1.0, 5.0, 10.0, 200.0]);
    }

    #[test]
    fn a_score_axis_always_reaches_one_and_the_step_limit() {
        let point = BandPoint { x: 10.0, low: 0.0, mean: 0.1, high: 0.2 };
        let over = StepAxis { unit: "steps", most: 200 };
        let plot = band_plot(&[point], Figure::Score, 0, over);
        assert_eq!((plot.y.to, plot.x.to), (1.0, 200.0));
        let margin = BandPoint { x: 10.0, low: -7.0, mean: -1.0, high: 0.4 };
        let plot = band_plot(&[margin], Figure::Loss, 0, over);
        assert_eq!((plot.y.from, plot.y.to), (-10.0, 0.5));
    }
}
