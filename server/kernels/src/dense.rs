//! Fully connected layers, forward and backward: products of a batch with a packed matrix.
//!
//! The matrix is stored in panels of 64 outputs, each read once for up to thirteen rows of the batch. Results have the
//! same layout, `[outputs / 64][rows][64]`, so that different threads can compute different panels. Every output is
//! summed in the order of the inputs, whatever the batch: a row's result does not depend on the other rows.

use crate::layer::{LONGEST, SHORTEST};
use crate::level::{Level, fetch, load, store};
use crate::wide::Wide;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Outputs in a panel.
pub(crate) const PANEL: usize = 64;
/// Inputs processed at once: a piece of a panel that stays in the first-level cache beside the next one.
const DEPTH: usize = 64;

/// A matrix of `inputs` times `outputs`.
#[derive(Debug)]
pub(crate) struct Dense {
    inputs: usize,
    /// `[outputs / 64][inputs][64]`, padded with zeros.
    panels: Wide,
}

/// A batch, packed for multiplication.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    rows: usize,
    /// `[block][inputs][rows of the block]`.
    values: Vec<f32>,
    /// The nonzero inputs, if there is only one row.
    alive: Vec<u32>,
}

impl Dense {
    /// Packs the matrix with entries `weight(output, input)`.
    pub fn new(inputs: usize, outputs: usize, weight: impl Fn(usize, usize) -> f32 + Sync) -> Self {
        let mut panels = Wide::zeros(outputs.next_multiple_of(PANEL) * inputs);
        panels.par_chunks_mut(inputs * PANEL).enumerate().for_each(|(panel, values)| {
            for (at, value) in values.iter_mut().enumerate() {
                let (output, input) = (panel * PANEL + at % PANEL, at / PANEL);
                if output < outputs {
                    *value = weight(output, input);
                }
            }
        });
        Self { inputs, panels }
    }

    /// Outputs, rounded up to whole panels.
    pub fn outputs(&self) -> usize {
        self.panels.len() / self.inputs
    }

    /// Multiplies a batch; `finish` gets each panel's index and its results `[rows][64]`.
    pub fn apply(&self, level: Level, batch: &Packed, out: &mut [f32], finish: impl Fn(usize, &mut [f32]) + Sync) {
        assert_eq!(batch.values.len(), batch.rows * self.inputs);
        let panels = self.panels.par_chunks_exact(self.inputs * PANEL);
        out.par_chunks_exact_mut(batch.rows * PANEL).zip(panels).enumerate().for_each(|(panel, (out, weights))| {
            level.run(Product { inputs: self.inputs, weights, batch, out });
            finish(panel, out);
        });
    }
}

impl Packed {
    /// Packs `rows` rows of `inputs` values; `row(r)` returns a row as consecutive runs.
    pub fn fill<'a, Runs: Iterator<Item = &'a [f32]>>(
        &mut self,
        level: Level,
        inputs: usize,
        rows: usize,
        row: impl Fn(usize) -> Runs + Sync,
    ) {
        self.rows = rows;
        self.values.resize(rows * inputs, 0.0);
        let sizes: Vec<usize> = blocks(most(level.lanes()), rows).collect();
        let (mut rest, mut first, mut tasks) = (self.values.as_mut_slice(), 0, Vec::new());
        for size in sizes {
            let (block, others) = rest.split_at_mut(size * inputs);
            tasks.push((first, size, block));
            (rest, first) = (others, first + size);
        }
        tasks.into_par_iter().for_each(|(first, size, block)| {
            let mut rows: Vec<_> = (first..first + size).map(&row).collect();
            transpose(&mut rows, block);
        });
        self.alive.clear();
        if rows == 1 {
            let alive = (0_u32..).zip(&self.values).filter(|(_, value)| **value != 0.0).map(|(at, _)| at);
            self.alive.extend(alive);
        }
    }
}

/// Interleaves rows, given as runs of equal lengths: `[inputs][rows]`.
fn transpose<'a>(rows: &mut [impl Iterator<Item = &'a [f32]>], mut out: &mut [f32]) {
    let mut runs: Vec<&[f32]> = Vec::with_capacity(rows.len());
    loop {
        runs.clear();
        runs.extend(rows.iter_mut().filter_map(Iterator::next));
        let Some(length) = runs.first().map(|run| run.len()) else { return };
        // The last run may extend beyond the inputs.
        let length = length.min(out.len() / runs.len());
        let (now, rest) = out.split_at_mut(length * runs.len());
        for (at, values) in now.chunks_exact_mut(runs.len()).enumerate() {
            values.iter_mut().zip(&runs).for_each(|(value, run)| *value = run[at]);
        }
        out = rest;
    }
}

/// Rows in each block: as few blocks as registers allow, of about equal size.
fn blocks(most: usize, rows: usize) -> impl Iterator<Item = usize> {
    let count = rows.div_ceil(most);
    (0..count).map(move |block| (block + 1) * rows / count - block * rows / count)
}

