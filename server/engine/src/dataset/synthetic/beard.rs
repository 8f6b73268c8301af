//! Stubble, moustaches and beards: soft patches with many short hairs.

use super::canvas::{Canvas, Spot};
use super::colour::{mix, scaled};
use super::dice::Dice;
use super::moment::Moment;
use super::person::{Beard, Person};

pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let jaw = || cheeks(person, moment);
    match person.beard {
        Beard::None => {}
        Beard::Stubble => fill(canvas, person, &jaw(), 0.3, 170),
        Beard::Moustache => fill(canvas, person, &moustache(person, moment), 0.85, 60),
        Beard::Goatee => {
            fill(canvas, person, &moustache(person, moment), 0.75, 50);
            fill(canvas, person, &goatee(person, moment), 0.75, 60);
        }
        Beard::Full => {
            fill(canvas, person, &jaw(), 0.88, 220);
            fill(canvas, person, &moustache(person, moment), 0.85, 50);
        }
    }
}

fn fill(canvas: &mut Canvas, person: &Person, spots: &[Spot], alpha: f32, hairs: u32) {
    let colour = mix(scaled(person.hair, 0.82), person.skin, 0.12);
    let path = canvas.blob(spots);
    canvas.fill(path.as_ref(), colour, alpha * 0.9);
    canvas.stroke(path.as_ref(), colour, alpha * 0.35, 2.6);
    let Some(path) = path else { return };
    let Some(mask) = canvas.mask(Some(&path)) else { return };
    let bounds = path.bounds();
    let dice = &mut Dice::new(person.marks_seed, "beard", &[]);
    for _ in 0..hairs {
        let (x, y) = (dice.range(bounds.left(), bounds.right()), dice.range(bounds.top(), bounds.bottom()));
        let shade = scaled(colour, dice.pick(&[0.55, 0.7, 1.35, 1.6]));
        let mut hair = tiny_skia::PathBuilder::new();
        let lean = (x - (bounds.left() + bounds.right()) / 2.0) * 0.04;
        hair.push_rect(tiny_skia::Rect::from_xywh(x + lean, y, 0.7, 2.4).unwrap_or(bounds));
        canvas.fill_within(hair.finish().as_ref(), shade, alpha * 0.5, &mask);
    }
}

/// From one ear along the jaw to the other, with the mouth left free.
fn cheeks(person: &Person, moment: &Moment) -> Vec<Spot> {
    let (width, jaw, chin) = (person.face_width, person.jaw_width, person.chin + 3.0 * moment.open);
    let mouth = person.mouth_line();
    let lip = person.lower_lip + 4.2 * 1.5 * moment.open + 1.5;
    let outer = [(width - 0.5, 4.0), (width - 0.5, 18.0), ((width + jaw) / 2.0 + 0.5, 29.0), (jaw + 0.5, chin - 19.0)];
    let low = [((jaw + person.chin_width) / 2.0 + 1.0, chin - 6.5), (person.chin_width, chin), (0.0, chin + 1.5)];
    let inner = [
        (9.0, mouth + lip),
        (person.mouth_width + 4.5, mouth + 3.0),
        (person.mouth_width + 9.0, mouth - 8.0),
        (width - 8.0, 16.0),
    ];
    let right: Vec<(f32, f32)> = outer.into_iter().chain(low).collect();
    let edge =
        |side: f32, list: &[(f32, f32)]| list.iter().map(|&(x, y)| Spot::Depth(side * x, y, 10.0)).collect::<Vec<_>>();
    let face = |side: f32, list: &[(f32, f32)]| list.iter().map(|&(x, y)| Spot::Face(side * x, y)).collect::<Vec<_>>();
    let mut spots = edge(1.0, &right);
    spots.extend(edge(-1.0, &right).into_iter().rev());
    let mut back = face(-1.0, &inner);
    back.reverse();
    spots.extend(back);
    spots.extend(face(1.0, &inner));
    spots
}

fn moustache(person: &Person, moment: &Moment) -> Vec<Spot> {
    let (top, line) = (person.nose_length + 4.5, person.mouth_line());
    let half = person.mouth_width * (1.02 + 0.2 * moment.smile);
    let lift = 4.6 * moment.smile;
    let low = line - person.upper_lip.max(1.2) - 4.2 * 0.55 * moment.open;
    let right = [
        (0.0, top + 1.0),
        (half * 0.4, top),
        (half * 0.85, line - 4.0 - lift * 0.6),
        (half * 1.05, line + 1.0 - lift),
        (half * 0.55, low + 0.6 - lift * 0.3),
        (0.0, low + 0.8),
    ];
    let left = right.iter().rev().map(|&(x, y)| Spot::Face(-x, y));
    right.iter().map(|&(x, y)| Spot::Face(x, y)).chain(left).collect()
}

fn goatee(person: &Person, moment: &Moment) -> Vec<Spot> {
    let top = person.mouth_line() + person.lower_lip + 4.2 * 1.5 * moment.open + 2.0;
    let chin = person.chin + 3.0 * moment.open + 2.0;
    let half = person.chin_width * 0.9;
    [
        (-half * 0.5, top),
        (half * 0.5, top),
        (half, (top + chin) / 2.0),
        (half * 0.7, chin),
        (-half * 0.7, chin),
        (-half, (top + chin) / 2.0),
    ]
    .map(|(x, y)| Spot::Depth(x, y, 26.0))
    .to_vec()
}
