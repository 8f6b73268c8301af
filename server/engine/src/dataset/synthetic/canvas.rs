//! Smooth shapes on a transparent picture, in head or picture coordinates.

use super::colour::Colour;
use super::view::View;
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Path, PathBuilder, Pixmap,
    PixmapPaint, Point, RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

/// A picture being drawn; 128 units wide whatever its size.
pub(super) struct Canvas {
    pub pixmap: Pixmap,
    pub view: View,
    to_pixels: Transform,
}

/// A point on the face, or off it at a depth.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot {
    Face(f32, f32),
    Depth(f32, f32, f32),
}

impl Canvas {
    pub(super) fn new(size: u32, view: View) -> Self {
        let size = size.clamp(1, super::folder::MAX_SIZE);
        let pixmap = Pixmap::new(size, size).expect("a picture of 1 to MAX_SIZE pixels a side can always be made");
        let scale = size as f32 / 128.0;
        Self { pixmap, view, to_pixels: Transform::from_scale(scale, scale) }
    }

    /// Pixels for a unit.
    pub(super) fn scale(&self) -> f32 {
        self.to_pixels.sx
    }

    /// Where a spot of the head lies in the picture.
    pub(super) fn place(&self, spot: Spot) -> Point {
        match spot {
            Spot::Face(x, y) => self.view.on_face(x, y),
            Spot::Depth(x, y, z) => self.view.at(x, y, z),
        }
    }

    /// A closed smooth curve through spots.
    pub(super) fn blob(&self, spots: &[Spot]) -> Option<Path> {
        self.curve(spots, true)
    }

    /// An open smooth curve through spots.
    pub(super) fn thread(&self, spots: &[Spot]) -> Option<Path> {
        self.curve(spots, false)
    }

    fn curve(&self, spots: &[Spot], closed: bool) -> Option<Path> {
        let points: Vec<Point> = spots.iter().map(|&spot| self.place(spot)).collect();
        smooth(&points, closed)
    }

    /// Fills a path.
    pub(super) fn fill(&mut self, path: Option<&Path>, colour: Colour, alpha: f32) {
        self.paint(path, Shader::SolidColor(color(colour, alpha)), None);
    }

    /// Fills a path where the mask lets it.
    pub(super) fn fill_within(&mut self, path: Option<&Path>, colour: Colour, alpha: f32, mask: &Mask) {
        self.paint(path, Shader::SolidColor(color(colour, alpha)), Some(mask));
    }

    /// Strokes a path; `width` in units.
    pub(super) fn stroke(&mut self, path: Option<&Path>, colour: Colour, alpha: f32, width: f32) {
        let Some(path) = path else { return };
        let stroke = Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        let paint = paint(Shader::SolidColor(color(colour, alpha)));
        self.pixmap.stroke_path(path, &paint, &stroke, self.to_pixels, None);
    }

    /// An ellipse round a spot of the head, its radii in units.
    pub(super) fn ellipse(&self, middle: Spot, radius_x: f32, radius_y: f32) -> Option<Path> {
        let middle = self.place(middle);
        let (x, y) = (radius_x * self.view.scale(), radius_y * self.view.scale());
        let rect = tiny_skia::Rect::from_ltrb(middle.x - x, middle.y - y, middle.x + x, middle.y + y)?;
        PathBuilder::from_oval(rect)
    }

    /// A soft round patch, densest in its middle.
    pub(super) fn glow(&mut self, middle: Spot, radius_x: f32, radius_y: f32, colour: Colour, alpha: f32) {
        let (point, scale) = (self.place(middle), self.view.scale());
        self.glow_at(point, radius_x * scale, radius_y * scale, colour, alpha);
    }

    /// A soft round patch in picture coordinates.
    pub(super) fn glow_at(&mut self, middle: Point, radius_x: f32, radius_y: f32, colour: Colour, alpha: f32) {
        // Eased, so that no edge is seen.
        let stops = [(0.0, 1.0), (0.3, 0.8), (0.65, 0.28), (1.0, 0.0)];
        let stops = stops.map(|(place, part)| GradientStop::new(place, color(colour, alpha * part))).to_vec();
        let stretch = Transform::from_scale(1.0, radius_y / radius_x).post_translate(middle.x, middle.y);
        let zero = Point::from_xy(0.0, 0.0);
        let shader = RadialGradient::new(zero, 0.0, zero, radius_x, stops, SpreadMode::Pad, stretch);
        let (x, y) = (radius_x, radius_y);
        let rect = tiny_skia::Rect::from_ltrb(middle.x - x, middle.y - y, middle.x + x, middle.y + y);
        let path = rect.and_then(PathBuilder::from_oval);
        if let Some(shader) = shader {
            self.paint(path.as_ref(), shader, None);
        }
    }

    /// Fills a path with a gradient between two points of the picture.
    pub(super) fn fill_gradient(&mut self, path: Option<&Path>, from: (Point, Colour), to: (Point, Colour)) {
        let stops = vec![GradientStop::new(0.0, color(from.1, 1.0)), GradientStop::new(1.0, color(to.1, 1.0))];
        if let Some(shader) = LinearGradient::new(from.0, to.0, stops, SpreadMode::Pad, Transform::identity()) {
            self.paint(path, shader, None);
        }
    }

    /// Lets paint through inside the path only.
    pub(super) fn mask(&self, path: Option<&Path>) -> Option<Mask> {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height())?;
        mask.fill_path(path?, FillRule::Winding, true, self.to_pixels);
        Some(mask)
    }

    /// Lays another canvas of the same size on top.
    pub(super) fn lay(&mut self, other: &Self) {
        self.pixmap.draw_pixmap(0, 0, other.pixmap.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    }

    fn paint(&mut self, path: Option<&Path>, shader: Shader<'_>, mask: Option<&Mask>) {
        if let Some(path) = path {
            self.pixmap.fill_path(path, &paint(shader), FillRule::Winding, self.to_pixels, mask);
        }
    }
}

/// A curve through all points: each stretch is a cubic whose handles follow the neighbours (Catmull and Rom).
pub(super) fn smooth(points: &[Point], closed: bool) -> Option<Path> {
    let count = points.len();
    let point = |i: isize| match closed {
        true => points[i.rem_euclid(count as isize) as usize],
        false => points[i.clamp(0, count as isize - 1) as usize],
    };
    let mut path = PathBuilder::new();
    let first = points.first()?;
    path.move_to(first.x, first.y);
    for i in 0..(if closed { count } else { count - 1 }) as isize {
        let (before, from, to, after) = (point(i - 1), point(i), point(i + 1), point(i + 2));
        let out = from + (to - before).scaled(1.0 / 6.0);
        let back = to - (after - from).scaled(1.0 / 6.0);
        path.cubic_to(out.x, out.y, back.x, back.y, to.x, to.y);
    }
    if closed {
        path.close();
    }
    path.finish()
}

trait Scaled {
    fn scaled(self, factor: f32) -> Self;
}

impl Scaled for Point {
    fn scaled(self, factor: f32) -> Self {
        Self::from_xy(self.x * factor, self.y * factor)
    }
}

fn paint(shader: Shader<'_>) -> Paint<'_> {
    Paint { shader, anti_alias: true, ..Paint::default() }
}

fn color(colour: Colour, alpha: f32) -> Color {
    let [red, green, blue] = colour.map(|channel| channel.clamp(0.0, 1.0));
    Color::from_rgba(red, green, blue, alpha.clamp(0.0, 1.0)).unwrap_or(Color::BLACK)
}
