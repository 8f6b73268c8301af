//! Lines and bands over two axes, drawn with plotters.

use crate::number;
use crate::palette;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// The colours of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The style sheet's variables, which follow light and dark.
    Page,
    /// Light colours, for a standalone file.
    File,
}

/// The colour of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// An identity's own.
    Series(usize),
    /// Grey, for references.
    Muted,
}

/// One axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Its label, a fixed text; empty if a heading says it.
    pub label: &'static str,
    /// Lowest value.
    pub from: f64,
    /// Highest value.
    pub to: f64,
    /// Approximate number of ticks.
    pub ticks: usize,
}

/// A line, with an optional band around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its colour.
    pub colour: Colour,
    /// `(x, y)`.
    pub points: Vec<(f64, f64)>,
    /// `(x, low, high)`; empty for no band.
    pub band: Vec<(f64, f64, f64)>,
    /// Whether it is dashed.
    pub dashed: bool,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The lines, from back to front.
    pub lines: Vec<Line>,
    /// Width and height of the drawing; pages scale it to about half.
    pub size: (u32, u32),
}

const INK: RGBColor = RGBColor(1, 2, 3);
const GRID: RGBColor = RGBColor(4, 5, 6);
const MUTED: RGBColor = RGBColor(7, 8, 9);
const SERIES: (u8, u8) = (250, 251);
const TEXT: u32 = 32;

impl Plot {
    /// The chart as an SVG element; without data, empty axes.
    pub fn svg(&self, paint: Paint) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, self.size).into_drawing_area();
            if self.draw(&area, paint).and_then(|()| area.present()).is_err() {
                return String::new(); // drawing into a string fails only on a chart without room
            }
        }
        finish(svg, self.size, paint)
    }

    /// Room for half of the widest label beyond the end of the axis.
    fn overhang(&self) -> u32 {
        let digits = number::significant(self.x.to).chars().count() as u32;
        (digits * TEXT * 3 / 10).max(TEXT)
    }

    fn draw(&self, area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, paint: Paint) -> Result<(), Failure> {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .margin_right(self.overhang())
            .x_label_area_size(84)
            .y_label_area_size(if self.y.label.is_empty() { 80 } else { 120 })
            .build_cartesian_2d(self.x.from..self.x.to, self.y.from..self.y.to)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(ink(paint, GRID))
            .axis_style(ink(paint, MUTED))
            .x_desc(self.x.label)
            .y_desc(self.y.label)
            .x_labels(self.x.ticks)
            .y_labels(self.y.ticks)
            .x_label_formatter(&|value| number::significant(*value))
            .y_label_formatter(&|value| number::significant(*value))
            .label_style((FontFamily::SansSerif, TEXT).into_font().color(&ink(paint, INK)))
            .axis_desc_style((FontFamily::SansSerif, TEXT).into_font().color(&ink(paint, INK)))
            .draw()?;
        for line in &self.lines {
            draw_line(&mut chart, line, paint)?;
        }
        Ok(())
    }
}

type Failure = DrawingAreaErrorKind<std::io::Error>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

fn draw_line(chart: &mut Chart<'_, '_>, line: &Line, paint: Paint) -> Result<(), Failure> {
    let colour = line.colour.rgb(paint);
    if !line.band.is_empty() {
        let low = line.band.iter().map(|&(x, low, _)| (x, low));
        let high = line.band.iter().rev().map(|&(x, _, high)| (x, high));
        chart.draw_series([Polygon::new(low.chain(high).collect::<Vec<_>>(), colour.mix(0.18))])?;
    }
    let stroke = colour.stroke_width(4);
    if line.dashed {
        chart.draw_series(DashedLineSeries::new(line.points.iter().copied(), 10, 8, stroke))?;
    } else {
        chart.draw_series(LineSeries::new(line.points.iter().copied(), stroke))?;
    }
    if let [only] = line.points[..] {
        chart.draw_series([Circle::new(only, 6, colour.filled())])?;
    }
    Ok(())
}

impl Colour {
    /// The colour for plotters; on pages a placeholder that [`finish`] replaces by a variable.
    pub(super) fn rgb(self, paint: Paint) -> RGBColor {
        match (self, paint) {
            (Self::Muted, _) => ink(paint, MUTED),
            (Self::Series(index), Paint::Page) => RGBColor(SERIES.0, SERIES.1, (index % palette::COLOURS) as u8),
            (Self::Series(index), Paint::File) => {
                let (r, g, b) = palette::light(index);
                RGBColor(r, g, b)
            }
        }
    }
}

fn ink(paint: Paint, stand_in: RGBColor) -> RGBColor {
    match (paint, stand_in) {
        (Paint::Page, _) => stand_in,
        (Paint::File, INK) => RGBColor(0x22, 0x24, 0x26),
        (Paint::File, GRID) => RGBColor(0xdd, 0xde, 0xdf),
        (Paint::File, _) => RGBColor(0x6b, 0x6f, 0x73),
    }
}

/// Replaces placeholder colours by variables, and the fixed size by a scalable one.
pub(super) fn finish(mut svg: String, (width, height): (u32, u32), paint: Paint) -> String {
    if paint == Paint::File {
        return svg;
    }
    let hex = |colour: RGBColor| format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2);
    for (stand_in, name) in [(INK, "var(--ink)"), (GRID, "var(--line)"), (MUTED, "var(--muted)")] {
        svg = svg.replace(&hex(stand_in), name);
    }
    for index in 0..palette::COLOURS {
        svg = svg.replace(&hex(Colour::Series(index).rgb(paint)), &palette::variable(index));
    }
    svg.replacen(&format!("width=\"{width}\" height=\"{height}\" "), "focusable=\"false\" aria-hidden=\"true\" ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> Plot {
        let axis = |label| Axis { label, from: 0.0, to: 1.0, ticks: 3 };
        let line = |colour, dashed| Line {
            colour,
            points: vec![(0.0, 0.0), (1.0, 1.0)],
            band: vec![(0.0, 0.0, 0.1), (1.0, 0.9, 1.0)],
            dashed,
        };
        let lines = vec![line(Colour::Series(1), false), line(Colour::Muted, true)];
        Plot { x: axis("steps"), y: axis("score"), lines, size: (600, 400) }
    }

    #[test]
    fn a_chart_for_a_page_takes_its_colours_from_the_style_sheet() {
        let svg = plot().svg(Paint::Page);
        assert!(svg.contains("stroke=\"var(--series-1)\"") && svg.contains("fill=\"var(--series-1)\""), "{svg}");
        assert!(svg.contains("var(--ink)") && svg.contains("var(--line)"), "{svg}");
        assert!(!svg.contains("=\"#"), "a fixed colour is left: {svg}");
        assert!(!svg.contains("width=\"600\"") && svg.contains("viewBox=\"0 0 600 400\""));
    }

    #[test]
    fn a_chart_for_a_file_stands_alone() {
        let svg = plot().svg(Paint::File);
        assert!(svg.contains("#D55E00") && !svg.contains("var("), "{svg}");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn a_long_label_has_room_at_the_end_of_the_axis() {
        let overhang = |to| Plot { x: Axis { to, ..plot().x }, ..plot() }.overhang();
        assert_eq!((overhang(1.0), overhang(200.0), overhang(100_000.0)), (32, 32, 67));
    }

    #[test]
    fn a_chart_without_data_has_axes() {
        let svg = Plot { lines: vec![], ..plot() }.svg(Paint::Page);
        assert!(svg.contains("steps") && svg.contains("score"));
    }
}
