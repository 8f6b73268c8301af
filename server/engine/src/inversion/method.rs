//! What an attack is, however it searches.

use super::{Clones, Step, Wants};

/// Places among the attacks, and how these stand.
pub(super) type Reports = Vec<(usize, Step)>;

/// A search for clones of one target or of several.
pub(super) trait Method {
    /// Whether there is no step left to take.
    fn is_over(&self) -> bool;

    /// Takes a step and tells, of each target that was under way, how its clones stand, and of each that ended with the step,
    /// how they ended. `wants` says of which targets pictures are wanted.
    fn step(&mut self, wants: Wants<'_>) -> Reports;

    /// The clones of each target, and the end of each that had not ended before.
    fn finish(self: Box<Self>) -> (Reports, Vec<Clones>);
}
