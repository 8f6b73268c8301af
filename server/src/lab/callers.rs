//! The lab as one caller may use it: members of a run's workspace watch it and read its report, collaborators start,
//! stop and continue runs.

use super::Laboratory;
use crate::access::Caller;
use crate::error::{Error, answer};
use crate::store::RunRow;
use app::api::{Answer, Lab};
use wire::experiment::ExperimentConfig;
use wire::live::LiveState;
use wire::people::Role;
use wire::report::Report;
use wire::run::{ConfigCheck, NewRunDefaults, Overview, RunId};

/// The lab for one caller.
pub struct CallersLab {
    /// All of it.
    pub lab: Laboratory,
    /// Who asks.
    pub caller: Caller,
}

impl CallersLab {
    /// A run that the caller may stop and continue.
    fn led(&self, id: &RunId) -> Result<RunRow, Error> {
        let row = self.lab.row_seen_by(&self.caller, id)?;
        self.caller.require(&row.workspace, Role::Collaborator).map(|()| row)
    }

    async fn note(&self, row: &RunRow, did: &str) {
        let action = self.caller.action(Some(&row.workspace), format!("{did} the run {}", row.config.name));
        self.lab.note(action.about(format!("/runs/{}", row.id.0))).await;
    }

    async fn begin(&self, config: ExperimentConfig) -> Result<RunId, Error> {
        let workspace = self.caller.at_work(Role::Collaborator)?.clone();
        let creator = self.caller.signed_in()?.id.clone();
        let id = self.lab.start(config, workspace, creator).await?;
        self.note(&self.lab.row(&id)?, "started").await;
        Ok(id)
    }

    async fn stop(&self, id: RunId) -> Result<(), Error> {
        let row = self.led(&id)?;
        self.lab.cancel(id).await?;
        self.note(&row, "stopped").await;
        Ok(())
    }

    async fn go_on(&self, id: RunId) -> Result<(), Error> {
        let row = self.led(&id)?;
        self.lab.resume(id).await?;
        self.note(&row, "continued").await;
        Ok(())
    }
}

impl Lab for CallersLab {
    fn overview(&self) -> Answer<'_, Overview> {
        answer(async move {
            let runs = self.lab.summaries(self.caller.at_work(Role::Viewer)?);
            Ok(Overview { runs, device: self.lab.device() })
        })
    }

    fn live_state(&self, id: RunId) -> Answer<'_, LiveState> {
        answer(async move {
            self.lab.row_seen_by(&self.caller, &id)?;
            self.lab.state_of(id).await
        })
    }

    fn report(&self, id: RunId) -> Answer<'_, Report> {
        answer(async move {
            self.lab.row_seen_by(&self.caller, &id)?;
            self.lab.report_of(id).await
        })
    }

    fn new_run_defaults(&self, from: Option<RunId>) -> Answer<'_, NewRunDefaults> {
        answer(async move {
            let workspace = self.caller.at_work(Role::Viewer)?.clone();
            from.iter().try_for_each(|id| self.lab.row_seen_by(&self.caller, id).map(drop))?;
            self.lab.new_run_defaults(from, workspace).await
        })
    }

    fn check(&self, config: ExperimentConfig) -> Answer<'_, ConfigCheck> {
        answer(async move {
            let workspace = self.caller.at_work(Role::Collaborator)?.clone();
            self.lab.check(config, workspace).await
        })
    }

    fn start(&self, config: ExperimentConfig) -> Answer<'_, RunId> {
        answer(self.begin(config))
    }

    fn cancel(&self, id: RunId) -> Answer<'_, ()> {
        answer(self.stop(id))
    }

    fn resume(&self, id: RunId) -> Answer<'_, ()> {
        answer(self.go_on(id))
    }
}
