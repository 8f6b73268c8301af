//! The total variation of an image and its gradient, in one pass.

use crate::layer::{LONGEST, SHORTEST};
use crate::level::{Level, load, store};
use pulp::{Simd, WithSimd};

/// The mean absolute difference of vertical neighbours plus that of horizontal ones, for an image of square planes.
/// Writes its gradient to `gradient`; equal neighbours contribute 0.
///
/// # Panics
/// If the image does not consist of planes of `side` times `side`, or the gradient has another size.
pub fn total_variation(level: Level, image: &[f32], side: usize, gradient: &mut [f32]) -> f32 {
    assert!(side > 0 && image.len().is_multiple_of(side * side) && image.len() == gradient.len());
    let pairs = (image.len() / side * (side - 1)) as f32;
    if pairs == 0.0 {
        gradient.fill(0.0);
        return 0.0;
    }
    level.run(Variation { image, side, step: 1.0 / pairs, gradient }) / pairs
}

struct Variation<'a> {
    image: &'a [f32],
    side: usize,
    /// The contribution of one difference to the gradient.
    step: f32,
    gradient: &'a mut [f32],
}

impl WithSimd for Variation<'_> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f32 {
        let Self { image, side, step, gradient } = self;
        let mut sums = Sums::<S>([simd.splat_f32s(0.0); LONGEST / SHORTEST]);
        for (plane, gradient) in image.chunks_exact(side * side).zip(gradient.chunks_exact_mut(side * side)) {
            for y in 0..side {
                let row = &plane[y * side..][..side];
                let above = if y > 0 { &plane[(y - 1) * side..][..side] } else { row };
                let below = if y + 1 < side { &plane[(y + 1) * side..][..side] } else { row };
                let gradient = &mut gradient[y * side..][..side];
                for (at, to) in gradient.iter_mut().enumerate() {
                    *to = step * (sign(row[at] - above[at]) - sign(below[at] - row[at]));
                }
                for (at, to) in gradient[1..].iter_mut().enumerate() {
                    *to += step * sign(row[at + 1] - row[at]);
                }
                for (at, to) in gradient[..side - 1].iter_mut().enumerate() {
                    *to -= step * sign(row[at + 1] - row[at]);
                }
                sums.add(simd, row, below);
                sums.add(simd, &row[..side - 1], &row[1..]);
            }
        }
        sums.total()
    }
}

/// Sixteen partial sums, whatever the length of vectors.
struct Sums<S: Simd>([S::f32s; LONGEST / SHORTEST]);

impl<S: Simd> Sums<S> {
    /// Adds the absolute differences of two rows.
    #[inline(always)]
    fn add(&mut self, simd: S, left: &[f32], right: &[f32]) {
        let (lefts, left) = left.as_chunks::<LONGEST>();
        let (rights, right) = right.as_chunks::<LONGEST>();
        for (left, right) in lefts.iter().zip(rights) {
            self.add_sixteen(simd, left, right);
        }
        // Equal values in place of those beyond the end.
        let mut ends = [[0.0; LONGEST]; 2];
        ends[0][..left.len()].copy_from_slice(left);
        ends[1][..right.len()].copy_from_slice(right);
        if !left.is_empty() {
            self.add_sixteen(simd, &ends[0], &ends[1]);
        }
    }

    #[inline(always)]
    fn add_sixteen(&mut self, simd: S, left: &[f32; LONGEST], right: &[f32; LONGEST]) {
        let vectors = left.chunks_exact(S::F32_LANES).zip(right.chunks_exact(S::F32_LANES));
        for (sum, (left, right)) in self.0.iter_mut().zip(vectors) {
            let difference = simd.sub_f32s(load::<S>(left), load::<S>(right));
            *sum = simd.add_f32s(*sum, simd.abs_f32s(difference));
        }
    }

    #[inline(always)]
    fn total(self) -> f32 {
        let mut places = [0.0; LONGEST];
        for (places, sum) in places.chunks_exact_mut(S::F32_LANES).zip(self.0) {
            store::<S>(places, sum);
        }
        places.iter().sum()
    }
}

/// -1, 0 or 1, by bit operations: converting comparisons to numbers would take longer.
#[inline(always)]
fn sign(value: f32) -> f32 {
    if value == 0.0 { 0.0 } else { 1.0_f32.copysign(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        // Planes (0 1 / 0 0) and (5 5 / 5 5): 4 vertical and 4 horizontal pairs; one of each differs, by 1.
        let image = [0.0, 1.0, 0.0, 0.0, 5.0, 5.0, 5.0, 5.0];
        for level in Level::all() {
            let mut gradient = [9.0; 8];
            let variation = total_variation(level, &image, 2, &mut gradient);
            assert_eq!(variation, 0.5, "{}", level.name());
            assert_eq!(gradient, [-0.25, 0.5, 0.0, -0.25, 0.0, 0.0, 0.0, 0.0], "{}", level.name());
        }
    }

    #[test]
    fn the_gradient_is_the_slope() {
        let side = 19;
        let image: Vec<f32> = (0..3 * side * side).map(|at| ((at * 37 % 101) as f32) / 101.0).collect();
        for level in Level::all() {
            let mut gradient = vec![0.0; image.len()];
            total_variation(level, &image, side, &mut gradient);
            let mut unused = gradient.clone();
            for at in (0..image.len()).step_by(23) {
                let mut moved = |by: f32| {
                    let mut image = image.clone();
                    image[at] += by;
                    f64::from(total_variation(level, &image, side, &mut unused))
                };
                let slope = (moved(4e-3) - moved(-4e-3)) / 8e-3;
                assert!((f64::from(gradient[at]) - slope).abs() < 1e-4, "{} {slope}", gradient[at]);
            }
        }
    }
}
