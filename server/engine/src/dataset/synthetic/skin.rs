//! What time and sun do to skin: flushed cheeks, folds, freckles, a mole.

use super::canvas::{Canvas, Spot};
use super::colour::{Colour, flushed, scaled};
use super::dice::Dice;
use super::moment::Moment;
use super::person::Person;

/// Everything on the skin that is neither feature nor hair.
pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let blood = flushed(person.skin, 0.75);
    for side in [-1.0, 1.0] {
        canvas.glow(Spot::Face(side * 26.0, 21.0 - 2.0 * moment.smile), 16.0, 12.0, blood, 0.22);
        draw_fold(canvas, person, moment, side);
        draw_eye_bag(canvas, person, side);
    }
    draw_forehead(canvas, person, moment);
    draw_freckles(canvas, person);
    if let Some((x, y)) = person.mole {
        let path = canvas.ellipse(Spot::Face(x, y), 1.2, 1.2);
        canvas.fill(path.as_ref(), scaled(person.skin, 0.35), 0.85);
    }
}

fn line(person: &Person) -> Colour {
    flushed(scaled(person.skin, 0.68), 0.25)
}

/// From the wing of the nose towards the corner of the mouth.
fn draw_fold(canvas: &mut Canvas, person: &Person, moment: &Moment, side: f32) {
    let (nose, mouth) = (person.nose_width + 2.5, person.mouth_width + 3.5 + 2.0 * moment.smile);
    let (top, bottom) = (person.nose_length - 3.0, person.mouth_line() - 1.0);
    let bend = (side * (nose + mouth + 3.0 * moment.smile) / 2.0, (top + bottom) / 2.0);
    let spots = [(side * nose, top), bend, (side * mouth, bottom)].map(|(x, y)| Spot::Face(x, y));
    let alpha = (0.10 + 0.32 * person.age + 0.25 * moment.smile).clamp(0.0, 0.6);
    let path = canvas.thread(&spots);
    canvas.stroke(path.as_ref(), line(person), alpha * 0.5, 3.0);
    canvas.stroke(path.as_ref(), line(person), alpha * 0.7, 1.2);
}

fn draw_eye_bag(canvas: &mut Canvas, person: &Person, side: f32) {
    let (x, y) = (side * person.eye_distance, person.eye_height + 4.0);
    let spots = [(x - 7.0, y - 1.5), (x, y + 0.8), (x + 7.0, y - 1.2)].map(|(x, y)| Spot::Face(x, y));
    let path = canvas.thread(&spots);
    canvas.stroke(path.as_ref(), line(person), 0.08 + 0.35 * person.age, 1.4);
}

fn draw_forehead(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let alpha = (person.age - 0.45) * 0.6 + 0.08 * moment.brows;
    if alpha <= 0.0 {
        return;
    }
    for (i, y) in [-22.0, -27.0, -32.0].into_iter().enumerate() {
        let half = 20.0 - 3.0 * i as f32;
        let spots = [(-half, y + 1.0), (-half / 2.0, y - 0.6), (0.0, y + 0.4), (half / 2.0, y - 0.6), (half, y + 1.0)];
        let path = canvas.thread(&spots.map(|(x, y)| Spot::Face(x, y)));
        canvas.stroke(path.as_ref(), line(person), alpha.min(0.35), 1.1);
    }
}

fn draw_freckles(canvas: &mut Canvas, person: &Person) {
    let dice = &mut Dice::new(person.marks_seed, "freckles", &[]);
    for _ in 0..(person.freckles * 60.0) as u32 {
        let (x, y) = (dice.around(34.0), 13.0 + dice.around(15.0));
        let path = canvas.ellipse(Spot::Face(x, y), 0.7, 0.6);
        canvas.fill(path.as_ref(), flushed(scaled(person.skin, 0.72), 0.3), dice.range(0.3, 0.7));
    }
}
