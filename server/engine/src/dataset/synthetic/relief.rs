//! Light and shade: a height map of the head, lit by one lamp and by the room.

use super::canvas::{Canvas, Spot};
use super::moment::Moment;
use super::person::Person;

/// A hill (or hollow) on the face: where, how wide, how high, in pixels.
struct Hill {
    spot: Spot,
    width: (f32, f32),
    height: f32,
}

/// Lights everything drawn so far.
pub(super) fn shade(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let size = canvas.pixmap.width() as usize;
    let heights = height_map(canvas, person, moment, size);
    let unit = canvas.scale();
    let lamp = Lamp::new(moment);
    let pixels = canvas.pixmap.data_mut();
    for y in 0..size {
        let (above, below) = (y.saturating_sub(1) * size, (y + 1).min(size - 1) * size);
        for x in 0..size {
            let pixel = &mut pixels[(y * size + x) * 4..][..4];
            if pixel[3] == 0 {
                continue;
            }
            let (left, right) = (x.saturating_sub(1), (x + 1).min(size - 1));
            let slope_x = (heights[y * size + right] - heights[y * size + left]) * 0.5 * unit;
            let slope_y = (heights[below + x] - heights[above + x]) * 0.5 * unit;
            lamp.light(slope_x, slope_y, pixel);
        }
    }
}

fn height_map(canvas: &Canvas, person: &Person, moment: &Moment, size: usize) -> Vec<f32> {
    let unit = canvas.scale();
    let middle = canvas.place(Spot::Depth(0.0, 2.0, 6.0));
    let bowl = |position: usize, middle: f32, radius: f32| {
        let part = ((position as f32 + 0.5) / unit - middle) / radius;
        // Beyond the head's edge the slope stays as it is there.
        if part.abs() < 1.0 { -part * part } else { 1.0 - 2.0 * part.abs() }
    };
    let columns: Vec<f32> = (0..size).map(|x| bowl(x, middle.x, 52.0) * 27.0).collect();
    let rows: Vec<f32> = (0..size).map(|y| bowl(y, middle.y, 72.0) * 30.0).collect();
    let mut heights: Vec<f32> = rows.iter().flat_map(|row| columns.iter().map(move |column| row + column)).collect();
    for hill in hills(person, moment) {
        raise(&mut heights, canvas, &hill, size);
    }
    heights
}

/// Adds a hill, a product of two bell curves, where it is more than a trace.
fn raise(heights: &mut [f32], canvas: &Canvas, hill: &Hill, size: usize) {
    let (unit, middle, scale) = (canvas.scale(), canvas.place(hill.spot), canvas.view.scale());
    let bell = |middle: f32, width: f32| {
        let reach = 3.0 * width * unit;
        let first = (middle * unit - reach).clamp(0.0, size as f32) as usize;
        let last = (middle * unit + reach).clamp(0.0, size as f32) as usize;
        let value = move |i: usize| (-0.5 * (((i as f32 + 0.5) / unit - middle) / width).powi(2)).exp();
        (first, (first..last).map(value).collect::<Vec<f32>>())
    };
    let (left, across) = bell(middle.x, hill.width.0 * scale);
    let (top, down) = bell(middle.y, hill.width.1 * scale);
    for (y, part) in down.iter().enumerate() {
        let row = &mut heights[(top + y) * size + left..][..across.len()];
        for (height, bell) in row.iter_mut().zip(&across) {
            *height += hill.height * part * bell;
        }
    }
}

fn hills(person: &Person, moment: &Moment) -> Vec<Hill> {
    let mouth = person.mouth_line();
    let (nose, wing, smile) = (person.nose_length, person.nose_width, moment.smile);
    let mut hills = vec![
        hill(0.0, 4.0, (3.6, 10.0), 3.6 * person.nose_bridge),
        hill(0.0, nose - 3.0, (4.4, 4.4), 6.0),
        hill(0.0, mouth - person.upper_lip * 0.5, (11.0, 2.2), 1.4),
        hill(0.0, mouth + person.lower_lip * 0.6, (9.0, 2.4), 1.8),
        hill(0.0, mouth + person.lower_lip + 4.0, (9.0, 2.8), -1.8),
        hill(0.0, person.chin - 7.0, (8.0 + person.chin_width * 0.3, 5.0), 2.6),
        hill(0.0, -28.0, (22.0, 9.0), 1.6),
    ];
    for side in [-1.0, 1.0] {
        let eye = side * person.eye_distance;
        hills.extend([
            hill(side * wing * 0.7, nose - 0.5, (3.0, 2.8), 2.2),
            hill(eye, 0.0, (9.5, 6.0), -3.6),
            hill(eye, 0.4, (6.0, 3.4), 2.2),
            hill(
                side * (person.eye_distance - 4.0),
                -person.brow_height + 1.0,
                (11.0, 3.6),
                1.0 + 1.4 * person.strength,
            ),
            hill(side * 27.0, 18.0 - 2.0 * smile, (10.0, 8.0), 2.4 + person.fullness + 1.6 * smile.max(0.0)),
            hill(side * (person.mouth_width + 6.0), mouth - 2.0, (5.0, 8.0), -1.2 - person.age),
            hill(side * (person.face_width - 2.0), -16.0, (7.0, 10.0), -1.8),
        ]);
    }
    hills
}

