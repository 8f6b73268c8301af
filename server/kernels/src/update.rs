//! Optimizer steps in place: each reads and writes every value once.

use crate::level::Level;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Values updated by one task: fewer are not worth waking another thread.
const CHUNK: usize = 1 << 16;

/// Moves `images` against their gradients by `rate`, and clamps them to [0,1].
///
/// # Panics
/// If lengths differ.
pub fn descend(level: Level, images: &mut [f32], gradients: &[f32], rate: f32) {
    assert_eq!(images.len(), gradients.len());
    images.par_chunks_mut(CHUNK).zip(gradients.par_chunks(CHUNK)).for_each(|(images, gradients)| {
        level.run(Descent { images, gradients, rate });
    });
}

struct Descent<'a> {
    images: &'a mut [f32],
    gradients: &'a [f32],
    rate: f32,
}

impl WithSimd for Descent<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (value, gradient) in self.images.iter_mut().zip(self.gradients) {
            *value = within(*value - self.rate * gradient);
        }
    }
}

/// Adam's constants for one step (Kingma and Ba 2015, algorithm 1, with the bias corrections folded into the rate).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamStep {
    beta_1: f32,
    beta_2: f32,
    rate: f32,
    epsilon: f32,
}

impl AdamStep {
    /// The step after `taken` others.
    pub fn after(taken: u64, rate: f64, [beta_1, beta_2]: [f32; 2], epsilon: f32) -> Self {
        let power = i32::try_from(taken + 1).unwrap_or(i32::MAX);
        let first_correction = 1.0 - beta_1.powi(power);
        let second_correction = (1.0 - beta_2.powi(power)).sqrt();
        let rate = rate as f32 * second_correction / first_correction;
        Self { beta_1, beta_2, rate, epsilon: epsilon * second_correction }
    }
}

/// The values that Adam changes and their two moments, all of one length.
#[derive(Debug)]
pub struct AdamValues<'a> {
    /// The values.
    pub values: &'a mut [f32],
    /// First moments.
    pub first: &'a mut [f32],
    /// Second moments.
    pub second: &'a mut [f32],
}

/// Takes a step of Adam; `is_image` clamps values to [0,1].
///
/// # Panics
/// If lengths differ.
pub fn adam(level: Level, state: AdamValues<'_>, gradients: &[f32], step: AdamStep, is_image: bool) {
    let AdamValues { values, first, second } = state;
    assert!([first.len(), second.len(), gradients.len()].iter().all(|length| *length == values.len()));
    let moments = first.par_chunks_mut(CHUNK).zip(second.par_chunks_mut(CHUNK));
    values.par_chunks_mut(CHUNK).zip(moments).zip(gradients.par_chunks(CHUNK)).for_each(
        |((values, (first, second)), gradients)| {
            let state = AdamValues { values, first, second };
            if is_image {
                level.run(Adam::<true> { state, gradients, step });
            } else {
                level.run(Adam::<false> { state, gradients, step });
            }
        },
    );
}

struct Adam<'a, const IMAGE: bool> {
    state: AdamValues<'a>,
    gradients: &'a [f32],
    step: AdamStep,
}

impl<const IMAGE: bool> WithSimd for Adam<'_, IMAGE> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { state: AdamValues { values, first, second }, gradients, step } = self;
        let AdamStep { beta_1, beta_2, rate, epsilon } = step;
        for (((value, first), second), gradient) in values.iter_mut().zip(first).zip(second).zip(gradients) {
            *first = beta_1 * *first + (1.0 - beta_1) * gradient;
            *second = beta_2 * *second + (1.0 - beta_2) * gradient * gradient;
            let moved = *value - rate * *first / (second.sqrt() + epsilon);
            *value = if IMAGE { within(moved) } else { moved };
        }
    }
}

#[inline(always)]
fn within(value: f32) -> f32 {
    value.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descent_is_clamped() {
        for level in Level::all() {
            let mut images = [0.5, 0.01, 0.99];
            descend(level, &mut images, &[1.0, 1.0, -1.0], 0.1);
            assert_eq!(images, [0.4, 0.0, 1.0], "{}", level.name());
        }
    }

    #[test]
    fn adam_worked_by_hand() {
        for level in Level::all() {
            let (mut values, mut first, mut second) = ([1.0], [0.0], [0.0]);
            let mut step = |taken, gradient: f32, is_image| {
                let state = AdamValues { values: &mut values, first: &mut first, second: &mut second };
                adam(level, state, &[gradient], AdamStep::after(taken, 0.1, [0.9, 0.999], 1e-8), is_image);
                values[0]
            };
            // First step: both corrected moments equal the gradient, so the value moves by the whole rate.
            assert!((step(0, 1.0, false) - 0.9).abs() < 1e-6);
            // Second: m = 0.9*0.1 - 0.1*2 = -0.11, corrected by 0.19; v = 0.999*0.001 + 0.001*4, corrected by 0.001999.
            let by_hand = 0.9 + 0.1 * (0.11_f32 / 0.19) / (0.004_999_f32 / 0.001_999).sqrt();
            assert!((step(1, -2.0, false) - by_hand).abs() < 1e-5);
            assert!((0..9).map(|taken| step(2 + taken, -9.0, true)).all(|value| value <= 1.0));
        }
    }
}
