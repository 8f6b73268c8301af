//! A random rotation, scaling, shift and mirroring in one bilinear resampling; edges repeat.

use super::Transform;
use crate::operation::{self, HostOperation, Pullback};
use burn::tensor::{Int, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::sync::Arc;

/// The largest change of each kind.
#[derive(Clone, Copy, Debug)]
pub struct Affine {
    /// Pixels in each direction.
    pub shift: u32,
    /// Mirror half of the views.
    pub flip: bool,
    /// Degrees in each direction, about the centre.
    pub rotation: f64,
    /// A factor within 1 ± this.
    pub scale: f64,
}

impl Transform for Affine {
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4> {
        let side = images.dims()[3];
        let mut within = |most: f64| random.random_range(-most..=most);
        let [right, down] = [(); 2].map(|()| within(f64::from(self.shift)));
        let (angle, scale) = (within(self.rotation).to_radians(), 1.0 + within(self.scale));
        let mirrored = random.random::<bool>() && self.flip;
        let change = Change { right, down, angle, scale, mirrored };
        let sampling = Arc::new(Sampling::of(change, side));
        match operation::level(&images.device()) {
            Some(_) => operation::run(images, sampling),
            None => sampling.by_tensors(images),
        }
    }
}

/// One draw, the same for all images.
#[derive(Clone, Copy, Debug)]
struct Change {
    right: f64,
    down: f64,
    /// In radians.
    angle: f64,
    scale: f64,
    mirrored: bool,
}

/// The source of each pixel of a plane: the upper left of four neighbours, and the offset from it to the right and
/// down, each in [0,1].
struct Sampling {
    side: usize,
    at: Vec<SamplePoint>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct SamplePoint {
    corner: u32,
    right: f32,
    down: f32,
}

impl Sampling {
    fn of(change: Change, side: usize) -> Self {
        let Change { right, down, angle, scale, mirrored } = change;
        let (middle, last) = ((side as f64 - 1.0) / 2.0, side as f64 - 1.0);
        let (sine, cosine) = angle.sin_cos();
        let place = |at: usize| {
            let (x, y) = ((at % side) as f64 - middle - right, (at / side) as f64 - middle - down);
            let x = if mirrored { -x } else { x };
            let from = [(cosine * x + sine * y) / scale, (cosine * y - sine * x) / scale];
            let [x, y] = from.map(|from| (from + middle).clamp(0.0, last));
            // The last row and column interpolate from the neighbours before them.
            let [column, row] = [x, y].map(|from| (from as usize).min(side.saturating_sub(2)));
            let corner = (row * side + column) as u32;
            SamplePoint { corner, right: (x - column as f64) as f32, down: (y - row as f64) as f32 }
        };
        Self { side, at: (0..side * side).map(place).collect() }
    }

    /// The four neighbours of a pixel, and their weights.
    fn neighbours(&self, place: SamplePoint) -> [(usize, f32); 4] {
        let SamplePoint { corner, right, down } = place;
        let corner = corner as usize;
        let (beside, below) = (usize::from(self.side > 1), if self.side > 1 { self.side } else { 0 });
        [
            (corner, (1.0 - right) * (1.0 - down)),
            (corner + beside, right * (1.0 - down)),
            (corner + below, (1.0 - right) * down),
            (corner + beside + below, right * down),
        ]
    }

    fn by_tensors(&self, images: Tensor<4>) -> Tensor<4> {
        let [count, channels, rows, columns] = images.dims();
        let pixels = rows * columns;
        let flat = images.reshape([count * channels, pixels]);
        let (plain, device) = (flat.device().inner(), flat.device());
        let neighbours: Vec<[(usize, f32); 4]> = self.at.iter().map(|place| self.neighbours(*place)).collect();
        let part = |which: usize| {
            let index = neighbours.iter().map(|of| of[which].0 as i64).collect::<Vec<_>>();
            let shares = neighbours.iter().map(|of| of[which].1).collect::<Vec<_>>();
            let index = Tensor::<1, Int>::from_data(TensorData::new(index, [pixels]), &plain);
            let shares = Tensor::<2>::from_data(TensorData::new(shares, [1, pixels]), &device);
            flat.clone().select(1, index) * shares
        };
        (part(0) + part(1) + part(2) + part(3)).reshape([count, channels, rows, columns])
    }
}

impl HostOperation for Sampling {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        input.to_vec()
    }

    fn value(&self, images: &[f32], _: &[usize]) -> Vec<f32> {
        let pixels = self.at.len();
        let mut seen = vec![0.0; images.len()];
        let planes = images.par_chunks_exact(pixels).zip(seen.par_chunks_exact_mut(pixels));
        planes.for_each(|(plane, seen)| {
            for (value, place) in seen.iter_mut().zip(&self.at) {
                let of = self.neighbours(*place);
                *value = of.iter().map(|(at, share)| plane[*at] * share).sum();
            }
        });
        seen
    }

    fn tracked(self: Arc<Self>, images: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let value = self.value(images, shape);
        let back = move |gradients: &[f32]| {
            let pixels = self.at.len();
            let mut sums = vec![0.0; gradients.len()];
            let planes = gradients.par_chunks_exact(pixels).zip(sums.par_chunks_exact_mut(pixels));
            planes.for_each(|(gradients, sums)| {
                for (gradient, place) in gradients.iter().zip(&self.at) {
                    self.neighbours(*place).iter().for_each(|(at, share)| sums[*at] += gradient * share);
                }
            });
            sums
        };
        (value, Box::new(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_agree;

    const STILL: Change = Change { right: 0.0, down: 0.0, angle: 0.0, scale: 1.0, mirrored: false };

    fn seen(change: Change, image: &[f32], side: usize) -> Vec<f32> {
        Sampling::of(change, side).value(image, &[1, 1, side, side])
    }

    fn near(found: &[f32], wanted: &[f32]) {
        assert!(found.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-5), "{found:?}");
    }

    #[test]
    fn each_change_by_itself_worked_by_hand() {
        let image: Vec<f32> = (0..9).map(|at| at as f32).collect();
        near(&seen(STILL, &image, 3), &image);
        near(&seen(Change { right: 1.0, ..STILL }, &image, 3), &[0.0, 0.0, 1.0, 3.0, 3.0, 4.0, 6.0, 6.0, 7.0]);
        near(&seen(Change { down: 0.5, ..STILL }, &image, 3), &[0.0, 1.0, 2.0, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]);
        near(&seen(Change { mirrored: true, ..STILL }, &image, 3), &[2.0, 1.0, 0.0, 5.0, 4.0, 3.0, 8.0, 7.0, 6.0]);
        let quarter = std::f64::consts::FRAC_PI_2;
        near(&seen(Change { angle: quarter, ..STILL }, &image, 3), &[6.0, 3.0, 0.0, 7.0, 4.0, 1.0, 8.0, 5.0, 2.0]);
        near(&seen(Change { scale: 2.0, ..STILL }, &image, 3), &[2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0]);
    }

    #[test]
    fn one_pass_and_tensors_see_the_same_and_send_back_the_same() {
        for change in [
            STILL,
            Change { right: 1.3, down: -2.7, angle: 0.3, scale: 0.9, mirrored: true },
            Change { right: -9.0, down: 0.2, angle: -0.1, scale: 1.2, mirrored: false },
        ] {
            let sampling = Arc::new(Sampling::of(change, 6));
            let found = |images| {
                operation::level(&crate::testing::device()).map_or_else(
                    || sampling.by_tensors(Tensor::clone(&images)),
                    |_| operation::run(images.clone(), sampling.clone()),
                )
            };
            assert_agree([2, 2, 6, 6], 1.0, found, |images| sampling.by_tensors(images));
        }
    }

    #[test]
    fn shares_of_neighbours_add_up() {
        for change in [STILL, Change { right: 3.3, down: 1.1, angle: 1.0, scale: 0.8, mirrored: true }] {
            for side in [1, 2, 7] {
                let sampling = Sampling::of(change, side);
                for place in &sampling.at {
                    let of = sampling.neighbours(*place);
                    assert!((of.iter().map(|(_, share)| share).sum::<f32>() - 1.0).abs() < 1e-5, "{side} {place:?}");
                    assert!(of.iter().all(|(at, _)| *at < side * side), "{side} {place:?}");
                }
            }
        }
    }
}
