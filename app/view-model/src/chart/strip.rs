//! All scores of one identity's clones as a strip: a mark for each clone along an axis from 0 to 1.

use super::plot::{Colour, Paint, finish};
use plotters::prelude::*;

/// The contents of a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Scores in [0,1].
    pub scores: Vec<f64>,
    /// The mean score of the seeds, marked by a line.
    pub seed_mean: f64,
    /// The identity's colour.
    pub colour: Colour,
}

const SIZE: (u32, u32) = (800, 60);
const EDGE: i32 = 12;

/// The strip as an SVG element.
pub fn strip_svg(strip: &Strip) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        if draw(&area, strip).and_then(|()| area.present()).is_err() {
            return String::new();
        }
    }
    finish(svg, SIZE, Paint::Page)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn draw(area: &Area<'_>, strip: &Strip) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
    let middle = SIZE.1 as i32 / 2;
    let across = |score: f64| EDGE + (score.clamp(0.0, 1.0) * f64::from(SIZE.0 as i32 - 2 * EDGE)).round() as i32;
    let grey = Colour::Muted.rgb(Paint::Page);
    area.draw(&PathElement::new(vec![(across(0.0), middle), (across(1.0), middle)], grey.mix(0.5)))?;
    for end in [0.0, 0.5, 1.0] {
        area.draw(&PathElement::new(vec![(across(end), middle - 8), (across(end), middle + 8)], grey.mix(0.5)))?;
    }
    let colour = strip.colour.rgb(Paint::Page);
    for (at, &score) in strip.scores.iter().enumerate().filter(|(_, score)| score.is_finite()) {
        let spread = (at as i32 * 7) % 25 - 12; // apart from its neighbours, the same on each drawing
        area.draw(&Circle::new((across(score), middle + spread), 6, colour.mix(0.65).filled()))?;
    }
    let seed = across(strip.seed_mean);
    area.draw(&PathElement::new(vec![(seed, 4), (seed, SIZE.1 as i32 - 4)], grey.stroke_width(4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_that_is_a_number_has_a_mark_within_the_strip() {
        let scores = vec![0.0, 0.5, 1.0, f64::NAN, 7.0];
        let svg = strip_svg(&Strip { scores, seed_mean: 0.1, colour: Colour::Series(2) });
        assert_eq!(svg.matches("<circle").count(), 4);
        assert!(svg.contains("cx=\"12\"") && svg.contains("cx=\"788\"") && svg.contains("var(--series-2)"), "{svg}");
    }
}
