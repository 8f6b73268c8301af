//! A random shift and mirroring; edges repeat.

use super::Transform;
use crate::operation::{self, HostOperation, Pullback};
use burn::tensor::{Int, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::sync::Arc;

/// A shift of up to some pixels in each direction, and mirroring with probability one half.
#[derive(Clone, Copy, Debug)]
pub struct ShiftAndFlip {
    shift: i64,
    flip: bool,
}

impl ShiftAndFlip {
    /// With the largest shift in pixels.
    pub fn new(shift: u32, flip: bool) -> Self {
        Self { shift: i64::from(shift), flip }
    }
}

impl Transform for ShiftAndFlip {
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4> {
        let [down, right] = [(); 2].map(|()| random.random_range(-self.shift..=self.shift));
        let mirrored = random.random::<bool>() && self.flip;
        let change = Move { down, right, mirrored };
        match operation::level(&images.device()) {
            Some(_) => operation::run(images, Arc::new(change)),
            None => by_tensors(images, change),
        }
    }
}

/// One draw, the same for all images.
#[derive(Clone, Copy, Debug)]
struct Move {
    down: i64,
    right: i64,
    mirrored: bool,
}

fn by_tensors(images: Tensor<4>, Move { down, right, mirrored }: Move) -> Tensor<4> {
    let [_, _, rows, columns] = images.dims();
    let device = images.device().inner();
    let index = |sources: Vec<i64>| {
        let length = sources.len();
        Tensor::<1, Int>::from_data(TensorData::new(sources, [length]), &device)
    };
    images.select(2, index(sources(rows, down, false))).select(3, index(sources(columns, right, mirrored)))
}

/// For each pixel of a line, its source.
fn sources(length: usize, shift: i64, mirrored: bool) -> Vec<i64> {
    let last = length as i64 - 1;
    let shown = (0..=last).map(|at| (at - shift).clamp(0, last));
    shown.map(|at| if mirrored { last - at } else { at }).collect()
}

/// Line by line, without an index for each pixel.
impl HostOperation for Move {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        input.to_vec()
    }

    fn value(&self, images: &[f32], shape: &[usize]) -> Vec<f32> {
        let side = shape[3];
        let mut shown = vec![0.0; images.len()];
        let planes = images.par_chunks_exact(side * side).zip(shown.par_chunks_exact_mut(side * side));
        planes.for_each(|(plane, shown)| {
            for (line, from) in shown.chunks_exact_mut(side).zip(sources(side, self.down, false)) {
                self.show(&plane[from as usize * side..][..side], line);
            }
        });
        shown
    }

    fn tracked(self: Arc<Self>, images: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let (value, side) = (self.value(images, shape), shape[3]);
        let back = move |gradients: &[f32]| {
            let mut sums = vec![0.0; gradients.len()];
            let planes = gradients.par_chunks_exact(side * side).zip(sums.par_chunks_exact_mut(side * side));
            planes.for_each(|(plane, sums)| {
                let mut line = vec![0.0; side];
                for (gradients, to) in plane.chunks_exact(side).zip(sources(side, self.down, false)) {
                    line.copy_from_slice(gradients);
                    self.add_back(&mut line, &mut sums[to as usize * side..][..side]);
                }
            });
            sums
        };
        (value, Box::new(back))
    }
}

impl Move {
    /// Shifting right and then mirroring equals mirroring and then shifting left.
    fn shift(&self, side: usize) -> (usize, usize) {
        let right = if self.mirrored { -self.right } else { self.right };
        let limit = |shift: i64| usize::try_from(shift).unwrap_or(0).min(side - 1);
        (limit(right), limit(-right))
    }

    fn show(&self, line: &[f32], shown: &mut [f32]) {
        let last = line.len() - 1;
        let (right, left) = self.shift(line.len());
        shown[..right].fill(line[0]);
        shown[right..=last - left].copy_from_slice(&line[left..=last - right]);
        shown[last - left + 1..].fill(line[last]);
        if self.mirrored {
            shown.reverse();
        }
    }

    /// Adds the gradients of a transformed line to those of its source; may change `gradients`.
    fn add_back(&self, gradients: &mut [f32], line: &mut [f32]) {
        if self.mirrored {
            gradients.reverse();
        }
        let last = line.len() - 1;
        let (right, left) = self.shift(line.len());
        line[0] += gradients[..right].iter().sum::<f32>();
        let middle = &gradients[right..=last - left];
        line[left..=last - right].iter_mut().zip(middle).for_each(|(to, gradient)| *to += gradient);
        line[last] += gradients[last - left + 1..].iter().sum::<f32>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn a_shifted_line_repeats_its_edge_and_a_mirrored_one_runs_backwards() {
        assert_eq!(sources(5, 2, false), [0, 0, 0, 1, 2]);
        assert_eq!(sources(5, -1, false), [1, 2, 3, 4, 4]);
        assert_eq!(sources(4, 1, true), [3, 3, 2, 1]);
    }

    #[test]
    fn lines_and_tensors_show_the_same_and_send_back_the_same() {
        let values: Vec<f32> = (0..2 * 2 * 25).map(|at| (at * 37 % 101) as f32).collect();
        let shape = [2, 2, 5, 5];
        let device = crate::testing::device().autodiff();
        for (down, right, mirrored) in [(0, 0, true), (2, -1, false), (-3, 2, true), (1, 4, false), (0, -9, true)] {
            let change = Arc::new(Move { down, right, mirrored });
            let (value, back) = change.clone().tracked(&values, &shape);
            let images = Tensor::<4>::from_data(TensorData::new(values.clone(), shape), &device).require_grad();
            let shown = by_tensors(images.clone(), *change);
            assert_eq!(value, host(shown.clone().inner()), "{change:?}");
            let weights = Tensor::<4>::from_data(TensorData::new(values.clone(), shape), &device);
            let gradients = (shown * weights).sum().backward();
            assert_eq!(back(&values), host(images.grad(&gradients).expect("tracked")), "{change:?}");
        }
    }
}
