//! The engine's thread of one device: takes the next job, computes it, writes down how it ended.

use super::ending::Ending;
use super::file_saver::FileSaver;
use super::lane::lane;
use super::others::RunChange;
use super::patience::persist;
use super::stop::{Cause, StopFlag};
use super::watcher::Watcher;
use super::work_folder::WorkFolder;
use super::{Shared, panics};
use crate::experiment::{self, Opening, Outcome, Plan, RunFolder};
use crate::live::{Hub, Recorder};
use crate::remedy::in_one_line;
use crate::store::jobs::{HEARTBEAT, JobRequest, TakenJob};
use crate::store::runs::{Changes, Lease};
use crate::store::{LeasedRun, RunRow, StoreError};
use anyhow::Context;
use engine::device::{Chosen, Kind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use wire::experiment::DeviceChoice;
use wire::run::RunState;

/// Computes runs on one device until the lab shuts down.
pub fn work(shared: &Shared, own: &Chosen, kind: Kind) {
    if own.kind == kind {
        // While the device is idle, since later nothing could be measured beside a run.
        shared.speed();
    }
    while let Some((lease, row)) = shared.next(kind, own.kind == kind) {
        let run = Arc::new(LeasedRun::new(shared.archive.clone(), lease));
        Attempt { shared, own, run }.run(row);
    }
}

impl Shared {
    /// Waits for the next job for a device; `None` once the lab shuts down.
    fn next(&self, kind: Kind, is_own: bool) -> Option<(Lease, RunRow)> {
        loop {
            let seen = self.wake.calls()?;
            if !self.archive.opened_paths().is_there() {
                self.wake.wait(seen, *HEARTBEAT);
                continue;
            }
            match self.archive.take(JobRequest { worker: self.name.clone(), lane: lane(kind), is_own }) {
                Ok(TakenJob { job, ended }) => {
                    ended.iter().for_each(|id| self.settle_and_notify(id));
                    if job.is_some() {
                        return job;
                    }
                }
                Err(error) => tracing::warn!(%error, "no job can be taken now"),
            }
            // Jobs whose worker died are found by looking now and then.
            self.wake.wait(seen, *HEARTBEAT);
        }
    }
}

/// An attempt at a run: continues where the last one stopped, until the run ends or is stopped.
struct Attempt<'a> {
    shared: &'a Shared,
    own: &'a Chosen,
    run: Arc<LeasedRun>,
}

impl Attempt<'_> {
    fn run(&self, row: RunRow) {
        let span = tracing::info_span!("run", id = row.id.0);
        let _inside = span.enter();
        tracing::info!(name = row.config.name, lease = self.run.lease().number, "starts");
        let row = RunRow { state: RunState::Running, ..row };
        let (hub, stop) = self.shared.begin(&self.run, &row);
        let place = persist(|| WorkFolder::open(&self.shared.work, self.run.clone())).map(Arc::new);
        // A panic in the engine ends this run, not the program.
        let outcome = catch_unwind(AssertUnwindSafe(|| self.execute(&row, &hub, &stop, &place)));
        let ending = outcome.unwrap_or_else(|panic| {
            let message = panics::message(panic.as_ref());
            let said = self.shared.redactor.redact(&message);
            Ending::Failed(format!("the engine failed ({said}); the server's log tells more"))
        });
        tracing::info!(?ending, "ends");
        self.shared.conclude(&self.run, row, &hub, place.ok().as_deref(), ending);
        self.shared.active_runs.drop(&self.run);
    }

    fn execute(
        &self,
        row: &RunRow,
        hub: &Arc<Hub>,
        stop: &Arc<StopFlag>,
        place: &Result<Arc<WorkFolder>, StoreError>,
    ) -> Ending {
        let done = match place {
            Ok(place) => self.announce(row, hub).and_then(|()| self.compute(row, hub, stop, place)),
            Err(error) => Err(anyhow::anyhow!("{error}")),
        };
        match (done, stop.cause()) {
            (_, Some(Cause::NotOurs)) => Ending::NotOurs,
            (Ok(Outcome::Finished), _) => Ending::Finished,
            (Ok(Outcome::Stopped), Some(Cause::Shutdown)) => Ending::Interrupted,
            (Ok(Outcome::Stopped), _) => Ending::Cancelled,
            (Err(error), _) if matches!(error.downcast_ref(), Some(StoreError::NotYours)) => Ending::NotOurs,
            (Err(error), _) => {
                tracing::error!(error = format!("{error:?}"), "the run failed");
                Ending::Failed(self.shared.redactor.redact(&in_one_line(&error)))
            }
        }
    }

    fn announce(&self, row: &RunRow, hub: &Hub) -> anyhow::Result<()> {
        persist(|| self.run.write(Changes { row: Some(row.clone()), ..Changes::default() }))?;
        self.shared.entries.update(row.clone());
        self.shared.notify(&row.id, RunChange::Row);
        hub.update_run(|run| {
            run.state = RunState::Running;
            run.doing = crate::convert::doing(RunState::Running).into();
        });
        Ok(())
    }

    fn compute(
        &self,
        row: &RunRow,
        hub: &Arc<Hub>,
        stop: &Arc<StopFlag>,
        place: &Arc<WorkFolder>,
    ) -> anyhow::Result<Outcome> {
        let Some(given) = self.shared.stored_inputs(&self.run, row, stop)? else { return Ok(Outcome::Stopped) };
        let plan = Plan::new(row.config.clone(), &self.shared.cache).map_err(in_words)?.with(given);
        let device = self.device_for(row.config.device)?;
        let folder = RunFolder::open(place.folder(), plan.config(), Opening::Resume)?;
        let recorder = Recorder::start(hub.clone(), self.run.clone()).context("no thread for pictures")?;
        let saver = FileSaver::start(place.clone(), stop.clone()).context("no thread for files")?;
        // The watcher's end waits until all pictures are kept and shown.
        let mut watcher = Watcher::new(hub.clone(), recorder, saver, stop.clone(), self.shared.redactor.clone());
        experiment::run(&plan, &folder, &device, &mut watcher)
    }

    /// The program's own device, unless the run asks for another kind.
    fn device_for(&self, choice: DeviceChoice) -> anyhow::Result<Chosen> {
        let kind = match choice {
            DeviceChoice::Auto => return Ok(self.own.clone()),
            DeviceChoice::Cpu => Kind::Cpu,
            DeviceChoice::Gpu => Kind::Gpu,
        };
        if self.own.kind == kind {
            return Ok(self.own.clone());
        }
        Ok(engine::device::choose(crate::convert::device_choice(choice))?)
    }
}

fn in_words(problems: Vec<wire::run::Problem>) -> anyhow::Error {
    let lines: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect();
    anyhow::anyhow!(lines.join("; "))
}
