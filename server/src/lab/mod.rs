//! The lab owns the engine: it queues runs, gives each to the thread of its device, one at a time, and can stop them.
//!
//! Knows no HTTP. The threads that serve requests never compute and never wait for a run.

mod access;
mod answers;
mod ending;
mod entries;
mod panics;
mod queue;
mod stop;
mod watcher;
mod worker;

pub use access::FacesAccess;
pub use stop::Stop;

use crate::error::Error;
use crate::live::{Hub, Parcel, parcels};
use crate::lock::lock;
use crate::store::{FileStore, RunFile, RunRow, Store, is_run_id};
use crate::{convert, experiment::Plan};
use anyhow::Context;
use app::wire::experiment::DeviceChoice;
use app::wire::live::{CloseReason, LiveState, Watching};
use app::wire::report::DeviceReport;
use app::wire::run::{RunId, RunState};
use engine::device::{Chosen, Kind};
use entries::Entries;
use queue::{Lane, Queue};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;

/// What a lab is made of.
#[derive(Clone, Debug)]
pub struct LabConfig {
    /// Holds runs and the cache that they share.
    pub data: PathBuf,
    /// Which device computes where a run does not say.
    pub device: DeviceChoice,
    /// Which folders runs may read.
    pub access: FacesAccess,
}

/// The lab; a handle that can be copied.
#[derive(Clone)]
pub struct Laboratory(Arc<Shared>);

struct Shared {
    store: Arc<dyn Store>,
    cache: PathBuf,
    access: FacesAccess,
    device: Chosen,
    entries: Entries,
    queue: Queue,
    /// Operations a second of the device, measured before the first run.
    speed: OnceLock<f64>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Laboratory {
    /// Opens the data folder, queues again what was queued or running, and starts the engine's threads.
    ///
    /// # Errors
    /// If the folder cannot be used, or the device that was asked for does not work.
    pub fn open(config: LabConfig) -> anyhow::Result<Self> {
        let store =
            Arc::new(FileStore::open(&config.data).context("the data folder cannot be used; give another by --data")?);
        let device = engine::device::choose(convert::device_choice(config.device))?;
        tracing::info!(name = device.name, reason = device.reason, "device");
        let lab = Self(Arc::new(Shared {
            store,
            cache: config.data.join("cache"),
            access: config.access,
            device,
            entries: Entries::default(),
            queue: Queue::default(),
            speed: OnceLock::new(),
            threads: Mutex::default(),
        }));
        lab.0.take_up_runs()?;
        lab.start_threads()?;
        Ok(lab)
    }

    fn start_threads(&self) -> anyhow::Result<()> {
        for lane in Lane::ALL {
            let shared = self.0.clone();
            let thread = std::thread::Builder::new().name(format!("engine-{lane:?}").to_lowercase());
            let thread = thread.spawn(move || worker::work(&shared, lane)).context("no thread for the engine")?;
            lock(&self.0.threads).push(thread);
        }
        Ok(())
    }

    /// The meeting point of a run; of one that is over, a fresh one with what the store holds. Blocks on the store.
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

    /// Where the files of a run lie.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn folder(&self, id: &RunId) -> Result<PathBuf, Error> {
        self.known(id).map(|()| self.0.store.folder(id))
    }

    /// The bytes of a file of a run, by its path in the run's folder. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn file(&self, id: &RunId, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.known(id)?;
        Ok(self.0.store.file(id, path)?)
    }

    /// All files of a run's results. Blocks on the store.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub fn files(&self, id: &RunId) -> Result<Vec<RunFile>, Error> {
        self.known(id)?;
        Ok(self.0.store.files(id)?)
    }

    /// A folder for what can be made again.
    pub fn cache(&self) -> &Path {
        &self.0.cache
    }

    /// The row of a run.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn row(&self, id: &RunId) -> Result<RunRow, Error> {
        self.0.entries.find(id).map(|(row, _)| row).ok_or_else(|| Error::NoRun(id.clone()))
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
        let frames = self.0.store.snapshot(id, target, iteration)?;
        frames.ok_or_else(|| Error::NoFile(format!("the snapshot of target {target} at step {iteration}")))
    }

    fn known(&self, id: &RunId) -> Result<(), Error> {
        // An unknown text must not become a path, be it only for a moment.
        let known = is_run_id(&id.0) && self.0.entries.find(id).is_some();
        known.then_some(()).ok_or_else(|| Error::NoRun(id.clone()))
    }

    /// The device that computes, and why.
    pub fn device(&self) -> DeviceReport {
        convert::device_report(&self.0.device)
    }

    /// Runs that wait or compute.
    pub fn busy(&self) -> usize {
        self.0.entries.active().len()
    }

    /// Stops what runs so that the next start takes it up again, lets viewers go, and waits for the engine's threads.
    pub fn shut_down(&self) {
        self.0.queue.close();
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
    }
}

impl Shared {
    /// Reads all rows; those that were under way wait in the queue again, oldest first.
    fn take_up_runs(&self) -> Result<(), Error> {
        let mut rows = self.store.rows()?;
        rows.sort_by_key(|row| row.created_ms);
        for row in rows {
            if row.state.is_over() { self.entries.insert_over(row) } else { self.enqueue(row)? }
        }
        Ok(())
    }

    /// Puts a run, new or stopped, at the end of its device's queue.
    fn enqueue(&self, row: RunRow) -> Result<(), Error> {
        let row = RunRow { state: RunState::Queued, problem: None, ..row };
        self.store.save(&row)?;
        let hub = self.hub_from_store(&row)?;
        let (lane, id) = (self.lane(&row), row.id.clone());
        self.entries.insert_active(row, hub);
        self.queue.push(lane, id);
        Ok(())
    }

    fn lane(&self, row: &RunRow) -> Lane {
        match row.config.device {
            DeviceChoice::Auto => self.own_lane(),
            DeviceChoice::Cpu => Lane::Cpu,
            DeviceChoice::Gpu => Lane::Gpu,
        }
    }

    /// The lane of the server's own device.
    fn own_lane(&self) -> Lane {
        match self.device.kind {
            Kind::Cpu => Lane::Cpu,
            Kind::Gpu => Lane::Gpu,
        }
    }

    fn hub_from_store(&self, row: &RunRow) -> Result<Arc<Hub>, Error> {
        Ok(Hub::new(self.state_from_store(row)?, self.frames_from_store(&row.id)?))
    }

    /// What a viewer of a run sees that nobody computes now.
    fn state_from_store(&self, row: &RunRow) -> Result<LiveState, Error> {
        let stages = || Plan::new(row.config.clone(), &self.cache).map(|plan| plan.stages()).unwrap_or_default();
        let kept = self.store.live(&row.id)?.unwrap_or_else(|| convert::fresh_state(row, stages()));
        Ok(LiveState {
            run: convert::run_summary(row),
            remaining_seconds: None,
            viewers: 0,
            watching: Watching::default(),
            ..kept
        })
    }

    fn frames_from_store(&self, id: &RunId) -> Result<Vec<Parcel>, Error> {
        let mut frames = Vec::new();
        for snapshot in self.store.newest_snapshots(id)? {
            match parcels(snapshot) {
                Ok(more) => frames.extend(more),
                Err(error) => tracing::warn!(%error, run = id.0, "a kept snapshot is left out"),
            }
        }
        Ok(frames)
    }
}
