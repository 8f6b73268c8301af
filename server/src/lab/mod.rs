//! The lab owns the engine: it takes jobs from the queue, computes them one at a time on the thread of their device,
//! and can stop them. A program without an engine has a lab too, which shows runs that other programs compute.
//!
//! Knows no HTTP. The threads that serve requests never compute and never wait for a run.

mod access;
mod active_runs;
mod answers;
mod callers;
mod copies;
mod ending;
mod entries;
mod faces;
mod file_saver;
mod identity;
mod lane;
mod mirror;
mod moments;
mod others;
mod panics;
mod patience;
mod quota;
mod recognizers;
mod redactor;
mod start;
mod stop;
mod tending;
mod watcher;
mod work_folder;
mod worker;

pub use access::FacesAccess;
pub use callers::CallersLab;
pub use moments::CloneFrame;
pub use quota::Quota;
pub use stop::StopFlag;

use crate::access::Caller;
use crate::error::Error;
use crate::live::{FrameBatch, Hub, split_snapshot};
use crate::lock::lock;
use crate::store::jobs::WorkerRow;
use crate::store::objects::Objects;
use crate::store::people::{Action, Change};
use crate::store::runs::FileRow;
use crate::store::{Archive, LeasedRun, OpenedPaths, RunFile, RunRow};
use crate::{convert, experiment::Plan};
use active_runs::ActiveRuns;
use engine::device::Chosen;
use entries::Entries;
use identity::Identity;
use lane::Wake;
use others::{Notifier, RunChange};
use redactor::PathRedactor;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use wire::experiment::DeviceChoice;
use wire::live::{CloseReason, LiveState, Viewers};
use wire::people::WorkspaceId;
use wire::report::DeviceReport;
use wire::run::{RunId, RunSummary};

/// Configuration of a lab.
#[derive(Clone, Debug)]
pub struct LabConfig {
    /// Folder of the shared cache and of the runs' work folders.
    pub data: PathBuf,
    /// The device for runs that do not name one.
    pub device: DeviceChoice,
    /// Which folders runs may read.
    pub access: FacesAccess,
    /// Whether this program computes runs; otherwise workers must.
    pub computes: bool,
    /// Limits of each workspace.
    pub quota: Quota,
}

/// The lab; clones share one state.
#[derive(Clone)]
pub struct Laboratory(Arc<Shared>);

struct Shared {
    archive: Archive,
    cache: PathBuf,
    /// Contains a folder for each run in progress.
    work: PathBuf,
    access: FacesAccess,
    quota: Quota,
    /// Held while a run is admitted, so that the quota counts runs that arrive at the same time.
    letting_in: Mutex<()>,
    /// Recently measured usage of each workspace.
    seen: quota::UsageCache,
    /// Removes this machine's paths from messages.
    redactor: PathRedactor,
    /// None where others compute.
    device: Option<Chosen>,
    /// This program's name as a worker.
    name: String,
    identity: Mutex<Option<Identity>>,
    notifier: Notifier,
    /// Tasks that forward live updates of runs computed here.
    passing: Mutex<HashMap<RunId, tokio::task::JoinHandle<()>>>,
    entries: Entries,
    active_runs: ActiveRuns,
    wake: Wake,
    /// All workers on the database, as last seen.
    workers: Mutex<Vec<WorkerRow>>,
    /// Operations a second of the device, measured before the first run.
    speed: OnceLock<f64>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Laboratory {
    /// The hub of a run. A run that is over gets a new hub, filled from the store. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn hub(&self, id: &RunId) -> Result<Arc<Hub>, Error> {
        let (row, hub) = self.0.entries.find(id).ok_or_else(|| Error::NoRun(id.clone()))?;
        if let Some(hub) = hub {
            return Ok(hub);
        }
        let hub = self.0.hub_from_store(&row)?;
        hub.end(CloseReason::RunOver);
        Ok(hub)
    }

