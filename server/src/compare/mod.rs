//! What there is to compare of runs, as one caller may see them: viewers of each run's workspace.

use crate::access::Caller;
use crate::error::Error;
use crate::lab::Laboratory;
use app::api::compare::Comparing;
use app::api::{Answer, ApiError, Lab};
use app::wire::compare::{ComparedRun, ComparedTarget, MOST, Outcome};
use app::wire::live::{LiveState, TargetLive};
use app::wire::people::Role;
use app::wire::report::{IdentityReport, Report};
use app::wire::run::{Problem, RunId, RunState};
use engine::evaluation::cumulative_matching;

/// Ranks of the curves that are told.
const RANKS: usize = 20;

/// The comparison for one caller.
pub struct CallersComparison {
    /// Has the runs.
    pub lab: Laboratory,
    /// Who asks.
    pub caller: Caller,
}

impl CallersComparison {
    async fn all(&self, runs: Vec<RunId>) -> Result<Vec<ComparedRun>, ApiError> {
        if runs.len() > MOST {
            let message = format!("{} are too many; at most {MOST} runs are compared at once", runs.len());
            return Err(ApiError::Invalid(vec![Problem { field: "runs".into(), message }]));
        }
        let mut compared = Vec::new();
        for id in runs {
            compared.push(self.one(id).await?);
        }
        Ok(compared)
    }

    async fn one(&self, id: RunId) -> Result<ComparedRun, ApiError> {
        self.caller.signed_in()?;
        let row = self.lab.row(&id)?;
        self.caller.require(&row.workspace, Role::Viewer).map_err(|_| Error::NoRun(id.clone()))?;
        let report = match row.state {
            RunState::Finished => Some(self.lab.report(id.clone()).await?),
            _ => None,
        };
        let LiveState { run, targets, .. } = self.lab.live_state(id).await?;
        let config = report.as_ref().map_or(row.config, |report| report.config.clone());
        let outcome = report.as_ref().map(outcome);
        let mut identities = report.map(|report| report.identities).unwrap_or_default();
        let targets = targets.into_iter().map(|target| compared(target, &mut identities)).collect();
        Ok(ComparedRun { run, config, targets, outcome })
    }
}

/// A target, with its verdicts if they are among those of the report.
fn compared(target: TargetLive, identities: &mut Vec<IdentityReport>) -> ComparedTarget {
    let at = identities.iter().position(|identity| identity.name == target.name);
    let identity = at.map(|at| identities.remove(at));
    let snapshots = target.points.iter().map(|point| point.iteration).collect();
    let attacker_choice = identity.as_ref().map_or(0, |identity| identity.attacker_choice);
    let judged = identity.map(|identity| identity.clones).unwrap_or_default();
    ComparedTarget { name: target.name, clones: target.clones, judged, attacker_choice, snapshots }
}

fn outcome(report: &Report) -> Outcome {
    let clones = report.identities.iter().flat_map(|identity| &identity.clones);
    let ranks: Vec<_> = clones.map(|clone| clone.evaluation_rank).collect();
    let recognizers = &report.recognizers;
    Outcome {
        totals: report.totals.clone(),
        cmc: cumulative_matching(&ranks, RANKS.min(recognizers.evaluation.classes as usize)),
        accuracy: [recognizers.target.accuracy, recognizers.evaluation.accuracy],
        seconds: report.seconds,
    }
}

impl Comparing for CallersComparison {
    fn compared(&self, runs: Vec<RunId>) -> Answer<'_, Vec<ComparedRun>> {
        Box::pin(self.all(runs))
    }
}
