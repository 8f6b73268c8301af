//! The ears and the outline of the face.

use super::canvas::{Canvas, Spot};
use super::colour::{flushed, scaled};
use super::moment::Moment;
use super::person::Person;
use super::scene::mirrored;

/// Ears, then the face over them.
pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    for side in [-1.0, 1.0] {
        draw_ear(canvas, person, side);
    }
    let path = canvas.blob(&outline(person, moment));
    canvas.fill(path.as_ref(), person.skin, 1.0);
}

fn draw_ear(canvas: &mut Canvas, person: &Person, side: f32) {
    let (x, big) = (side * (person.face_width + 1.0), person.ears);
    let at = |dx: f32, y: f32| Spot::Depth(x + side * dx * big, 3.0 + y * big, -10.0);
    let ear = [at(-3.0, -11.0), at(4.0, -12.0), at(6.5, -6.0), at(5.0, 3.0), at(2.5, 11.0), at(-2.0, 12.0)];
    let ear = canvas.blob(&ear);
    canvas.fill(ear.as_ref(), flushed(scaled(person.skin, 0.93), 0.15), 1.0);
    let fold = canvas.thread(&[at(0.0, -8.0), at(3.5, -7.0), at(3.2, 0.0), at(0.5, 5.0)]);
    canvas.stroke(fold.as_ref(), flushed(scaled(person.skin, 0.66), 0.3), 0.8, 1.4);
}

/// The face from the crown to the chin; the skull's own height, for the bald.
fn outline(person: &Person, moment: &Moment) -> Vec<Spot> {
    let (width, jaw, chin) = (person.face_width, person.jaw_width, person.chin + 3.0 * moment.open);
    let full = person.fullness;
    let right = [
        (0.0, -60.0),
        (16.0, -57.5),
        (31.0, -47.0),
        (width - 3.0, -26.0),
        (width, -4.0),
        (width - 0.5 + full, 14.0),
        ((width + jaw) / 2.0 + 1.0 + 2.0 * full, 28.0),
        (jaw, chin - 20.0 + 2.0 * full),
        ((jaw + person.chin_width) / 2.0 + 1.0 + full, chin - 7.5),
        (person.chin_width, chin - 1.2),
        (0.0, chin),
    ];
    mirrored(&right, 8.0)
}
