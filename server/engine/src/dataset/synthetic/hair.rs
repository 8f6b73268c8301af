//! Locks of hair: areas between two rails, with strands that follow them.

use super::canvas::{Canvas, Spot};
use super::colour::{Colour, scaled};
use super::dice::Dice;
use super::person::Person;

/// Which way strands run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// From the inner rail to the outer one.
    Across,
    /// Along the rails.
    Along,
    /// No strands, such as cloth or very short hair.
    None,
}

/// Hair between two rails of equally many points (x, y, depth).
#[derive(Clone, Debug)]
pub(super) struct Lock {
    pub inner: Vec<[f32; 3]>,
    pub outer: Vec<[f32; 3]>,
    pub flow: Flow,
    pub alpha: f32,
}

/// A curl: x, y, depth, radius.
pub(super) type Curl = [f32; 4];

/// All hair of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Hair {
    pub back: Vec<Lock>,
    pub front: Vec<Lock>,
    pub back_curls: Vec<Curl>,
    pub front_curls: Vec<Curl>,
    /// Cloth instead of hair.
    pub cloth: Option<Colour>,
}

impl Hair {
    /// What neck and face cover.
    pub(super) fn draw_back(&self, canvas: &mut Canvas, person: &Person) {
        let colour = scaled(self.cloth.unwrap_or(person.hair), 0.72);
        draw(canvas, person, &self.back, &self.back_curls, colour);
    }

    /// What covers the face.
    pub(super) fn draw_front(&self, canvas: &mut Canvas, person: &Person) {
        draw(canvas, person, &self.front, &self.front_curls, self.cloth.unwrap_or(person.hair));
    }
}

fn draw(canvas: &mut Canvas, person: &Person, locks: &[Lock], curls: &[Curl], colour: Colour) {
    let dice = &mut Dice::new(person.marks_seed, "hair", &[]);
    for lock in locks {
        draw_lock(canvas, dice, lock, colour);
    }
    for &[x, y, depth, radius] in curls {
        let path = canvas.ellipse(Spot::Depth(x, y, depth), radius, radius);
        canvas.fill(path.as_ref(), scaled(colour, dice.range(0.8, 1.1)), 1.0);
        let turn = |x_part: f32, y_part: f32| Spot::Depth(x + radius * x_part, y + radius * y_part, depth);
        let lean = dice.range(-0.5, 0.5);
        let lit = canvas.thread(&[turn(-0.6, 0.2 + lean), turn(-0.1, -0.5), turn(0.6, lean)]);
        canvas.stroke(lit.as_ref(), scaled(colour, dice.range(1.25, 1.8)), 0.45, 1.0);
        let dark = canvas.thread(&[turn(-0.5, 0.6 - lean), turn(0.2, 0.8), turn(0.7, 0.3 - lean)]);
        canvas.stroke(dark.as_ref(), scaled(colour, 0.5), 0.5, 1.1);
    }
}

fn draw_lock(canvas: &mut Canvas, dice: &mut Dice, lock: &Lock, colour: Colour) {
    let outline: Vec<Spot> = lock.inner.iter().chain(lock.outer.iter().rev()).map(|&point| spot(point)).collect();
    let path = canvas.blob(&outline);
    canvas.fill(path.as_ref(), colour, lock.alpha);
    let count = match lock.flow {
        Flow::Across => 70,
        Flow::Along => 22,
        Flow::None => 0,
    };
    for i in 0..count {
        let place = (i as f32 + dice.range(0.0, 1.0)) / count as f32;
        let shade = dice.range(0.0, 1.0);
        let (factor, alpha) = if shade < 0.5 { (0.65, 0.38) } else { (1.1 + 0.5 * shade, 0.3) };
        let strand = match lock.flow {
            Flow::Along => along(lock, place.clamp(0.06, 0.94)),
            _ => across(lock, place, dice),
        };
        let path = canvas.thread(&strand);
        canvas.stroke(path.as_ref(), scaled(colour, factor), alpha * lock.alpha, dice.range(0.6, 1.4));
    }
}

fn along(lock: &Lock, place: f32) -> Vec<Spot> {
    lock.inner.iter().zip(&lock.outer).map(|(inner, outer)| spot(between(inner, outer, place))).collect()
}

/// From a point of the inner rail to the outer one, leaning a little, not always all the way.
fn across(lock: &Lock, place: f32, dice: &mut Dice) -> Vec<Spot> {
    let (inner, outer) = (on_rail(&lock.inner, place), on_rail(&lock.outer, place + dice.around(0.05)));
    let (start, end) = (dice.range(0.02, 0.3), dice.range(0.6, 0.97));
    [start, (start + end) / 2.0, end].map(|part| spot(between(&inner, &outer, part))).to_vec()
}

/// The point at `place` in [0,1] along a rail.
pub(super) fn on_rail(rail: &[[f32; 3]], place: f32) -> [f32; 3] {
    let place = place.clamp(0.0, 1.0) * (rail.len() - 1) as f32;
    let lower = (place as usize).min(rail.len() - 2);
    let part = place - lower as f32;
    std::array::from_fn(|i| rail[lower][i] + (rail[lower + 1][i] - rail[lower][i]) * part)
}

/// Part of the way from one point to another.
pub(super) fn between(a: &[f32; 3], b: &[f32; 3], part: f32) -> [f32; 3] {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * part)
}

fn spot([x, y, z]: [f32; 3]) -> Spot {
    Spot::Depth(x, y, z)
}
