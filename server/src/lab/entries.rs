//! All runs that the lab knows: their rows, and the hub and stop flag of those in progress.

use super::stop::StopFlag;
use crate::convert;
use crate::live::Hub;
use crate::lock::lock;
use crate::store::RunRow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use wire::experiment::ExperimentConfig;
use wire::people::WorkspaceId;
use wire::run::{RunId, RunState, RunSummary};

/// All runs.
#[derive(Debug, Default)]
pub struct Entries(Mutex<HashMap<RunId, Entry>>);

#[derive(Debug)]
struct Entry {
    row: RunRow,
    active: Option<(Arc<Hub>, Arc<StopFlag>)>,
}

impl Entries {
    /// Adds or replaces a queued or running run.
    pub fn insert_active(&self, row: RunRow, hub: Arc<Hub>) {
        let active = Some((hub, Arc::default()));
        lock(&self.0).insert(row.id.clone(), Entry { row, active });
    }

    /// Registers that a run is computed here from now on: its hub, or a new one, and a new stop flag.
    pub fn begin(&self, row: RunRow, hub: impl FnOnce() -> Arc<Hub>) -> (Arc<Hub>, Arc<StopFlag>) {
        let before = self.under_way(&row.id).map(|(_, hub, _)| hub);
        let (hub, stop) = (before.unwrap_or_else(hub), Arc::<StopFlag>::default());
        lock(&self.0).insert(row.id.clone(), Entry { row, active: Some((hub.clone(), stop.clone())) });
        (hub, stop)
    }

    /// Removes a run that was not stored after all.
    pub fn remove(&self, id: &RunId) {
        lock(&self.0).remove(id);
    }

    /// Adds or replaces a finished run.
    pub fn insert_over(&self, row: RunRow) {
        lock(&self.0).insert(row.id.clone(), Entry { row, active: None });
    }

    /// A run's row, and its hub while it is in progress.
    pub fn find(&self, id: &RunId) -> Option<(RunRow, Option<Arc<Hub>>)> {
        let entries = lock(&self.0);
        let entry = entries.get(id)?;
        Some((entry.row.clone(), entry.active.as_ref().map(|(hub, _)| hub.clone())))
    }

    /// What the thread of a run in progress needs.
    pub fn under_way(&self, id: &RunId) -> Option<(RunRow, Arc<Hub>, Arc<StopFlag>)> {
        let entries = lock(&self.0);
        let entry = entries.get(id)?;
        let (hub, stop) = entry.active.clone()?;
        Some((entry.row.clone(), hub, stop))
    }

    /// Claims a stopped or failed run for another attempt, so that nobody else can; otherwise returns its state.
    pub fn claim(&self, id: &RunId) -> Option<Result<RunRow, RunState>> {
        let mut entries = lock(&self.0);
        let row = &mut entries.get_mut(id)?.row;
        Some(match row.state {
            RunState::Cancelled | RunState::Failed => {
                let before = row.clone();
                row.state = RunState::Queued;
                Ok(before)
            }
            other => Err(other),
        })
    }

    /// Updates the row of a run in progress.
    pub fn update(&self, row: RunRow) {
        if let Some(entry) = lock(&self.0).get_mut(&row.id) {
            entry.row = row;
        }
    }

    /// Hubs and stop flags of all runs in progress.
    pub fn active(&self) -> Vec<(Arc<Hub>, Arc<StopFlag>)> {
        lock(&self.0).values().filter_map(|entry| entry.active.clone()).collect()
    }

    /// The configurations of a workspace's unfinished runs, and whether each is still queued.
    pub fn configs_under_way(&self, workspace: &WorkspaceId) -> Vec<(ExperimentConfig, bool)> {
        let entries = lock(&self.0);
        let of_workspace = entries.values().filter(|entry| entry.row.workspace == *workspace);
        let under_way = of_workspace.map(|entry| &entry.row).filter(|row| !row.state.is_over());
        under_way.map(|row| (row.config.clone(), row.state == RunState::Queued)).collect()
    }

    /// All runs of a workspace as lists show them, newest first.
    pub fn summaries(&self, workspace: &WorkspaceId) -> Vec<RunSummary> {
        let entries = lock(&self.0);
        let mut all: Vec<_> =
            entries.values().filter(|entry| entry.row.workspace == *workspace).map(Entry::summary).collect();
        drop(entries);
        all.sort_by(|a, b| b.created_ms.cmp(&a.created_ms).then_with(|| a.id.cmp(&b.id)));
        all
    }
}

impl Entry {
    fn summary(&self) -> RunSummary {
        let Some((hub, _)) = &self.active else { return convert::run_summary(&self.row) };
        let sequence = hub.sequence();
        let thumbnail = (sequence > 0).then(|| convert::live_thumbnail(&self.row.id, sequence));
        RunSummary { thumbnail, ..hub.run() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_run_is_claimed_once() {
        let entries = Entries::default();
        let id = RunId("00000000000000aa".into());
        let row = RunRow { state: RunState::Failed, ..RunRow::queued(id.clone(), 0, ExperimentConfig::default()) };
        entries.insert_over(row.clone());
        assert_eq!(entries.claim(&id), Some(Ok(row)));
        assert_eq!(entries.claim(&id), Some(Err(RunState::Queued)));
        assert_eq!(entries.claim(&RunId("00000000000000bb".into())), None);
    }
}
