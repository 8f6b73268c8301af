//! How a sitting ended, and what is written down of it.

use super::Shared;
use crate::convert;
use crate::live::Hub;
use crate::store::RunRow;
use app::view_model::verdict::verdict;
use app::wire::live::CloseReason;
use app::wire::run::{RunState, RunSummary};

/// How a sitting ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a report.
    Finished,
    /// A person has stopped it.
    Cancelled,
    /// With an error, in words for the user.
    Failed(String),
    /// The program ends; the next start goes on.
    Interrupted,
}

impl Shared {
    /// Writes the end of a sitting down and tells viewers. An interrupted run stays `running` on disk, by which the next
    /// start knows it.
    pub(super) fn conclude(&self, row: RunRow, hub: &Hub, ending: Ending) {
        if ending == Ending::Interrupted {
            return;
        }
        let row = self.ended(row, hub, ending);
        if let Err(error) = self.store.save(&row) {
            tracing::error!(%error, "the end of a run was not kept");
        }
        hub.rewrite(|state| {
            state.run = RunSummary { doing: convert::doing(row.state).into(), ..convert::run_summary(&row) };
            state.remaining_seconds = None;
        });
        if let Err(error) = self.store.save_live(&row.id, &hub.state()) {
            tracing::error!(%error, "the state of a run was not kept");
        }
        self.entries.insert_over(row);
        hub.end(CloseReason::RunOver);
    }

    fn ended(&self, row: RunRow, hub: &Hub, ending: Ending) -> RunRow {
        let seen = hub.run();
        let sequence = hub.sequence();
        let thumbnail = (sequence > 0).then(|| convert::live_thumbnail(&row.id, sequence));
        let row = RunRow { targets: seen.targets, progress: seen.progress, thumbnail, problem: None, ..row };
        match ending {
            Ending::Finished => self.finished(row),
            Ending::Failed(problem) => RunRow { state: RunState::Failed, problem: Some(problem), ..row },
            Ending::Cancelled | Ending::Interrupted => RunRow { state: RunState::Cancelled, ..row },
        }
    }

    fn finished(&self, row: RunRow) -> RunRow {
        match self.store.report(&row.id) {
            Ok(Some(report)) => RunRow {
                state: RunState::Finished,
                progress: 1.0,
                verdict: Some(verdict(&report)),
                thumbnail: convert::report_thumbnail(&row, &report).or(row.thumbnail.clone()),
                ..row
            },
            Ok(None) => {
                RunRow { state: RunState::Failed, problem: Some("the run ended without a report".into()), ..row }
            }
            Err(error) => RunRow { state: RunState::Failed, problem: Some(error.to_string()), ..row },
        }
    }
}
