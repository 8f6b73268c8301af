//! A mean with its interval, raw above and screened below, along an axis from 0 to 100 per cent.

use super::plot::{Colour, Paint, finish};
use plotters::prelude::*;

/// A mean and its interval, in per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The mean or the share.
    pub at: f64,
    /// Its interval.
    pub interval: Option<[f64; 2]>,
}

/// The contents of a strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntervalStrip {
    /// For all raters, drawn as a ring.
    pub raw: Option<Mark>,
    /// For the raters used, drawn as a dot.
    pub screened: Option<Mark>,
    /// The score of guessing, drawn as a dashed line.
    pub chance: Option<f64>,
    /// The identity's colour, or grey.
    pub colour: Colour,
}

const SIZE: (u32, u32) = (480, 72);
const EDGE: i32 = 14;

/// The strip as an SVG element.
pub fn interval_svg(strip: &IntervalStrip) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        if draw(&area, strip).and_then(|()| area.present()).is_err() {
            return String::new(); // drawing into a string fails only without room
        }
    }
    finish(svg, SIZE, Paint::Page)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type DrawResult = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn draw(area: &Area<'_>, strip: &IntervalStrip) -> DrawResult {
    let (top, bottom) = (6, SIZE.1 as i32 - 6);
    let grey = Colour::Muted.rgb(Paint::Page);
    for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let strength = if tick == 0.0 || tick == 100.0 { 0.5 } else { 0.25 };
        area.draw(&PathElement::new(vec![(across(tick), top), (across(tick), bottom)], grey.mix(strength)))?;
    }
    if let Some(chance) = strip.chance {
        for y in (top..bottom).step_by(12) {
            let dash = vec![(across(chance), y), (across(chance), (y + 7).min(bottom))];
            area.draw(&PathElement::new(dash, grey.stroke_width(3)))?;
        }
    }
    let colour = strip.colour.rgb(Paint::Page);
    if let Some(mark) = strip.raw.filter(is_finite) {
        whisker(area, mark, 24, colour)?;
        // A ring, since a smaller dot in the background colour would need a colour of its own.
        area.draw(&Circle::new((across(mark.at), 24), 8, colour.stroke_width(4)))?;
    }
    if let Some(mark) = strip.screened.filter(is_finite) {
        whisker(area, mark, 48, colour)?;
        area.draw(&Circle::new((across(mark.at), 48), 9, colour.filled()))?;
    }
    Ok(())
}

/// The interval, with a gap around the mean for the dot or the ring.
fn whisker(area: &Area<'_>, mark: Mark, y: i32, colour: RGBColor) -> DrawResult {
    let Some([low, high]) = mark.interval.filter(|ends| ends.iter().all(|end| end.is_finite())) else { return Ok(()) };
    let (left, middle, right) = (across(low), across(mark.at), across(high));
    for [from, to] in [[left, middle - 9], [middle + 9, right]] {
        if from < to {
            area.draw(&PathElement::new(vec![(from, y), (to, y)], colour.stroke_width(4)))?;
        }
    }
    Ok(())
}

fn across(percent: f64) -> i32 {
    EDGE + (percent.clamp(0.0, 100.0) / 100.0 * f64::from(SIZE.0 as i32 - 2 * EDGE)).round() as i32
}

fn is_finite(mark: &Mark) -> bool {
    mark.at.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(raw: Option<Mark>, screened: Option<Mark>) -> IntervalStrip {
        IntervalStrip { raw, screened, chance: None, colour: Colour::Series(1) }
    }

    #[test]
    fn raw_is_a_ring_and_screened_a_dot_at_their_places() {
        let mark = |at| Some(Mark { at, interval: Some([at - 20.0, at + 20.0]) });
        let svg = interval_svg(&strip(mark(50.0), mark(100.0)));
        assert!(svg.contains("cx=\"240\"") && svg.contains("cx=\"466\""), "{svg}");
        assert!(svg.contains("fill=\"none\"") && svg.contains("var(--series-1)"), "{svg}");
    }

    #[test]
    fn without_answers_there_is_only_the_axis() {
        let svg = interval_svg(&strip(None, Some(Mark { at: f64::NAN, interval: None })));
        assert!(svg.contains("<svg") && !svg.contains("<circle"), "{svg}");
    }

    #[test]
    fn an_interval_that_is_narrower_than_its_dot_draws_no_whisker() {
        let narrow = interval_svg(&strip(Some(Mark { at: 50.0, interval: Some([49.9, 50.1]) }), None));
        let bare = interval_svg(&strip(Some(Mark { at: 50.0, interval: None }), None));
        assert_eq!(narrow, bare);
    }
}
