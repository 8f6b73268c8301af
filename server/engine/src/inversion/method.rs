//! The interface of all attack methods.

use super::{Clones, Step, Wants};

/// Steps, with the index of their attack.
pub(super) type Reports = Vec<(usize, Step)>;

/// A search for clones of one or several targets.
pub(super) trait Method {
    /// Whether no step is left to take.
    fn is_over(&self) -> bool;

    /// Takes a step. Reports the clones of each active target, and the final state of each target that ended with the
    /// step. `wants` says for which targets pictures are wanted.
    fn step(&mut self, wants: Wants<'_>) -> Reports;

    /// The clones of each target, and the final reports of those that had not ended before.
    fn finish(self: Box<Self>) -> (Reports, Vec<Clones>);
}
