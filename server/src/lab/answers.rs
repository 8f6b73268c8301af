//! Queries to the lab. Files are read on threads that may block.

use super::others::RunChange;
use super::stop::Cause;
use super::{Laboratory, Shared};
use crate::blocking::blocking;
use crate::error::Error;
use crate::experiment::{self, Needs, Plan};
use crate::lock::lock;
use crate::store::jobs::CancelOutcome;
use crate::store::{self, RunRow};
use crate::time::now_ms;
use crate::{machine, memory};
use anyhow::Context;
use bytes::Bytes;
use engine::device::Kind;
use wire::experiment::{DeviceChoice, ExperimentConfig};
use wire::live::LiveState;
use wire::people::{PersonId, WorkspaceId};
use wire::report::Report;
use wire::run::{ConfigCheck, NewRunDefaults, Problem, RunId, RunState, TemplateRun};

const UNDER_WAY: &str = "this run is under way already";

impl Laboratory {
    /// The live state of a run, over or not.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub async fn state_of(&self, id: RunId) -> Result<LiveState, Error> {
        self.ask(move |shared| shared.live_state(&id)).await
    }

    /// The report of a finished run.
    ///
    /// # Errors
    /// If there is no such run or it is not finished, or the store fails.
    pub async fn report_of(&self, id: RunId) -> Result<Report, Error> {
        self.ask(move |shared| shared.report(&id)).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let shared = self.0.clone();
        blocking(move || work(&shared)).await
    }

    /// Defaults of the form for a new run in a workspace; `from` is a run to copy settings from.
    pub(super) async fn new_run_defaults(
        &self,
        from: Option<RunId>,
        workspace: WorkspaceId,
    ) -> Result<NewRunDefaults, Error> {
        let device = self.device();
        self.ask(move |shared| {
            let (sets, recognizers) = (shared.ready_sets(&workspace)?, shared.whole_recognizers(&workspace)?);
            let from = from.map(|id| shared.row(&id)).transpose()?;
            let from = from.map(|row| TemplateRun { id: row.id, config: row.config });
            let (demo, small, paper) = (shipped("demo")?, shipped("small")?, shipped("paper")?);
            Ok(NewRunDefaults { demo, small, paper, device, from, sets, recognizers })
        })
        .await
    }

    /// Whether a configuration can run in a workspace, how long it would take, and its TOML.
    pub(super) async fn check(&self, config: ExperimentConfig, workspace: WorkspaceId) -> Result<ConfigCheck, Error> {
        self.ask(move |shared| Ok(shared.check(config, &workspace))).await
    }

    /// Queues a run that belongs to a workspace.
    pub(super) async fn start(
        &self,
        config: ExperimentConfig,
        workspace: WorkspaceId,
        creator: PersonId,
    ) -> Result<RunId, Error> {
        self.ask(move |shared| shared.start(config, workspace, creator)).await
    }

    /// Stops a queued or running run.
    pub(super) async fn cancel(&self, id: RunId) -> Result<(), Error> {
        self.ask(move |shared| shared.cancel(&id)).await
    }

    /// Continues a cancelled or failed run where it stopped.
    pub(super) async fn resume(&self, id: RunId) -> Result<(), Error> {
        self.ask(move |shared| shared.resume(&id)).await
    }
}

impl Shared {
    /// The row of a run.
    pub(super) fn row(&self, id: &RunId) -> Result<RunRow, Error> {
        self.entries.find(id).map(|(row, _)| row).ok_or_else(|| Error::NoRun(id.clone()))
    }

    fn live_state(&self, id: &RunId) -> Result<LiveState, Error> {
        match self.entries.find(id) {
            None => Err(Error::NoRun(id.clone())),
            Some((_, Some(hub))) => Ok(hub.state()),
            Some((row, None)) => self.state_from_store(&row),
        }
    }

    fn report(&self, id: &RunId) -> Result<Report, Error> {
        let row = self.row(id)?;
        let report = self.archive.report(&row.id)?;
        report.filter(|_| row.state == RunState::Finished).ok_or_else(|| Error::NoFile("a report of this run".into()))
    }

    fn plan(&self, config: ExperimentConfig, workspace: &WorkspaceId) -> Result<Plan, Error> {
        // Permissions first: the plan's own problems would reveal which folders exist.
        let mut refused = self.access.problems(&config);
        refused.extend(self.set_problems(&config, workspace)?);
        refused.extend(self.recognizer_problems(&config, workspace)?);
        if !refused.is_empty() {
            return Err(Error::Invalid(refused));
        }
        let plan = Plan::new(config, &self.cache).map_err(Error::Invalid)?;
        let lacking = self.lacks(&plan);
        if lacking.is_empty() { Ok(plan) } else { Err(Error::Invalid(lacking)) }
    }

