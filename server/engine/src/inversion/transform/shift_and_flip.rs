//! A random shift, edges repeated, and a random mirroring.

use super::Transform;
use burn::tensor::{Int, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A shift of up to some pixels each way, and mirroring half of the time.
#[derive(Clone, Copy, Debug)]
pub struct ShiftAndFlip {
    shift: i64,
    flip: bool,
}

impl ShiftAndFlip {
    /// With the greatest shift in pixels.
    pub fn new(shift: u32, flip: bool) -> Self {
        Self { shift: i64::from(shift), flip }
    }
}

impl Transform for ShiftAndFlip {
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4> {
        let [down, right] = [(); 2].map(|()| random.random_range(-self.shift..=self.shift));
        let mirrored = random.random::<bool>() && self.flip;
        let [_, _, rows, columns] = images.dims();
        let rows = sources(rows, down, false);
        let columns = sources(columns, right, mirrored);
        let index = |sources: Vec<i64>| {
            let length = sources.len();
            Tensor::<1, Int>::from_data(TensorData::new(sources, [length]), &images.device().inner())
        };
        let (rows, columns) = (index(rows), index(columns));
        images.select(2, rows).select(3, columns)
    }
}

/// For each pixel of a line, the pixel that it shows.
fn sources(length: usize, shift: i64, mirrored: bool) -> Vec<i64> {
    let last = length as i64 - 1;
    let shown = (0..=last).map(|at| (at - shift).clamp(0, last));
    shown.map(|at| if mirrored { last - at } else { at }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_line_repeats_its_edge_and_a_mirrored_one_runs_backwards() {
        assert_eq!(sources(5, 2, false), [0, 0, 0, 1, 2]);
        assert_eq!(sources(5, -1, false), [1, 2, 3, 4, 4]);
        assert_eq!(sources(4, 1, true), [3, 3, 2, 1]);
    }
}
