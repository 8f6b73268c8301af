//! Weighted sums of the rows of a constant matrix, and the gradients of the weights.

use crate::aligned::Aligned;
use crate::dense::{Dense, PANEL, Packed};
use crate::level::Level;
use rayon::prelude::*;

/// A matrix `[terms, values]`, packed for both directions.
#[derive(Debug)]
pub struct Combination {
    level: Level,
    terms: usize,
    values: usize,
    forward: Dense,
    backward: Dense,
}

impl Combination {
    /// Packs a matrix `[terms, values]`.
    ///
    /// If the values are not whole rows.
    pub fn new(matrix: &[f32], terms: usize, level: Level) -> Self {
        let values = matrix.len() / terms.max(1);
        assert_eq!(matrix.len(), terms * values, "a matrix of whole rows");
        let forward = Dense::new(terms, values, |value, term| matrix[term * values + value]);
        let backward = Dense::new(values, terms, |term, value| matrix[term * values + value]);
        Self { level, terms, values, forward, backward }
    }

    /// Sums `[n, values]` for weights `[n, terms]`. The sum of a row does not depend on the other rows.
    pub fn sums(&self, weights: &[f32]) -> Vec<f32> {
        self.product(&self.forward, weights, self.terms, self.values)
    }

    /// Gradients `[n, terms]` of the weights, from gradients `[n, values]` of the sums.
    pub fn gradients(&self, of_sums: &[f32]) -> Vec<f32> {
        self.product(&self.backward, of_sums, self.values, self.terms)
    }

    fn product(&self, matrix: &Dense, batch: &[f32], inputs: usize, outputs: usize) -> Vec<f32> {
        let rows = batch.len() / inputs.max(1);
        assert_eq!(batch.len(), rows * inputs, "whole rows");
        let mut packed = Packed::default();
        packed.fill(self.level, inputs, rows, |row| std::iter::once(&batch[row * inputs..][..inputs]));
        let mut panels = Aligned::zeros(rows * matrix.outputs());
        matrix.apply(self.level, &packed, &mut panels, |_, _| ());
        let mut results = vec![0.0; rows * outputs];
        results.par_chunks_exact_mut(outputs).enumerate().for_each(|(row, results)| {
            for (panel, results) in results.chunks_mut(PANEL).enumerate() {
                let from = (panel * rows + row) * PANEL;
                results.copy_from_slice(&panels[from..from + results.len()]);
            }
        });
        results
    }
}
