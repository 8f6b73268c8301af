//! Glasses: two rims, a bridge, arms, a little reflection.

use super::canvas::{Canvas, Spot};
use super::moment::Moment;
use super::person::{Glasses, Person};
use std::f32::consts::TAU;

/// How far the lenses stand before the middle of the head.
const OUT: f32 = 46.0;

pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let Some(glasses) = person.glasses.filter(|_| moment.glasses) else { return };
    let (middle, colour) = (person.eye_distance + 0.5, glasses.colour);
    for side in [-1.0, 1.0] {
        let rim = canvas.blob(&rim(&glasses, side * middle));
        canvas.fill(rim.as_ref(), [0.85, 0.92, 1.0], 0.07);
        canvas.stroke(rim.as_ref(), colour, 0.95, glasses.rim);
        let edge = side * (middle + glasses.width);
        let arm = canvas
            .thread(&[Spot::Depth(edge, -2.0, OUT - 6.0), Spot::Depth(side * (person.face_width + 1.5), -4.0, 0.0)]);
        canvas.stroke(arm.as_ref(), colour, 0.9, glasses.rim.max(1.4));
        let shine = [(-6.0, 2.0), (-1.0, -5.0)].map(|(x, y)| Spot::Depth(side * middle + x, y, OUT));
        let shine = canvas.thread(&shine);
        canvas.stroke(shine.as_ref(), [1.0; 3], 0.14, 2.6);
    }
    let gap = middle - glasses.width;
    let bridge = canvas.thread(&[(-gap, -1.5), (0.0, -3.5), (gap, -1.5)].map(|(x, y)| Spot::Depth(x, y, OUT + 2.0)));
    canvas.stroke(bridge.as_ref(), colour, 0.95, glasses.rim);
}

/// A rounded box: an ellipse whose power is the glasses' squareness.
fn rim(glasses: &Glasses, middle: f32) -> Vec<Spot> {
    let round = |value: f32| value.signum() * value.abs().powf(2.0 / glasses.squareness);
    let spot = |i: u32| {
        let (sin, cos) = (TAU * i as f32 / 16.0).sin_cos();
        Spot::Depth(middle + glasses.width * round(cos), 1.5 + glasses.height * round(sin), OUT)
    };
    (0..16).map(spot).collect()
}
