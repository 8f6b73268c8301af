//! Eyes and brows.

use super::canvas::{Canvas, Spot};
use super::colour::{Colour, flushed, mix, scaled};
use super::moment::Moment;
use super::person::Person;
use tiny_skia::Mask;

/// Both eyes with their lids.
pub(super) fn draw(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    for side in [-1.0, 1.0] {
        Eye::new(person, moment, side).draw(canvas, person, moment);
    }
}

/// The lids of one eye as offsets from its middle; `x` grows outwards.
struct Eye {
    side: f32,
    middle: f32,
    half: f32,
    top: f32,
    bottom: f32,
    tilt: f32,
}

impl Eye {
    fn new(person: &Person, moment: &Moment, side: f32) -> Self {
        let open = (moment.eyes - 0.16 * moment.smile.max(0.0)).max(0.45);
        Self {
            side,
            middle: person.eye_distance,
            half: person.eye_width,
            top: person.eye_height * 1.15 * open,
            bottom: person.eye_height * (0.85 - 0.2 * moment.smile.max(0.0)),
            tilt: person.eye_tilt,
        }
    }

    fn spot(&self, outwards: f32, y: f32) -> Spot {
        let lean = self.tilt * outwards / self.half / 2.0;
        Spot::Face(self.side * (self.middle + outwards), y - lean)
    }

    /// From the inner corner over the iris to the outer corner, `lift` above the eye.
    fn upper(&self, lift: f32) -> [Spot; 5] {
        let (w, t) = (self.half, self.top + lift);
        [
            self.spot(-w, 1.0 - lift * 0.4),
            self.spot(-w * 0.55, -t * 0.72),
            self.spot(0.0, -t),
            self.spot(w * 0.55, -t * 0.82),
            self.spot(w, -lift * 0.5),
        ]
    }

    fn lower(&self, drop: f32) -> [Spot; 5] {
        let (w, b) = (self.half, self.bottom + drop);
        [
            self.spot(w, 0.0),
            self.spot(w * 0.55, b * 0.85),
            self.spot(0.0, b),
            self.spot(-w * 0.55, b * 0.75),
            self.spot(-w, 1.0),
        ]
    }

    fn draw(&self, canvas: &mut Canvas, person: &Person, moment: &Moment) {
        let shade = flushed(scaled(person.skin, 0.62), 0.2);
        canvas.glow(self.spot(0.0, -3.5), self.half * 1.5, 8.0, shade, 0.28 + 0.25 * person.lashes);
        let opening: Vec<Spot> =
            self.upper(0.0).into_iter().chain(self.lower(0.0).into_iter().skip(1).take(3)).collect();
        let path = canvas.blob(&opening);
        canvas.fill(path.as_ref(), [0.90, 0.885, 0.87], 1.0);
        if let Some(mask) = canvas.mask(path.as_ref()) {
            self.draw_iris(canvas, person, moment, &mask);
        }
        self.draw_lids(canvas, person, shade);
    }

    fn draw_iris(&self, canvas: &mut Canvas, person: &Person, moment: &Moment, mask: &Mask) {
        let (x, y) = (moment.gaze.0, moment.gaze.1 - 0.5);
        let at = |dx: f32, dy: f32| Spot::Face(self.side * self.middle + x + dx, y + dy);
        let mut disc = |dx, dy, radius, colour: Colour, alpha| {
            let path = canvas.ellipse(at(dx, dy), radius, radius);
            canvas.fill_within(path.as_ref(), colour, alpha, mask);
        };
        disc(0.0, 0.0, 4.9, scaled(person.iris, 0.45), 1.0);
        disc(0.0, 0.0, 4.2, person.iris, 1.0);
        disc(0.0, 1.2, 2.9, mix(person.iris, [1.0, 0.9, 0.7], 0.25), 0.6);
        disc(0.0, 0.0, 2.0, [0.03; 3], 1.0);
        disc(if moment.light[0] > 0.0 { 1.6 } else { -1.6 }, -1.7, 1.15, [1.0; 3], 0.95);
        // The upper lid's shadow on the eye.
        let lid = canvas.thread(&self.upper(-0.6));
        canvas.stroke(lid.as_ref(), [0.12, 0.08, 0.07], 0.35, 2.2);
    }

    fn draw_lids(&self, canvas: &mut Canvas, person: &Person, shade: Colour) {
        if person.crease > 0.0 {
            let crease = canvas.thread(&self.upper(person.crease));
            canvas.stroke(crease.as_ref(), shade, 0.65, 1.3);
        }
        let lower = canvas.thread(&self.lower(0.2));
        canvas.stroke(lower.as_ref(), shade, 0.55, 1.1);
        let dark = mix(scaled(person.hair, 0.4), [0.08, 0.05, 0.04], 0.7);
        let upper = canvas.thread(&self.upper(0.2));
        canvas.stroke(upper.as_ref(), dark, 0.9, 1.3 + 1.1 * person.lashes);
        if person.lashes > 0.3 {
            let (w, flick) = (self.half, 2.6 * person.lashes);
            let lash = canvas.thread(&[
                self.spot(w * 0.6, -self.top * 0.8),
                self.spot(w, -0.4),
                self.spot(w + flick, -1.2 - flick * 0.6),
            ]);
            canvas.stroke(lash.as_ref(), dark, 0.9, 1.3);
        }
    }
}

/// Both brows: thick inside, thin outside.
pub(super) fn draw_brows(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let colour = mix(scaled(person.hair, 0.62), scaled(person.skin, 0.5), 0.15);
    for side in [-1.0, 1.0] {
        let middle = person.eye_distance;
        let spot = |outwards: f32, up: f32| {
            let sad = if moment.smile < 0.0 { -moment.smile * -outwards * 0.12 } else { 0.0 };
            let y = -person.brow_height - moment.brows - up - person.brow_slant * outwards / 24.0 - sad;
            Spot::Face(side * (middle + outwards), y)
        };
        let (arch, thick) = (person.brow_arch, person.brow_thickness);
        let path = canvas.blob(&[
            spot(-12.0, thick * 0.5),
            spot(-6.0, thick * 0.75 + arch * 0.45),
            spot(3.0, thick * 0.7 + arch),
            spot(12.5, 0.3),
            spot(3.5, arch - thick * 0.55),
            spot(-5.0, arch * 0.4 - thick * 0.8),
            spot(-12.0, -thick * 0.8),
        ]);
        canvas.fill(path.as_ref(), colour, person.brow_density);
    }
}
