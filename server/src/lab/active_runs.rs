//! The runs computed here; their leases are renewed meanwhile.

use super::stop::StopFlag;
use crate::lock::lock;
use crate::store::LeasedRun;
use std::sync::{Arc, Mutex};
use wire::run::RunId;

/// The runs computed here.
#[derive(Default)]
pub struct ActiveRuns(Mutex<Vec<(Arc<LeasedRun>, Arc<StopFlag>)>>);

impl ActiveRuns {
    /// Adds a run.
    pub fn take(&self, run: Arc<LeasedRun>, stop: Arc<StopFlag>) {
        lock(&self.0).push((run, stop));
    }

    /// Removes a run.
    pub fn drop(&self, run: &Arc<LeasedRun>) {
        lock(&self.0).retain(|(other, _)| !Arc::ptr_eq(other, run));
    }

    /// All runs, with their stop flags.
    pub fn all(&self) -> Vec<(Arc<LeasedRun>, Arc<StopFlag>)> {
        lock(&self.0).clone()
    }

    /// The lease number and stop flag of a run.
    pub fn of(&self, id: &RunId) -> Option<(u64, Arc<StopFlag>)> {
        let runs = lock(&self.0);
        let (run, stop) = runs.iter().find(|(run, _)| run.id() == id)?;
        Some((run.lease().number, stop.clone()))
    }
}