    /// What this machine lacks for a run, if it computes runs. Checked again when the run begins.
    fn lacks(&self, plan: &Plan) -> Vec<Problem> {
        let Some(own) = &self.device else { return Vec::new() };
        let kind = match plan.config().device {
            DeviceChoice::Auto => own.kind,
            DeviceChoice::Cpu => Kind::Cpu,
            DeviceChoice::Gpu => Kind::Gpu,
        };
        let memory = machine::memory().map(|memory| match self.active_runs.all().is_empty() {
            // Memory that the idle program holds is available to the next run.
            true => memory.total.min(memory.free + memory::resident().unwrap_or_default()),
            false => memory.total,
        });
        Needs::of(plan, kind).problems(memory, machine::free_disk(&self.cache))
    }

    fn check(&self, config: ExperimentConfig, workspace: &WorkspaceId) -> ConfigCheck {
        let toml = experiment::to_toml(&config);
        let checked = ConfigCheck { toml, expected_seconds: None, problems: Vec::new(), warnings: Vec::new() };
        match self.plan(config, workspace) {
            Ok(plan) => ConfigCheck {
                expected_seconds: self.speed().map(|speed| experiment::expected_seconds(&plan, speed)),
                warnings: self.foreseen(plan.config()),
                ..checked
            },
            Err(Error::Invalid(problems)) => ConfigCheck { problems, ..checked },
            Err(_) => checked,
        }
    }

    /// Operations a second of the device, measured once; of the fastest worker if others compute.
    pub(super) fn speed(&self) -> Option<f64> {
        match &self.device {
            Some(device) => Some(*self.speed.get_or_init(|| experiment::measure_speed(device))),
            None => lock(&self.workers).iter().filter_map(|worker| worker.speed).max_by(f64::total_cmp),
        }
    }

    fn start(&self, config: ExperimentConfig, workspace: WorkspaceId, creator: PersonId) -> Result<RunId, Error> {
        let plan = self.plan(config, &workspace)?;
        let id = store::new_run_id()?;
        let toml = experiment::to_toml(plan.config()).into_bytes();
        let row = RunRow::queued(id.clone(), now_ms(), plan.config().clone());
        let disk = Needs::of(&plan, Kind::Cpu).disk();
        let row = RunRow { workspace, creator: Some(creator), ..row };
        let _alone = lock(&self.letting_in);
        self.allow_run(&row.workspace, disk)?;
        self.enqueue(row, vec![("config.toml".into(), toml.into())]).inspect_err(|_| self.entries.remove(&id))?;
        Ok(id)
    }

    /// Puts a run, new or stopped, at the end of the queue.
    fn enqueue(&self, row: RunRow, files: Vec<(String, Bytes)>) -> Result<(), Error> {
        let row = RunRow { state: RunState::Queued, problem: None, ..row };
        // The entry goes in before the job is queued: a thread may take the job at once.
        self.entries.insert_active(row.clone(), self.hub_from_store(&row)?);
        self.forget_usage(&row.workspace);
        if !self.archive.queue(&row, files, row.config.device.into())? {
            self.refresh(&row.id);
            return Err(Error::Conflict(UNDER_WAY.into()));
        }
        self.wake.call();
        self.notify(&row.id, RunChange::Row);
        Ok(())
    }

    fn cancel(&self, id: &RunId) -> Result<(), Error> {
        self.row(id)?;
        match self.archive.cancel(id)? {
            CancelOutcome::NothingToStop => {
                self.refresh(id);
                Err(Error::Conflict("this run is over; there is nothing to stop".into()))
            }
            CancelOutcome::Over => {
                self.settle_and_notify(id);
                Ok(())
            }
            CancelOutcome::Asked => {
                match self.active_runs.of(id) {
                    Some((_, stop)) => stop.set(Cause::Person),
                    None => self.notify(id, RunChange::Cancel),
                }
                Ok(())
            }
        }
    }

    fn enqueue_again(&self, row: RunRow) -> Result<(), Error> {
        let _alone = lock(&self.letting_in);
        self.allow_waiting(&row.workspace)?;
        self.enqueue(row, Vec::new())
    }

    fn resume(&self, id: &RunId) -> Result<(), Error> {
        let why = match self.entries.claim(id).ok_or_else(|| Error::NoRun(id.clone()))? {
            Ok(row) => return self.enqueue_again(row.clone()).inspect_err(|_| self.entries.insert_over(row)),
            Err(RunState::Finished) => "this run is finished; there is nothing to go on with",
            Err(_) => UNDER_WAY,
        };
        Err(Error::Conflict(why.into()))
    }
}

fn shipped(name: &str) -> Result<ExperimentConfig, Error> {
    let text = experiment::shipped(name).with_context(|| format!("no shipped configuration {name}"))?;
    Ok(experiment::parse_toml(text, name).map_err(anyhow::Error::from)?)
}
