//! Natural logarithms of scores, from logits.

use crate::operation::{self, HostOperation, Pullback};
use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;
use rayon::prelude::*;
use std::sync::Arc;

/// Logarithms of scores `[n, classes]`, from logits.
pub(super) fn log_scores(logits: Tensor<2>) -> Tensor<2> {
    match operation::level(&logits.device()) {
        Some(_) => operation::run(logits, Arc::new(HostLogScores)),
        None => log_softmax(logits, 1),
    }
}

/// The same on the processor, with rows in parallel, and one exponential for both directions.
struct HostLogScores;

/// Replaces a row's logits by log scores, and writes the scores to `scores`.
fn row(values: &mut [f32], scores: &mut [f32]) {
    let highest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for (score, value) in scores.iter_mut().zip(&mut *values) {
        *value -= highest;
        *score = value.exp();
    }
    let sum: f32 = scores.iter().sum();
    let log = sum.ln();
    values.iter_mut().for_each(|value| *value -= log);
    scores.iter_mut().for_each(|score| *score /= sum);
}

impl HostOperation for HostLogScores {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        input.to_vec()
    }

    fn value(&self, logits: &[f32], shape: &[usize]) -> Vec<f32> {
        let mut values = logits.to_vec();
        values
            .par_chunks_exact_mut(shape[1])
            .for_each_init(|| vec![0.0; shape[1]], |scores, values| row(values, scores));
        values
    }

    fn tracked(self: Arc<Self>, logits: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let classes = shape[1];
        let (mut values, mut scores) = (logits.to_vec(), vec![0.0; logits.len()]);
        let rows = values.par_chunks_exact_mut(classes).zip(scores.par_chunks_exact_mut(classes));
        rows.for_each(|(values, scores)| row(values, scores));
        let back = move |slopes: &[f32]| {
            let rows = scores.par_chunks_exact_mut(classes).zip(slopes.par_chunks_exact(classes));
            rows.for_each(|(scores, slopes)| {
                let sum: f32 = slopes.iter().sum();
                scores.iter_mut().zip(slopes).for_each(|(score, slope)| *score = slope - *score * sum);
            });
            scores
        };
        (values, Box::new(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;
    use crate::testing::assert_agree;

    #[test]
    fn logarithms_and_gradients_are_those_of_tensor_operations() {
        assert_agree([5, 70], 33.0, |logits| log_scores(logits - 20.0), |logits| log_softmax(logits - 20.0, 1));
    }

    #[test]
    fn values_without_gradients_are_the_same() {
        let logits =
            Tensor::<2>::from_floats([[0.5, -3.0, 7.0], [2.0, 1.0, 0.0]], &crate::testing::device().autodiff());
        let tracked = log_scores(logits.clone().require_grad());
        assert_eq!(host(log_scores(logits.inner())), host(tracked.inner()));
    }

    #[test]
    fn logits_far_apart_give_whole_scores() {
        let logits = Tensor::<2>::from_floats([[900.0, -900.0], [0.0, 0.0]], &crate::testing::device());
        let found = host(log_scores(logits));
        assert_eq!(found[..2], [0.0, -1800.0]);
        assert!((found[2] + 2.0_f32.ln()).abs() < 1e-6, "{found:?}");
    }
}
