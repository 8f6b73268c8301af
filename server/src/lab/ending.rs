//! How an attempt ended, and how that is recorded.

use super::Shared;
use super::others::RunChange;
use super::patience::persist;
use super::redactor::PathRedactor;
use super::work_folder::WorkFolder;
use crate::convert;
use crate::live::Hub;
use crate::remedy::in_one_line;
use crate::store::runs::Changes;
use crate::store::{LeasedRun, RunRow, StoreError, StoredLiveState};
use anyhow::Context;
use std::path::Path;
use view_model::verdict::headline;
use wire::live::{CloseReason, LiveState};
use wire::report::Report;
use wire::run::{RunState, RunSummary};

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a report.
    Finished,
    /// A person has stopped it.
    Cancelled,
    /// With an error, in words for the user.
    Failed(String),
    /// The program ends; the next worker resumes the run.
    Interrupted,
    /// Another worker has the run now; nothing may be written here.
    NotOurs,
}

impl Shared {
    /// Records the end of an attempt in one transaction, then notifies viewers.
    pub(super) fn conclude(&self, run: &LeasedRun, row: RunRow, hub: &Hub, place: Option<&WorkFolder>, ending: Ending) {
        let row = match ending {
            Ending::NotOurs => return self.leave_to_another(&row, hub),
            Ending::Interrupted => return self.leave_to_the_next(run, row, hub, place),
            ending => ended(row, hub, place, ending, &self.redactor),
        };
        let row = match write(run, hub, place, row.clone()) {
            Err(StoreError::NotYours) => return self.leave_to_another(&row, hub),
            // A file that cannot be read or kept: then at least that is kept.
            Err(error) => {
                tracing::error!(%error, "the end of a run could not be saved");
                let problem = Some(self.redactor.redact(&error.to_string()));
                let failed = RunRow { state: RunState::Failed, problem, ..row };
                match write(run, hub, None, failed.clone()) {
                    Ok(()) => failed,
                    // Its lease runs out, and it is tried again.
                    Err(error) => return tracing::error!(%error, "nor could the failure be recorded"),
                }
            }
            Ok(()) => row,
        };
        hub.rewrite(|state| over(state, &row));
        self.stop_passing_on(run.id(), hub);
        self.entries.insert_over(row);
        hub.end(CloseReason::RunOver);
        self.notify(run.id(), RunChange::Row);
    }

    /// The program ends: the run waits, with all that it has, for the next worker.
    fn leave_to_the_next(&self, run: &LeasedRun, row: RunRow, hub: &Hub, place: Option<&WorkFolder>) {
        let live = Some(hub.stored_state());
        let row = RunRow { state: RunState::Queued, progress: hub.run().progress, ..row };
        let changes = Changes { row: Some(row), live, ..Changes::default() };
        let kept = persist(|| match place {
            Some(place) => place.keep(&place.look()?, changes.clone()),
            None => run.write(changes.clone()),
        });
        if let Err(error) = kept.and_then(|()| persist(|| run.give_back())) {
            tracing::error!(%error, "a run was not given back; another worker takes it when its lease has run out");
        }
        self.stop_passing_on(run.id(), hub);
        self.notify(run.id(), RunChange::Row);
    }

    /// From now on, viewers see the other worker's updates.
    fn leave_to_another(&self, row: &RunRow, hub: &Hub) {
        tracing::warn!("another worker has the run; nothing more is written of it here");
        self.stop_passing_on(&row.id, hub);
        self.refresh(&row.id);
        self.show_from_store(&row.id);
    }
}

/// All of it in one: the files, the row, what viewers see; and the job is done.
fn write(run: &LeasedRun, hub: &Hub, place: Option<&WorkFolder>, row: RunRow) -> Result<(), StoreError> {
    let StoredLiveState { mut state, told } = hub.stored_state();
    over(&mut state, &row);
    let live = Some(StoredLiveState { state, told });
    let changes = Changes { row: Some(row), live, is_over: true, ..Changes::default() };
    persist(|| match place {
        Some(place) => place.keep(&place.look()?, changes.clone()),
        None => run.write(changes.clone()),
    })
}

fn over(state: &mut LiveState, row: &RunRow) {
    state.run = RunSummary { doing: convert::doing(row.state).into(), ..convert::run_summary(row) };
    state.remaining_seconds = None;
}

fn ended(row: RunRow, hub: &Hub, place: Option<&WorkFolder>, ending: Ending, redactor: &PathRedactor) -> RunRow {
    let seen = hub.run();
    let sequence = hub.sequence();
    let thumbnail = (sequence > 0).then(|| convert::live_thumbnail(&row.id, sequence));
    let row = RunRow { targets: seen.targets, progress: seen.progress, thumbnail, problem: None, ..row };
    match (ending, place) {
        (Ending::Finished, Some(place)) => finished(row, place.folder(), redactor),
        (Ending::Failed(problem), _) => RunRow { state: RunState::Failed, problem: Some(problem), ..row },
        _ => RunRow { state: RunState::Cancelled, ..row },
    }
}

fn finished(row: RunRow, folder: &Path, redactor: &PathRedactor) -> RunRow {
    match report(&folder.join("report.json")) {
        Ok(report) => RunRow {
            state: RunState::Finished,
            progress: 1.0,
            verdict: Some(headline(&report)),
            thumbnail: convert::report_thumbnail(&row, &report).or(row.thumbnail.clone()),
            ..row
        },
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a run ended without a report");
            let problem = redactor.redact(&format!("the run ended without a report: {}", in_one_line(&error)));
            RunRow { state: RunState::Failed, problem: Some(problem), ..row }
        }
    }
}

fn report(file: &Path) -> anyhow::Result<Report> {
    let text = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}
