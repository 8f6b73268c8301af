//! The runs that are computed here, whose leases are renewed while they are.

use super::stop::Stop;
use crate::lock::lock;
use crate::store::LeasedRun;
use std::sync::{Arc, Mutex};
use wire::run::RunId;

/// The runs that are computed here.
#[derive(Default)]
pub struct Held(Mutex<Vec<(Arc<LeasedRun>, Arc<Stop>)>>);

impl Held {
    /// One more.
    pub fn take(&self, run: Arc<LeasedRun>, stop: Arc<Stop>) {
        lock(&self.0).push((run, stop));
    }

    /// One less.
    pub fn drop(&self, run: &Arc<LeasedRun>) {
        lock(&self.0).retain(|(other, _)| !Arc::ptr_eq(other, run));
    }

    /// All of them, with the flags by which they are stopped.
    pub fn all(&self) -> Vec<(Arc<LeasedRun>, Arc<Stop>)> {
        lock(&self.0).clone()
    }

    /// The lease's number of a run, and its flag.
    pub fn of(&self, id: &RunId) -> Option<(u64, Arc<Stop>)> {
        let held = lock(&self.0);
        let (run, stop) = held.iter().find(|(run, _)| run.id() == id)?;
        Some((run.lease().number, stop.clone()))
    }
}
