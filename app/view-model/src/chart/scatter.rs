//! Human scores of items against an objective measure: a dot for each item.

use super::plot::{Axis, Colour, Line, Plot};

/// Dots over two axes, `(x, y, colour)`; the vertical axis is the human score from 0 to 100 per cent.
pub fn scatter_plot(dots: &[(f64, f64, Colour)], [from, to]: [f64; 2], label: &'static str) -> Plot {
    let dot = |&(x, y, colour): &(f64, f64, Colour)| Line { colour, points: vec![(x, y)], band: vec![], dashed: false };
    Plot {
        x: Axis { label, from, to, ticks: 6 },
        // A little beyond 100, so that its label is not cut off.
        y: Axis { label: "people's score, %", from: 0.0, to: 104.0, ticks: 6 },
        lines: dots.iter().filter(|(x, y, _)| x.is_finite() && y.is_finite()).map(dot).collect(),
        size: (760, 520),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Paint;
    use super::*;

    #[test]
    fn every_item_is_a_dot_of_its_targets_colour() {
        let dots = [(0.5, 50.0, Colour::Series(0)), (1.0, 20.0, Colour::Series(3)), (f64::NAN, 1.0, Colour::Muted)];
        let svg = scatter_plot(&dots, [0.0, 1.0], "R_E score").svg(Paint::Page);
        assert_eq!(svg.matches("<circle").count(), 2, "{svg}");
        assert!(svg.contains("var(--series-3)") && svg.contains("R_E score"));
    }
}
