//! Natural logarithms of scores: of a recognizer's softmax, as its logits have it.

use crate::operation::{self, HostOperation, Pullback};
use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;
use rayon::prelude::*;
use std::sync::Arc;

/// Logarithms of scores `[n, classes]`, of logits.
pub(super) fn log_scores(logits: Tensor<2>) -> Tensor<2> {
    match operation::level(&logits.device()) {
        Some(_) => operation::run(logits, Arc::new(OnHost)),
        None => log_softmax(logits, 1),
    }
}

/// The same, all rows side by side, and one exponential for both directions.
struct OnHost;

/// The logarithms of a row's scores, in place of its logits; the scores into `scores`.
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

impl HostOperation for OnHost {
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
    use burn::tensor::TensorData;

    #[test]
    fn logarithms_and_gradients_are_those_of_tensor_operations() {
        let device = crate::testing::device().autodiff();
        let values: Vec<f32> = (0..5 * 70).map(|at| (at * 37 % 101) as f32 / 3.0 - 20.0).collect();
        let logits = || Tensor::<2>::from_data(TensorData::new(values.clone(), [5, 70]), &device).require_grad();
        let slopes: Vec<f32> = (0..5 * 70).map(|at| (at * 53 % 97) as f32 / 97.0 - 0.3).collect();
        let slopes = Tensor::<2>::from_data(TensorData::new(slopes, [5, 70]), &device);
        let both = |logits: Tensor<2>, log_scores: Tensor<2>| {
            let gradients = (log_scores.clone() * slopes.clone()).sum().backward();
            (host(log_scores.inner()), host(logits.grad(&gradients).expect("tracked")))
        };
        let (found, wanted) = (logits(), logits());
        let found = both(found.clone(), log_scores(found));
        let wanted = both(wanted.clone(), log_softmax(wanted, 1));
        let close = |(a, b): (&Vec<f32>, &Vec<f32>)| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5);
        assert!(close((&found.0, &wanted.0)) && close((&found.1, &wanted.1)), "{found:?} {wanted:?}");
        let untracked = host(log_scores(logits().inner()));
        assert_eq!(untracked, found.0);
    }

    #[test]
    fn logits_far_apart_give_whole_scores() {
        let logits = Tensor::<2>::from_floats([[900.0, -900.0], [0.0, 0.0]], &crate::testing::device());
        let found = host(log_scores(logits));
        assert_eq!(found[..2], [0.0, -1800.0]);
        assert!((found[2] + 2.0_f32.ln()).abs() < 1e-6, "{found:?}");
    }
}