/// How many rows fit into registers, for vectors of a given length.
const fn most(lanes: usize) -> usize {
    if lanes == 8 { 6 } else { 13 }
}

/// One panel times a batch.
struct Product<'a> {
    inputs: usize,
    weights: &'a [f32],
    batch: &'a Packed,
    out: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if self.batch.rows == 1 {
            return self.single(simd);
        }
        for start in (0..self.inputs).step_by(DEPTH) {
            let depth = DEPTH.min(self.inputs - start);
            let weights = &self.weights[start * PANEL..][..depth * PANEL];
            let (mut batch, mut out) = (self.batch.values.as_slice(), &mut *self.out);
            for (block, size) in blocks(most(S::F32_LANES), self.batch.rows).enumerate() {
                let (now, later) = batch.split_at(size * self.inputs);
                let (results, others) = out.split_at_mut(size * PANEL);
                let now = &now[start * size..][..depth * size];
                // Each block prefetches half of the next piece.
                let ahead = depth * PANEL + block % 2 * (depth * PANEL / 2);
                by_size(simd, size, Piece { weights, batch: now, is_first: start == 0, ahead }, results);
                (batch, out) = (later, others);
            }
        }
    }
}

impl Product<'_> {
    /// One row: reading weights dominates, so those of zero inputs are skipped.
    #[inline(always)]
    fn single<S: Simd>(self, simd: S) {
        let width = S::F32_LANES;
        let mut sums = [simd.splat_f32s(0.0); PANEL / SHORTEST];
        for at in &self.batch.alive {
            let at = *at as usize;
            let value = simd.splat_f32s(self.batch.values[at]);
            let weights = self.weights[at * PANEL..][..PANEL].chunks_exact(width);
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = simd.mul_add_e_f32s(load::<S>(weights), value, *sum);
            }
        }
        for (sum, out) in sums.into_iter().zip(self.out.chunks_exact_mut(width)) {
            store::<S>(out, sum);
        }
    }
}

/// A piece of a panel, and the same inputs of a block of rows.
#[derive(Clone, Copy)]
struct Piece<'a> {
    weights: &'a [f32],
    batch: &'a [f32],
    /// Whether sums start here rather than continue.
    is_first: bool,
    /// Range to prefetch meanwhile, relative to the start of the weights.
    ahead: usize,
}

#[inline(always)]
fn by_size<S: Simd>(simd: S, size: usize, piece: Piece<'_>, out: &mut [f32]) {
    match size {
        1 => block::<S, 1>(simd, piece, out),
        2 => block::<S, 2>(simd, piece, out),
        3 => block::<S, 3>(simd, piece, out),
        4 => block::<S, 4>(simd, piece, out),
        5 => block::<S, 5>(simd, piece, out),
        6 => block::<S, 6>(simd, piece, out),
        7 => block::<S, 7>(simd, piece, out),
        8 => block::<S, 8>(simd, piece, out),
        9 => block::<S, 9>(simd, piece, out),
        10 => block::<S, 10>(simd, piece, out),
        11 => block::<S, 11>(simd, piece, out),
        12 => block::<S, 12>(simd, piece, out),
        13 => block::<S, 13>(simd, piece, out),
        _ => unreachable!("blocks have at most thirteen rows"),
    }
}

/// `R` rows times a piece of a panel.
#[inline(always)]
fn block<S: Simd, const R: usize>(simd: S, piece: Piece<'_>, out: &mut [f32]) {
    let (Piece { weights: panel, batch, is_first, ahead }, width) = (piece, S::F32_LANES);
    let depth = panel.len() / PANEL;
    for from in (0..PANEL).step_by(2 * width) {
        // One cache line for each input and half of a panel's width.
        let ahead = ahead + from / (PANEL / 2) * depth * LONGEST;
        let mut sums = [[simd.splat_f32s(0.0); 2]; R];
        if !is_first {
            for (sums, out) in sums.iter_mut().zip(out.chunks_exact(PANEL)) {
                *sums = [load::<S>(&out[from..]), load::<S>(&out[from + width..])];
            }
        }
        for ((at, weights), values) in panel.chunks_exact(PANEL).enumerate().zip(batch.chunks_exact(R)) {
            fetch(panel, ahead + at * LONGEST);
            let weights = [load::<S>(&weights[from..]), load::<S>(&weights[from + width..])];
            for (sums, value) in sums.iter_mut().zip(values) {
                let value = simd.splat_f32s(*value);
                sums[0] = simd.mul_add_e_f32s(weights[0], value, sums[0]);
                sums[1] = simd.mul_add_e_f32s(weights[1], value, sums[1]);
            }
        }
        for (sums, out) in sums.into_iter().zip(out.chunks_exact_mut(PANEL)) {
            store::<S>(&mut out[from..], sums[0]);
            store::<S>(&mut out[from + width..], sums[1]);
        }
    }
}
