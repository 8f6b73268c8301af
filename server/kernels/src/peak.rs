//! The peak rate of multiply-adds on this processor, to compare the kernels with.

use crate::level::Level;
use pulp::{Simd, WithSimd};
use std::hint::black_box;

/// Independent sums: enough to hide the latency of one.
const SUMS: usize = 12;

/// Does `rounds` multiply-adds on each of some registers; returns the number of floating-point operations, a
/// multiplication and an addition counting as two.
pub fn multiply_adds(level: Level, rounds: u32) -> u64 {
    level.run(Peak { rounds })
}

struct Peak {
    rounds: u32,
}

impl WithSimd for Peak {
    type Output = u64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> u64 {
        let (left, right) = (simd.splat_f32s(black_box(0.5)), simd.splat_f32s(black_box(0.25)));
        let mut sums = [simd.splat_f32s(black_box(0.0)); SUMS];
        for _ in 0..self.rounds {
            for sum in &mut sums {
                *sum = simd.mul_add_e_f32s(left, *sum, right);
            }
        }
        black_box(sums);
        u64::from(self.rounds) * (SUMS * S::F32_LANES * 2) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted() {
        for level in Level::all() {
            let one = multiply_adds(level, 1);
            assert!(one >= SUMS as u64 * 8 && multiply_adds(level, 1000) == 1000 * one);
        }
    }
}
