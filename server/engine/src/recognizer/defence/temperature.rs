//! Scores of another temperature (Hinton et al., 2015, section 2).

use super::Defence;
use burn::tensor::Tensor;

/// Divides logits, for gradients as well: above 1, scores are more even.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temperature(pub f64);

impl Defence for Temperature {
    fn logits(&self, logits: Tensor<2>) -> Tensor<2> {
        logits.div_scalar(self.0)
    }
}