    /// The row of a run's file, with its object's hash. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn file_row(&self, id: &RunId, path: &str) -> Result<Option<FileRow>, Error> {
        self.known(id)?;
        Ok(self.0.archive.file_row(id, path)?)
    }

    /// Adds an action to the activity log. A failure is only logged, since the action has been taken.
    pub async fn note(&self, action: Action) {
        if let Err(error) = self.0.archive.database().change(Change::Nothing, Some(action)).await {
            tracing::error!(%error, "an action is missing from the activity log");
        }
    }

    /// The paths of the store, to check that they still exist.
    pub fn opened_paths(&self) -> &OpenedPaths {
        self.0.archive.opened_paths()
    }

    /// The object store with the contents of files.
    pub fn objects(&self) -> &Objects {
        self.0.archive.objects()
    }

    /// The bytes of a file of a run, by its path in the run's folder. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn file(&self, id: &RunId, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.known(id)?;
        Ok(self.0.archive.file(id, path)?.map(Vec::from))
    }

    /// All files of a run's results. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn files(&self, id: &RunId) -> Result<Vec<RunFile>, Error> {
        self.known(id)?;
        Ok(self.0.archive.files(id)?)
    }

    /// A folder for data that can be computed again.
    pub fn cache(&self) -> &Path {
        &self.0.cache
    }

    /// The row of a run.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn row(&self, id: &RunId) -> Result<RunRow, Error> {
        self.0.row(id)
    }

    /// The row of a run in one of the caller's workspaces. For anybody else, the run does not exist.
    ///
    /// # Errors
    /// If nobody is signed in, or there is no such run for the caller.
    pub fn row_seen_by(&self, caller: &Caller, id: &RunId) -> Result<RunRow, Error> {
        caller.signed_in()?;
        let row = self.row(id)?;
        caller.sees(&row.workspace).then_some(row).ok_or_else(|| Error::NoRun(id.clone()))
    }

    /// All runs of a workspace as lists show them, newest first.
    pub fn summaries(&self, workspace: &WorkspaceId) -> Vec<RunSummary> {
        self.0.entries.summaries(workspace)
    }

    /// The names of runs; those that are gone are left out.
    pub fn run_names(&self, runs: &[RunId]) -> Vec<(RunId, String)> {
        runs.iter().filter_map(|id| Some((id.clone(), self.0.entries.find(id)?.0.config.name))).collect()
    }

    /// The frames of a snapshot. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run or snapshot, or the store fails.
    pub fn snapshot(&self, id: &RunId, target: u16, iteration: u32) -> Result<Vec<u8>, Error> {
        self.known(id)?;
        let frames = self.0.archive.snapshot(id, target, iteration)?.map(Vec::from);
        frames.ok_or_else(|| Error::NoFile(format!("the snapshot of target {target} at step {iteration}")))
    }

    fn known(&self, id: &RunId) -> Result<(), Error> {
        self.row(id).map(drop)
    }

    /// The device that computes, and why.
    pub fn device(&self) -> DeviceReport {
        self.0.device.as_ref().map_or_else(|| self.0.device_elsewhere(), convert::device_report)
    }

    /// Number of queued and running runs.
    pub fn busy(&self) -> usize {
        self.0.entries.active().len()
    }

    /// Stops running runs so that another worker or the next start resumes them, disconnects viewers, and waits for the
    /// engine's threads.
    pub fn shut_down(&self) {
        self.0.wake.close();
        for (hub, stop) in self.0.entries.active() {
            stop.set(stop::Cause::Shutdown);
            hub.end(CloseReason::ShuttingDown);
        }
        let threads = std::mem::take(&mut *lock(&self.0.threads));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("an engine thread had panicked");
            }
        }
        if self.0.device.is_some()
            && let Err(error) = self.0.archive.dismiss(&self.0.name)
        {
            tracing::warn!(%error, "this worker could not sign off; its jobs wait until their leases expire");
        }
        // The next program on this data folder takes the same name.
        drop(lock(&self.0.identity).take());
    }
}

impl Shared {
    /// Registers a run that this program computes from now on.
    fn begin(&self, run: &Arc<LeasedRun>, row: &RunRow) -> (Arc<Hub>, Arc<StopFlag>) {
        let fresh = |error: Error| {
            tracing::warn!(%error, "the earlier live state of a run is lost");
            Hub::new(convert::fresh_state(row, Vec::new()), Vec::new())
        };
        let (hub, stop) = self.entries.begin(row.clone(), || self.hub_from_store(row).unwrap_or_else(fresh));
        self.active_runs.take(run.clone(), stop.clone());
        // It may have been closed before the flag was to be seen.
        if self.wake.calls().is_none() {
            stop.set(stop::Cause::Shutdown);
        }
        if self.notifier.has_others {
            let passing = self.notifier.clone().pass_on(run.clone(), Arc::downgrade(&hub), hub.tap());
            lock(&self.passing).insert(run.id().clone(), self.archive.runtime().spawn(passing));
        }
        (hub, stop)
    }

    /// Waits until all live updates of a run are forwarded.
    fn stop_passing_on(&self, id: &RunId, hub: &Hub) {
        hub.untap();
        let passing = lock(&self.passing).remove(id);
        if passing.is_some_and(|passing| self.archive.runtime().block_on(passing).is_err()) {
            tracing::warn!("forwarding a run's updates was cut off");
        }
    }

    /// Notifies other programs of a change. Blocks; programs that miss it find the change when they poll.
    fn notify(&self, run: &RunId, what: RunChange) {
        if let Err(error) = self.archive.runtime().block_on(self.notifier.notify(run, what)) {
            tracing::warn!(%error, run = run.0, "other programs were not notified of a change");
        }
    }

    /// The device of another worker that most runs will get.
    fn device_elsewhere(&self) -> DeviceReport {
        let workers = lock(&self.workers);
        let best = workers.iter().max_by_key(|worker| worker.lane == crate::store::jobs::JobLane::Gpu);
        best.map(|worker| worker.device.clone()).unwrap_or_else(|| DeviceReport {
            kind: "none".into(),
            name: "no worker yet".into(),
            reason: "Runs wait until a worker is there: effigy worker --database …".into(),
        })
    }

    fn hub_from_store(&self, row: &RunRow) -> Result<Arc<Hub>, Error> {
        Ok(Hub::new(self.state_from_store(row)?, self.frames_from_store(&row.id)?))
    }

    /// Live state of a run that is not in progress here, read from the store.
    fn state_from_store(&self, row: &RunRow) -> Result<LiveState, Error> {
        let stages = || Plan::new(row.config.clone(), &self.cache).map(|plan| plan.stages()).unwrap_or_default();
        let kept = self.archive.live(&row.id)?.map(|kept| kept.state);
        let kept = kept.unwrap_or_else(|| convert::fresh_state(row, stages()));
        Ok(LiveState {
            run: convert::run_summary(row),
            remaining_seconds: None,
            viewers: 0,
            watching: Viewers::default(),
            ..kept
        })
    }

    fn frames_from_store(&self, id: &RunId) -> Result<Vec<FrameBatch>, Error> {
        let mut frames = Vec::new();
        for snapshot in self.archive.newest_snapshots(id)? {
            match split_snapshot(snapshot) {
                Ok(more) => frames.extend(more),
                Err(error) => tracing::warn!(%error, run = id.0, "a kept snapshot is left out"),
            }
        }
        Ok(frames)
    }
}
