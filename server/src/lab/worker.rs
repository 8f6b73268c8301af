//! The engine's thread of one device: takes the next run, computes it, writes down how it ended.

use super::ending::Ending;
use super::queue::Lane;
use super::stop::{Cause, Stop};
use super::watcher::Watcher;
use super::{Shared, panics};
use crate::experiment::{self, Opening, Outcome, Plan, RunFolder};
use crate::live::{Hub, Recorder};
use crate::store::RunRow;
use anyhow::Context;
use app::wire::experiment::DeviceChoice;
use app::wire::run::{RunId, RunState};
use engine::device::Chosen;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Computes the runs of a lane until the queue is closed.
pub fn work(shared: &Shared, lane: Lane) {
    if shared.own_lane() == lane {
        // While the device is idle, since later nothing could be measured beside a run.
        shared.speed();
    }
    while let Some(id) = shared.queue.pop(lane) {
        compute(shared, &id);
    }
}

fn compute(shared: &Shared, id: &RunId) {
    let Some((row, hub, stop)) = shared.entries.under_way(id) else { return };
    let span = tracing::info_span!("run", id = id.0);
    let _inside = span.enter();
    tracing::info!(name = row.config.name, "starts");
    let row = RunRow { state: RunState::Running, ..row };
    // A panic in the engine ends this run, not the server.
    let ending = catch_unwind(AssertUnwindSafe(|| shared.sitting(&row, &hub, stop)));
    let ending = ending.unwrap_or_else(|panic| {
        Ending::Failed(format!("the engine failed ({}); the server's log tells more", panics::message(panic.as_ref())))
    });
    tracing::info!(?ending, "ends");
    shared.conclude(row, &hub, ending);
}

impl Shared {
    /// One sitting of a run, from wherever it was left.
    fn sitting(&self, row: &RunRow, hub: &Arc<Hub>, stop: Arc<Stop>) -> Ending {
        match self.begin(row, hub).and_then(|()| self.run(row, hub, stop.clone())) {
            Ok(Outcome::Finished) => Ending::Finished,
            Ok(Outcome::Stopped) => match stop.cause() {
                Some(Cause::Shutdown) => Ending::Interrupted,
                _ => Ending::Cancelled,
            },
            Err(error) => {
                tracing::error!(error = format!("{error:?}"), "the run failed");
                Ending::Failed(format!("{error:#}"))
            }
        }
    }

    fn begin(&self, row: &RunRow, hub: &Hub) -> anyhow::Result<()> {
        self.store.save(row)?;
        self.entries.update(row.clone());
        hub.update_run(|run| {
            run.state = RunState::Running;
            run.doing = crate::convert::doing(RunState::Running).into();
        });
        Ok(())
    }

    fn run(&self, row: &RunRow, hub: &Arc<Hub>, stop: Arc<Stop>) -> anyhow::Result<Outcome> {
        let plan = Plan::new(row.config.clone(), &self.cache).map_err(in_words)?;
        let device = self.device_for(row.config.device)?;
        let root = self.store.folder(&row.id);
        let folder = RunFolder::open(&root, plan.config(), Opening::Resume)?;
        let recorder =
            Recorder::start(row.id.clone(), hub.clone(), self.store.clone()).context("no thread for pictures")?;
        // The watcher's end waits until all pictures are kept and shown.
        let mut watcher = Watcher::new(hub.clone(), recorder, stop);
        experiment::run(&plan, &folder, &device, &mut watcher)
    }

    /// The server's own device, unless the run asks for another kind.
    fn device_for(&self, choice: DeviceChoice) -> anyhow::Result<Chosen> {
        let kind = match choice {
            DeviceChoice::Auto => return Ok(self.device.clone()),
            DeviceChoice::Cpu => engine::device::Kind::Cpu,
            DeviceChoice::Gpu => engine::device::Kind::Gpu,
        };
        if self.device.kind == kind {
            return Ok(self.device.clone());
        }
        Ok(engine::device::choose(crate::convert::device_choice(choice))?)
    }
}

fn in_words(problems: Vec<app::wire::run::Problem>) -> anyhow::Error {
    let lines: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect();
    anyhow::anyhow!(lines.join("; "))
}
