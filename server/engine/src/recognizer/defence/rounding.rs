//! Rounded scores (Fredrikson et al., 2015, section 6).

use super::Defence;
use burn::tensor::Tensor;

/// Rounds scores to a fixed number of decimals. No obstacle to an attacker who has the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Decimals that are kept.
    pub decimals: u32,
}

impl Defence for Rounding {
    fn answers(&self, scores: Tensor<2>) -> Tensor<2> {
        let units = 10_f64.powi(self.decimals as i32);
        scores.mul_scalar(units).round().div_scalar(units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn answers_have_so_many_decimals() {
        let scores = || Tensor::<2>::from_data([[0.123_f32, 0.857, 0.02]], &crate::testing::device());
        let rounded = |decimals| host(Rounding { decimals }.answers(scores()));
        for (found, wanted) in
            [(rounded(0), [0.0, 1.0, 0.0]), (rounded(1), [0.1, 0.9, 0.0]), (rounded(2), [0.12, 0.86, 0.02])]
        {
            for (found, wanted) in found.iter().zip(wanted) {
                assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
            }
        }
    }
}
