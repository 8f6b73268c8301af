//! Maps a network's outputs to one logit for each registered identity.

use crate::operation;
use burn::tensor::Tensor;

/// How outputs become logits; scores are their softmax.
#[derive(Clone, Debug)]
pub enum Head {
    /// Outputs are logits: the network was trained to tell these identities apart.
    Classes,
    /// Outputs are an embedding; an identity is enrolled by a template, and its logit is the scaled cosine of both.
    Enrolled {
        /// One row of length 1 for each identity.
        templates: Box<Tensor<2>>,
        /// The factor from cosine to logit.
        scale: f32,
    },
}

/// Lengths of embeddings are raised to this.
const NO_LENGTH: f32 = 1e-12;

impl Head {
    /// From templates `[identities, outputs]` of any length.
    pub fn enrolled(templates: Tensor<2>, scale: f32) -> Self {
        Self::Enrolled { templates: Box::new(of_length_one(templates)), scale }
    }

    /// Logits `[n, identities]` of outputs `[n, outputs]`.
    pub fn logits(&self, outputs: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Classes => outputs,
            Self::Enrolled { templates, scale } => {
                let templates = operation::constant(Tensor::clone(templates).transpose(), &outputs.device());
                of_length_one(outputs).matmul(templates).mul_scalar(*scale)
            }
        }
    }
}

fn of_length_one(rows: Tensor<2>) -> Tensor<2> {
    let lengths = rows.clone().square().sum_dim(1).sqrt().clamp_min(NO_LENGTH);
    rows / lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn logits_of_enrolled_people_are_scaled_cosines() {
        let device = crate::testing::device();
        let head = Head::enrolled(Tensor::from_data([[2.0, 0.0], [3.0, 3.0]], &device), 10.0);
        let logits = host(head.logits(Tensor::from_data([[0.0, 5.0], [1.0, 1.0]], &device)));
        let half = 10.0 * 0.5_f32.sqrt();
        for (found, wanted) in logits.iter().zip([0.0, half, half, 10.0]) {
            assert!((found - wanted).abs() < 1e-4, "{logits:?}");
        }
    }

    #[test]
    fn gradients_turn_an_embedding_and_do_not_stretch_it() {
        let device = crate::testing::device();
        let head = Head::enrolled(Tensor::from_data([[1.0, 0.0]], &device), 1.0);
        let outputs = Tensor::<2>::from_data([[3.0, 4.0]], &device.autodiff()).require_grad();
        let gradients = head.logits(outputs.clone()).sum().backward();
        let gradient = host(outputs.grad(&gradients).expect("tracked"));
        // d(x / |x|) = (1, 0) / 5 - (3, 4) * 3 / 125
        assert!((gradient[0] - 0.128).abs() < 1e-5 && (gradient[1] + 0.096).abs() < 1e-5, "{gradient:?}");
    }
}
