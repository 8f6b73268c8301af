//! Total variation of an image with its gradient, in one pass.

use crate::layer::LONGEST;
use crate::level::Level;
use pulp::{Simd, WithSimd};

/// The mean absolute difference of vertical neighbours plus that of horizontal ones, of an image of square planes.
/// `gradient` gets its gradient, where equal neighbours count as falling nor rising.
///
/// # Panics
/// If the image is not whole planes of `side` times `side`, or the gradient is of another size.
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
    /// What one difference adds to the gradient.
    step: f32,
    gradient: &'a mut [f32],
}

impl WithSimd for Variation<'_> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f32 {
        let Self { image, side, step, gradient } = self;
        // One sum for each place within a vector, so that the compiler can add whole vectors.
        let mut sums = [0.0; LONGEST];
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
                add_differences(&mut sums, row, below);
                add_differences(&mut sums, &row[..side - 1], &row[1..]);
            }
        }
        sums.iter().sum()
    }
}

#[inline(always)]
fn add_differences(sums: &mut [f32; LONGEST], left: &[f32], right: &[f32]) {
    for (left, right) in left.chunks(LONGEST).zip(right.chunks(LONGEST)) {
        for ((sum, left), right) in sums.iter_mut().zip(left).zip(right) {
            *sum += (left - right).abs();
        }
    }
}

/// -1, 0 or 1.
#[inline(always)]
fn sign(value: f32) -> f32 {
    let (above, below) = (f32::from(u8::from(value > 0.0)), f32::from(u8::from(value < 0.0)));
    above - below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        // Planes (0 1 / 0 0) and (5 5 / 5 5): 4 vertical and 4 horizontal pairs, of which one each differs, by 1.
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
