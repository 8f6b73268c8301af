//! The interface of all attack methods.

use super::{Clones, Step};
use crate::pixels::Pictures;
use std::sync::Arc;

/// Steps, with the index of their attack.
pub(super) type Reports = Vec<(usize, Step)>;

/// A search for clones of one or several targets. It is measured and moved in turns, so that clones can be looked at
/// where they were measured.
pub(super) trait Method {
    /// Whether no step is left to take.
    fn is_over(&self) -> bool;

    /// Measures the clones of each active target where they are.
    fn measure(&mut self) -> Reports;

    /// All clones of an attack where they are, on the host.
    fn pictures(&mut self, attack: usize) -> Arc<Pictures>;

    /// Moves the clones that were measured. Reports the final state of each target that ended with this step.
    fn advance(&mut self) -> Reports;

    /// Stops. Reports the final state of each target that had not ended.
    fn stop(&mut self) -> Reports;

    /// The clones of each target, after it stopped.
    fn clones(self: Box<Self>) -> Vec<Clones>;
}
