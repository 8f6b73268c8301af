//! Cosines with one identity's template: photographs of the identity and of strangers as two distributions, clones and
//! seeds as marks below them.

use super::plot::{Colour, Paint, finish};
use plotters::prelude::*;

/// The contents of the picture. Cosines are from -1 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// Photographs of the identity, in bins of equal width from -1 to 1.
    pub same: Vec<u32>,
    /// Photographs of strangers, in the same bins.
    pub strangers: Vec<u32>,
    /// Clones.
    pub clones: Vec<f64>,
    /// Seeds.
    pub seeds: Vec<f64>,
    /// Thresholds of acceptance, shown by lines.
    pub thresholds: Vec<f64>,
    /// The identity's colour.
    pub colour: Colour,
}

const SIZE: (u32, u32) = (800, 200);
const EDGE: i32 = 12;
/// The lowest cosine shown; lower ones are drawn at the edge.
const LOWEST: f64 = -0.4;
/// Where the distributions stand, and how high they are.
const GROUND: i32 = 120;
const HEIGHT: f64 = 108.0;
const CLONES: i32 = 145;
const SEEDS: i32 = 182;

/// The picture as an SVG element.
pub fn distribution_svg(distribution: &Distribution) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        if draw(&area, distribution).and_then(|()| area.present()).is_err() {
            return String::new();
        }
    }
    finish(svg, SIZE, Paint::Page)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Failure = DrawingAreaErrorKind<std::io::Error>;

fn draw(area: &Area<'_>, shown: &Distribution) -> Result<(), Failure> {
    let (grey, colour) = (Colour::Muted.rgb(Paint::Page), shown.colour.rgb(Paint::Page));
    histogram(area, &shown.strangers, grey)?;
    histogram(area, &shown.same, colour)?;
    area.draw(&PathElement::new(vec![(across(LOWEST), GROUND), (across(1.0), GROUND)], grey.mix(0.5)))?;
    for threshold in &shown.thresholds {
        let at = across(*threshold);
        for from in (4..SIZE.1 as i32 - 4).step_by(14) {
            area.draw(&PathElement::new(vec![(at, from), (at, from + 8)], grey.stroke_width(3)))?;
        }
    }
    for (at, cosine) in finite(&shown.clones).enumerate() {
        area.draw(&Circle::new((across(cosine), CLONES + spread(at)), 6, colour.mix(0.65).filled()))?;
    }
    for (at, cosine) in finite(&shown.seeds).enumerate() {
        area.draw(&Circle::new((across(cosine), SEEDS + spread(at) / 2), 4, grey.mix(0.65).stroke_width(2)))?;
    }
    Ok(())
}

fn histogram(area: &Area<'_>, bins: &[u32], colour: RGBColor) -> Result<(), Failure> {
    let highest = bins.iter().max().copied().unwrap_or(0).max(1);
    let left = |bin: usize| across(2.0 * bin as f64 / bins.len().max(1) as f64 - 1.0);
    for (bin, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (f64::from(*count) / f64::from(highest) * HEIGHT).ceil() as i32;
        let right = left(bin + 1).max(left(bin) + 2);
        area.draw(&Rectangle::new([(left(bin), GROUND - height), (right, GROUND)], colour.mix(0.45).filled()))?;
    }
    Ok(())
}

fn across(cosine: f64) -> i32 {
    let share = (cosine.clamp(LOWEST, 1.0) - LOWEST) / (1.0 - LOWEST);
    EDGE + (share * f64::from(SIZE.0 as i32 - 2 * EDGE)).round() as i32
}

/// Sets marks apart from their neighbours, the same on each drawing.
fn spread(at: usize) -> i32 {
    (at as i32 * 7) % 17 - 8
}

fn finite(values: &[f64]) -> impl Iterator<Item = f64> + '_ {
    values.iter().copied().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photographs_are_bars_and_every_clone_and_seed_a_mark() {
        let distribution = Distribution {
            same: vec![0, 0, 0, 3],
            strangers: vec![0, 5, 0, 0],
            clones: vec![0.7, 0.2, f64::NAN],
            seeds: vec![-7.0],
            thresholds: vec![0.4],
            colour: Colour::Series(1),
        };
        let svg = distribution_svg(&distribution);
        assert_eq!((svg.matches("<rect").count(), svg.matches("<circle").count()), (2, 3), "{svg}");
        assert!(svg.contains("var(--series-1)") && svg.contains("cx=\"12\""), "{svg}");
    }

    #[test]
    fn without_photographs_there_are_the_marks_alone() {
        let empty = Distribution {
            same: Vec::new(),
            strangers: Vec::new(),
            clones: vec![0.5],
            seeds: Vec::new(),
            thresholds: Vec::new(),
            colour: Colour::Series(0),
        };
        assert_eq!(distribution_svg(&empty).matches("<circle").count(), 1);
    }
}
