//! A head in space, seen by a camera that keeps the point between the eyes in its place.

use super::moment::Moment;
use tiny_skia::Point;

/// Where the point between the eyes lies in the picture.
const EYES: (f32, f32) = (64.0, 60.0);

/// Turns points of the head into points of the picture (128 x 128).
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    yaw: (f32, f32),
    pitch: (f32, f32),
    roll: (f32, f32),
    scale: f32,
    origin: (f32, f32),
    offset: (f32, f32),
}

/// How far the face stands before the middle of the head at `(x, y)`: an ellipsoid.
pub(super) fn depth(x: f32, y: f32) -> f32 {
    42.0 * (1.0 - (x / 54.0).powi(2) - ((y - 2.0) / 76.0).powi(2)).max(0.02).sqrt()
}

impl View {
    pub(super) fn new(moment: &Moment) -> Self {
        let mut view = Self {
            yaw: moment.yaw.sin_cos(),
            pitch: moment.pitch.sin_cos(),
            roll: moment.roll.sin_cos(),
            // Aligned sets bring the eyes of a turned head to the same distance.
            scale: moment.scale / moment.yaw.cos(),
            origin: (0.0, 0.0),
            offset: moment.offset,
        };
        view.origin = view.turned(0.0, 0.0, depth(0.0, 0.0));
        view
    }

    /// Pixels of the picture for a pixel of the head.
    pub(super) fn scale(&self) -> f32 {
        self.scale
    }

    /// A point on the face.
    pub(super) fn on_face(&self, x: f32, y: f32) -> Point {
        self.at(x, y, depth(x, y))
    }

    /// A point `z` before the middle of the head.
    pub(super) fn at(&self, x: f32, y: f32, z: f32) -> Point {
        let (x, y) = self.turned(x, y, z);
        let (x, y) = (x - self.origin.0, y - self.origin.1);
        let (sin, cos) = self.roll;
        let (x, y) = (x * cos - y * sin, x * sin + y * cos);
        Point::from_xy(EYES.0 + self.offset.0 + x * self.scale, EYES.1 + self.offset.1 + y * self.scale)
    }

    fn turned(&self, x: f32, y: f32, z: f32) -> (f32, f32) {
        let (sin, cos) = self.yaw;
        let (x, z) = (x * cos + z * sin, z * cos - x * sin);
        (x, y * self.pitch.1 - z * self.pitch.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::person::Person;
    use super::*;

    fn view(yaw: f32, roll: f32) -> View {
        let moment = Moment::draw(1, 1, 1, &Person::draw(1, 1));
        View::new(&Moment { yaw, pitch: 0.0, roll, scale: 1.0, offset: (0.0, 0.0), ..moment })
    }

    fn near(point: Point, x: f32, y: f32) -> bool {
        (point.x - x).abs() < 0.01 && (point.y - y).abs() < 0.01
    }

    #[test]
    fn a_head_seen_from_the_front_is_seen_as_it_is() {
        assert!(near(view(0.0, 0.0).on_face(-21.0, 0.0), 43.0, 60.0));
        assert!(near(view(0.0, 0.0).at(10.0, 40.0, -5.0), 74.0, 100.0));
    }

    #[test]
    fn turning_keeps_the_eyes_apart_and_moves_what_stands_out() {
        // The middle between the eyes stays; a point 10 further out moves by 10 tan(0.3) = 3.09.
        let out = depth(0.0, 0.0) + 10.0;
        assert!(near(view(0.3, 0.0).at(0.0, 0.0, out), 67.09, 60.0));
        let (left, right) = (view(0.3, 0.0).on_face(-21.0, 0.0), view(0.3, 0.0).on_face(21.0, 0.0));
        assert!((right.x - left.x - 42.0).abs() < 0.01);
    }

    #[test]
    fn leaning_turns_the_picture() {
        let quarter = std::f32::consts::FRAC_PI_2;
        assert!(near(view(0.0, quarter).at(10.0, 0.0, 0.0), 64.0, 70.0));
    }
}
