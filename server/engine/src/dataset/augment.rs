//! Bytes to floats, with the augmentation that training applies.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Random changes that training applies to a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// Mirror half of the faces.
    pub flip: bool,
    /// Move by up to this many pixels each way; the edge repeats.
    pub shift: u32,
    /// Multiply by a factor within 1 ± this, then clamp to [0,1].
    pub brightness: f32,
}

/// One draw of an [`Augmentation`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    /// Left and right are swapped, before the move.
    pub flip: bool,
    /// Pixels to the right.
    pub right: i32,
    /// Pixels down.
    pub down: i32,
    /// The factor on brightness.
    pub factor: f32,
}

impl Change {
    /// No change.
    pub(super) const NONE: Self = Self { flip: false, right: 0, down: 0, factor: 1.0 };
}

impl Augmentation {
    /// Draws all four values whether or not they are used, so that turning one off leaves the others as they were.
    pub(super) fn draw(self, rng: &mut ChaCha8Rng) -> Change {
        let reach = self.shift.min(i32::MAX as u32) as i32;
        let mirrored: bool = rng.random();
        let (right, down) = (rng.random_range(-reach..=reach), rng.random_range(-reach..=reach));
        let spread = rng.random_range(-1.0..=1.0_f32);
        Change { flip: self.flip && mirrored, right, down, factor: 1.0 + self.brightness * spread }
    }
}

/// Writes the face `bytes` (`[size, size, 3]`) into `pixels` (`[3, size, size]`, in [0,1]), changed.
pub(super) fn write_face(bytes: &[u8], size: usize, change: Change, pixels: &mut [f32]) {
    let table = brightness_table(change.factor);
    let columns: Vec<usize> = (0..size).map(|x| source_column(x, size, change) * 3).collect();
    let plane = size * size;
    let (red, rest) = pixels.split_at_mut(plane);
    let (green, blue) = rest.split_at_mut(plane);
    for y in 0..size {
        let row = &bytes[moved(y, change.down, size) * size * 3..][..size * 3];
        let line = y * size..(y + 1) * size;
        let (red, green, blue) = (&mut red[line.clone()], &mut green[line.clone()], &mut blue[line]);
        for (x, &column) in columns.iter().enumerate() {
            let pixel = &row[column..column + 3];
            red[x] = table[pixel[0] as usize];
            green[x] = table[pixel[1] as usize];
            blue[x] = table[pixel[2] as usize];
        }
    }
}

fn brightness_table(factor: f32) -> [f32; 256] {
    std::array::from_fn(|value| (value as f32 / 255.0 * factor).clamp(0.0, 1.0))
}

fn source_column(x: usize, size: usize, change: Change) -> usize {
    let x = moved(x, change.right, size);
    if change.flip { size - 1 - x } else { x }
}

/// Where the pixel at `position` comes from when the face moves by `by`, clamped to the edge.
fn moved(position: usize, by: i32, size: usize) -> usize {
    (position as i64 - i64::from(by)).clamp(0, size as i64 - 1) as usize
}

#[cfg(test)]
mod tests;
