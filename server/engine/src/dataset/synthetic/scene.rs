//! Background, neck and clothes.

use super::canvas::{Canvas, Spot};
use super::colour::{flushed, mix, scaled};
use super::moment::{Collar, Moment};
use super::person::Person;
use tiny_skia::{PathBuilder, Point, Rect};

/// Draws the background.
pub(super) fn draw(canvas: &mut Canvas, moment: &Moment) {
    let backdrop = &moment.backdrop;
    let whole = Rect::from_ltrb(0.0, 0.0, 128.0, 128.0).map(PathBuilder::from_rect);
    let (top, bottom) = (Point::from_xy(30.0, 0.0), Point::from_xy(98.0, 128.0));
    canvas.fill_gradient(whole.as_ref(), (top, backdrop.top), (bottom, backdrop.bottom));
    for &(x, y, radius, colour, strength) in &backdrop.spots {
        canvas.glow_at(Point::from_xy(x, y), radius, radius, colour, strength);
    }
}

/// Draws the clothing and the neck, which lies in the shadow of the chin.
pub(super) fn draw_shoulders(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let half = 21.0 + 6.0 * person.strength;
    let neck =
        mirrored(&[(half, 20.0), (half, 60.0), (half + 4.0, 74.0), (half + 16.0, 84.0), (half + 20.0, 110.0)], -8.0);
    let path = canvas.blob(&neck);
    let shadow = scaled(flushed(person.skin, 0.25), 0.55);
    let (chin, below) =
        (canvas.place(Spot::Depth(0.0, person.chin - 4.0, -8.0)), canvas.place(Spot::Depth(0.0, 92.0, -8.0)));
    canvas.fill_gradient(path.as_ref(), (chin, shadow), (below, scaled(person.skin, 0.92)));
    draw_clothes(canvas, moment, half);
}

fn draw_clothes(canvas: &mut Canvas, moment: &Moment, half: f32) {
    let dip = match moment.collar {
        Collar::Round => 80.0,
        Collar::Open => 96.0,
        Collar::Shirt => 88.0,
    };
    let right = [
        (half * 0.6, (dip + 68.0) / 2.0),
        (half + 3.0, 66.0),
        (half + 22.0, 74.0),
        (half + 60.0, 88.0),
        (half + 62.0, 130.0),
    ];
    let mut spots: Vec<Spot> = vec![Spot::Depth(0.0, dip, -6.0)];
    spots.extend(mirrored(&right, -6.0));
    let path = canvas.blob(&spots);
    canvas.fill(path.as_ref(), moment.cloth, 1.0);
    for side in [-1.0, 1.0] {
        let edge = [(side * (half + 3.0), 66.0), (side * half * 0.6, (dip + 68.0) / 2.0), (0.0, dip)];
        let edge = canvas.thread(&edge.map(|(x, y)| Spot::Depth(x, y, -6.0)));
        let shirt = moment.collar == Collar::Shirt;
        let colour = if shirt { mix(moment.cloth, [1.0; 3], 0.5) } else { scaled(moment.cloth, 0.75) };
        canvas.stroke(edge.as_ref(), colour, 0.9, if shirt { 5.0 } else { 2.0 });
    }
}

/// The points on the right, from the top, and the same on the left, back to the top.
pub(super) fn mirrored(right: &[(f32, f32)], depth: f32) -> Vec<Spot> {
    let left = right.iter().rev().map(|&(x, y)| Spot::Depth(-x, y, depth));
    right.iter().map(|&(x, y)| Spot::Depth(x, y, depth)).chain(left).collect()
}