fn hill(x: f32, y: f32, width: (f32, f32), height: f32) -> Hill {
    Hill { spot: Spot::Face(x, y), width, height }
}

/// The light, prepared.
struct Lamp {
    towards: [f32; 3],
    halfway: [f32; 3],
    key: [f32; 3],
    ambient: [f32; 3],
}

impl Lamp {
    /// A surface that faces the viewer gets just its own colour.
    fn new(moment: &Moment) -> Self {
        let towards = moment.light;
        let facing = wrapped(towards[2]);
        let full = (1.0 - moment.key) + moment.key * facing;
        let [x, y, z] = towards;
        let length = (x * x + y * y + (z + 1.0) * (z + 1.0)).sqrt();
        Self {
            towards,
            halfway: [x / length, y / length, (z + 1.0) / length],
            key: moment.key_colour.map(|channel| channel * moment.key / full),
            ambient: moment.ambient_colour.map(|channel| channel * (1.0 - moment.key) / full),
        }
    }

    fn light(&self, slope_x: f32, slope_y: f32, pixel: &mut [u8]) {
        let length = (1.0 + slope_x * slope_x + slope_y * slope_y).sqrt();
        let normal = [-slope_x / length, -slope_y / length, 1.0 / length];
        let facing = wrapped(dot(normal, self.towards));
        let shine = dot(normal, self.halfway).max(0.0).powi(24) * 16.0 * self.key[1];
        let limit = f32::from(pixel[3]);
        for (value, (ambient, key)) in pixel.iter_mut().zip(self.ambient.iter().zip(self.key)) {
            let light = (ambient + key * facing).min(1.4);
            *value = (f32::from(*value) * light + shine).min(limit) as u8;
        }
    }
}

/// Light creeps a little round the edge, as on skin.
fn wrapped(cosine: f32) -> f32 {
    ((cosine + 0.25) / 1.25).max(0.0)
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[cfg(test)]
mod tests {
    use super::super::moment::Moment;
    use super::*;

    fn lamp(light: [f32; 3]) -> Lamp {
        let moment = Moment::draw(1, 1, 1, &Person::draw(1, 1));
        Lamp::new(&Moment { light, key: 0.5, key_colour: [1.0; 3], ambient_colour: [1.0; 3], ..moment })
    }

    fn lit(lamp: &Lamp, slope_x: f32) -> u8 {
        let mut pixel = [100, 100, 100, 255];
        lamp.light(slope_x, 0.0, &mut pixel);
        pixel[0]
    }

    #[test]
    fn the_side_towards_the_light_is_lighter() {
        // Light from the right; ground that falls to the right faces it.
        let lamp = lamp([0.8, 0.0, 0.6]);
        assert!(lit(&lamp, -0.5) > lit(&lamp, 0.0) + 10);
        assert!(lit(&lamp, 0.5) + 10 < lit(&lamp, 0.0));
    }

    #[test]
    fn a_surface_that_faces_the_viewer_keeps_its_colour() {
        // Light from the right at (0.8, 0, 0.6): halfway is (0.447, 0, 0.894), and 0.894 to the 24th is 0.068;
        // the lamp's share is 0.5 / (0.5 + 0.5 * 0.68) = 0.595. So 100 + 16 * 0.595 * 0.068 = 100.6.
        assert_eq!(lit(&lamp([0.8, 0.0, 0.6]), 0.0), 100);
    }

    #[test]
    fn light_never_exceeds_what_the_pixel_covers() {
        let mut pixel = [40, 40, 40, 41];
        lamp([0.0, 0.0, 1.0]).light(0.0, 0.0, &mut pixel);
        assert!(pixel[..3].iter().all(|&channel| channel <= 41));
    }
}
