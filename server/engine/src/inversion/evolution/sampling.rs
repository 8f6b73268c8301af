//! Random draws and ranking for strategies.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Indices of losses in ascending order; NaN comes last.
pub(super) fn ranked(losses: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..losses.len()).collect();
    let key = |at: &usize| if losses[*at].is_nan() { f32::INFINITY } else { losses[*at] };
    order.sort_by(|one, other| key(one).total_cmp(&key(other)));
    order
}

/// A draw from the standard normal distribution (Box and Muller 1958).
pub(super) fn normal(random: &mut ChaCha8Rng) -> f32 {
    let (length, angle): (f32, f32) = (1.0 - random.random::<f32>(), random.random());
    (-2.0 * length.ln()).sqrt() * (std::f32::consts::TAU * angle).cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::stream;

    #[test]
    fn losses_that_are_no_numbers_come_last() {
        assert_eq!(ranked(&[2.0, f32::NAN, -1.0, 1.0]), [2, 3, 0, 1]);
    }

    #[test]
    fn draws_are_normal() {
        let mut random = stream(1, "normal", &[]);
        let draws: Vec<f32> = (0..20_000).map(|_| normal(&mut random)).collect();
        let mean = draws.iter().sum::<f32>() / 20_000.0;
        let variance = draws.iter().map(|draw| draw * draw).sum::<f32>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
