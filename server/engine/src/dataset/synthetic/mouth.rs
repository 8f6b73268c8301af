//! The mouth: lips, teeth, and the dark between.

use super::canvas::{Canvas, Spot};
use super::colour::{Colour, flushed, mix, scaled};
use super::moment::Moment;
use super::person::Person;

/// The mouth in its present shape.
struct Mouth {
    line: f32,
    half: f32,
    /// Corners above the middle.
    lift: f32,
    /// Half of the gap between the lips.
    gap: f32,
    upper: f32,
    lower: f32,
}

impl Mouth {
    fn new(person: &Person, moment: &Moment) -> Self {
        let stretch = 1.0 - 0.1 * moment.smile.abs();
        Self {
            line: person.mouth_line() - 0.6 * moment.smile,
            half: person.mouth_width * (1.0 + 0.2 * moment.smile - 0.1 * moment.open),
            lift: 4.6 * moment.smile,
            gap: 4.2 * moment.open,
            upper: person.upper_lip.max(1.2) * stretch,
            lower: person.lower_lip.max(2.0) * stretch,
        }
    }

    /// `part` of the way from the middle (0) to a corner (±1), `y` below the line; corners are lifted.
    fn spot(&self, part: f32, y: f32) -> Spot {
        Spot::Face(part * self.half, self.line + y - self.lift * part * part)
    }

    /// The edge of the upper lip towards the gap, left to right.
    fn upper_edge(&self) -> [Spot; 5] {
        let g = self.gap;
        [
            self.spot(-1.0, 0.0),
            self.spot(-0.5, 0.1 - g * 0.55),
            self.spot(0.0, 0.5 - g * 0.7),
            self.spot(0.5, 0.1 - g * 0.55),
            self.spot(1.0, 0.0),
        ]
    }

    fn lower_edge(&self) -> [Spot; 5] {
        let g = self.gap * 1.5;
        [
            self.spot(1.0, 0.0),
            self.spot(0.5, 0.2 + g * 0.8),
            self.spot(0.0, 0.6 + g),
            self.spot(-0.5, 0.2 + g * 0.8),
            self.spot(-1.0, 0.0),
        ]
    }

    fn upper_lip(&self) -> Vec<Spot> {
        let top = self.upper + self.gap * 0.6;
        let bow = [(0.6, 0.72), (0.22, 1.05), (0.0, 0.85), (-0.22, 1.05), (-0.6, 0.72)];
        self.upper_edge().into_iter().chain(bow.map(|(part, up)| self.spot(part, -up * top))).collect()
    }

    fn lower_lip(&self) -> Vec<Spot> {
        let bottom = self.lower + self.gap * 1.5;
        let bowl = [(-0.65, 0.68), (-0.3, 0.97), (0.0, 1.03), (0.3, 0.97), (0.65, 0.68)];
        self.lower_edge().into_iter().chain(bowl.map(|(part, down)| self.spot(part, down * bottom))).collect()
    }

    fn draw_inside(&self, canvas: &mut Canvas, lips: Colour) {
        let inside: Vec<Spot> = self.upper_edge().into_iter().chain(self.lower_edge()[1..4].iter().copied()).collect();
        let path = canvas.blob(&inside);
        canvas.fill(path.as_ref(), [0.22, 0.07, 0.07], 1.0);
        let Some(mask) = canvas.mask(path.as_ref()) else { return };
        let teeth = canvas.ellipse(self.spot(0.0, -self.gap * 0.5), self.half * 0.72, 2.0 + self.gap * 0.75);
        canvas.fill_within(teeth.as_ref(), [0.93, 0.91, 0.87], 1.0, &mask);
        let tongue = canvas.ellipse(self.spot(0.0, self.gap * 1.7), self.half * 0.5, self.gap * 0.55);
        canvas.fill_within(tongue.as_ref(), mix(lips, [0.75, 0.3, 0.3], 0.6), 0.8, &mask);
    }
}

pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let mouth = Mouth::new(person, moment);
    let shade = flushed(scaled(person.skin, 0.6), 0.3);
    canvas.glow(mouth.spot(0.0, mouth.lower + mouth.gap * 1.5 + 3.0), mouth.half * 0.75, 3.6, shade, 0.32);
    if mouth.gap > 0.0 {
        mouth.draw_inside(canvas, person.lips);
    }
    let upper = canvas.blob(&mouth.upper_lip());
    canvas.fill(upper.as_ref(), scaled(person.lips, 0.88), 0.92);
    let lower = canvas.blob(&mouth.lower_lip());
    canvas.fill(lower.as_ref(), person.lips, 0.92);
    canvas.glow(
        mouth.spot(0.05, mouth.lower * 0.55 + mouth.gap * 1.5),
        mouth.half * 0.35,
        1.5,
        [1.0, 0.95, 0.92],
        0.25,
    );
    let dark = scaled(flushed(person.lips, 0.4), 0.38);
    if mouth.gap < 0.8 {
        let line = canvas.thread(&mouth.upper_edge());
        canvas.stroke(line.as_ref(), dark, 0.8, 1.2);
    }
    for side in [-1.0, 1.0] {
        let corner = mouth.spot(side, 0.0);
        canvas.glow(corner, 2.6, 2.2, dark, 0.5);
    }
}
