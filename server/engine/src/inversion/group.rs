//! The clones of one target within a batch: which are active, and the state of all of them.

use super::stopping::Convergence;
use super::{Attack, Clones, Step};
use crate::pixels::Pictures;
use std::ops::Range;
use std::sync::Arc;

/// The clones of one target.
pub(super) struct Group<'a> {
    pub attack: &'a Attack<'a>,
    /// The clone of each point of the group.
    active: Vec<usize>,
    convergence: Vec<Convergence>,
    /// All clones as last seen on the host.
    pictures: Arc<Pictures>,
    steps: Vec<u32>,
    losses: Vec<f32>,
    scores: Vec<f32>,
    /// Images shown to the recognizer for these clones.
    pub queries: u64,
    is_end_reported: bool,
}

impl<'a> Group<'a> {
    pub fn new(attack: &'a Attack<'a>) -> Self {
        let (clones, settings) = (attack.seeds.len(), attack.settings);
        Self {
            attack,
            active: (0..clones).collect(),
            convergence: vec![Convergence::new(settings.stop_score, settings.plateau_steps); clones],
            pictures: Arc::new(attack.seeds.clone()),
            steps: vec![0; clones],
            losses: vec![0.0; clones],
            scores: vec![0.0; clones],
            queries: 0,
            is_end_reported: false,
        }
    }

    /// Number of active clones, which are the group's points in the batch.
    pub fn len(&self) -> usize {
        self.active.len()
    }

    /// Records losses and scores of the active clones.
    pub fn record(&mut self, losses: &[f32], scores: &[f32]) {
        for (row, clone) in self.active.iter().enumerate() {
            self.losses[*clone] = losses[row];
            self.scores[*clone] = scores[row];
        }
    }

    /// Records that the active clones took a step.
    pub fn step(&mut self) {
        self.active.iter().for_each(|clone| self.steps[*clone] += 1);
    }

    /// Which active clones have not converged.
    pub fn judge(&mut self) -> Vec<bool> {
        let (convergence, losses, scores) = (&mut self.convergence, &self.losses, &self.scores);
        self.active.iter().map(|clone| !convergence[*clone].note(losses[*clone], scores[*clone])).collect()
    }

    /// Removes the clones that do not stay.
    pub fn dismiss(&mut self, stays: &[bool]) {
        let mut stays = stays.iter();
        self.active.retain(|_| stays.next().is_none_or(|stays| *stays));
    }

    /// Updates the active clones' pictures from `rows` of the batch's pictures.
    pub fn look(&mut self, batch: &Arc<Pictures>, rows: Range<usize>) {
        let stride = self.pictures.stride();
        if rows.len() == batch.len() && rows.len() == self.pictures.len() {
            self.pictures = batch.clone();
        } else if rows.len() == self.pictures.len() {
            let bytes = batch.bytes[rows.start * stride..rows.end * stride].to_vec();
            self.pictures = Arc::new(Pictures { size: batch.size, bytes });
        } else if !rows.is_empty() {
            let pictures = Arc::make_mut(&mut self.pictures);
            for (clone, row) in self.active.iter().zip(rows) {
                pictures.bytes[clone * stride..][..stride].copy_from_slice(batch.picture(row));
            }
        }
    }

    /// The active clones.
    pub fn active(&self) -> &[usize] {
        &self.active
    }

    /// The state of all clones after `iteration` steps.
    pub fn report(&self, iteration: u32, is_due: bool) -> Step {
        let (losses, scores, queries) = (self.losses.clone(), self.scores.clone(), self.queries);
        Step { iteration, is_due, losses, scores, queries }
    }

    /// All clones as last seen on the host.
    pub fn pictures(&self) -> Arc<Pictures> {
        self.pictures.clone()
    }

    /// The final state of all clones, once, when the last one has stopped.
    pub fn end(&mut self, iteration: u32) -> Option<Step> {
        let is_over = self.active.is_empty() && !self.is_end_reported;
        self.is_end_reported |= is_over;
        is_over.then(|| self.report(iteration, true))
    }

    /// Stops all clones.
    pub fn stop(&mut self) {
        self.active.clear();
    }

    /// The result of the attack.
    pub fn finish(self, is_half: bool) -> Clones {
        let (pictures, queries) = (Arc::unwrap_or_clone(self.pictures), self.queries);
        Clones { pictures, steps: self.steps, queries, is_half }
    }
}
