//! The nose: most of it is light and shade, see [`super::relief`]; here are its wings and nostrils.

use super::canvas::{Canvas, Spot};
use super::colour::{flushed, scaled};
use super::moment::Moment;
use super::person::Person;

pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let (length, width) = (person.nose_length, person.nose_width * (1.0 + 0.06 * moment.smile));
    let shade = flushed(scaled(person.skin, 0.58), 0.3);
    // The nose stands out, so that it moves more than the face when the head turns.
    let at = |x: f32, y: f32, out: f32| Spot::Depth(x, y, super::view::depth(x, y) + out);
    canvas.glow(at(0.0, length + 4.0, 4.0), width * 1.15, 4.5, shade, 0.4);
    // The side away from the light.
    let away = if moment.light[0] > 0.0 { -1.0 } else { 1.0 };
    canvas.glow(at(away * 5.0, 6.0, 3.0), 4.0, 17.0, shade, 0.24 * person.nose_bridge);
    for side in [-1.0, 1.0] {
        let wing = [
            at(side * width * 0.78, length - 6.0, 4.0),
            at(side * width, length - 2.0, 3.0),
            at(side * width * 0.95, length + 1.6, 3.0),
            at(side * width * 0.62, length + 2.2, 5.0),
        ];
        let wing = canvas.thread(&wing);
        canvas.stroke(wing.as_ref(), shade, 0.55, 1.3);
        let nostril = canvas.ellipse(at(side * width * 0.44, length + 1.6, 7.0), width * 0.24, 1.25);
        canvas.fill(nostril.as_ref(), scaled(shade, 0.45), 0.8);
    }
}
