//! Random draws in the terms that drawing people needs.

use super::super::stream::stream;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;

/// A named random stream.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64, label: &str, indices: &[u64]) -> Self {
        Self(stream(seed, label, indices))
    }

    /// Anything between, equally likely.
    pub(super) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.0.random::<f32>()
    }

    /// Around 0, within ±`reach`, the middle more likely than the ends.
    pub(super) fn around(&mut self, reach: f32) -> f32 {
        (self.range(-reach, reach) + self.range(-reach, reach)) / 2.0
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f32) -> bool {
        self.0.random::<f32>() < probability
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.0.random_range(0..choices.len() as u32) as usize]
    }

    /// 32 random bits.
    pub(super) fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }
}
