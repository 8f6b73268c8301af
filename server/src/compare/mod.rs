//! What there is to compare of runs, as one caller may see them: viewers of each run's workspace.

use crate::access::Caller;
use crate::error::{Error, answer};
use crate::lab::Laboratory;
use app::api::Answer;
use app::api::compare::Comparing;
use engine::evaluation::cumulative_matching;
use wire::compare::{ComparedRun, ComparedTarget, MOST, Outcome};
use wire::live::{LiveState, TargetLive};
use wire::report::{IdentityReport, Report};
use wire::run::{Problem, RunId, RunState};

/// Ranks in the curves of the comparison.
const RANKS: usize = 20;

/// The comparison for one caller.
pub struct CallersComparison {
    /// Has the runs.
    pub lab: Laboratory,
    /// Who asks.
    pub caller: Caller,
}

impl CallersComparison {
    async fn all(&self, runs: Vec<RunId>) -> Result<Vec<ComparedRun>, Error> {
        if runs.len() > MOST {
            let message = format!("{} are too many; at most {MOST} runs are compared at once", runs.len());
            return Err(Error::Invalid(vec![Problem { field: "runs".into(), message }]));
        }
        let mut compared = Vec::new();
        for id in runs {
            compared.push(self.one(id).await?);
        }
        Ok(compared)
    }

    async fn one(&self, id: RunId) -> Result<ComparedRun, Error> {
        let row = self.lab.row_seen_by(&self.caller, &id)?;
        let report = match row.state {
            RunState::Finished => Some(self.lab.report_of(id.clone()).await?),
            _ => None,
        };
        let LiveState { run, targets, .. } = self.lab.state_of(id).await?;
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
        answer(self.all(runs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;
    use crate::testing::{RUN, TestLab, member, run};
    use app::api::ApiError;
    use wire::people::{Role, WorkspaceId};

    fn comparison(house: &TestLab, caller: Caller) -> CallersComparison {
        CallersComparison { lab: house.lab.clone(), caller }
    }

    #[tokio::test]
    async fn viewers_compare_and_to_others_nothing_is_there() {
        let house = TestLab::built().await;
        let stranger = member("Eve", WorkspaceId("00000000000000ee".into()), Role::Owner);
        for (caller, expected) in
            [(stranger, ApiError::NotFound(format!("the run {RUN}"))), (Caller::default(), ApiError::SignedOut)]
        {
            let refused = comparison(&house, caller).compared(vec![run()]).await;
            assert_eq!(refused.err(), Some(expected));
        }
        let viewer = comparison(&house, member("Ada", WorkspaceId::first(), Role::Viewer));
        // The run in the house has no report: that is as far as a viewer comes, and a stranger does not.
        assert_eq!(viewer.compared(vec![run()]).await.err(), Some(ApiError::NotFound("a report of this run".into())));
        let unknown = viewer.compared(vec![RunId("00ff".into())]).await;
        assert_eq!(unknown.err(), Some(ApiError::NotFound("the run 00ff".into())));
        let many = viewer.compared(vec![run(); MOST + 1]).await.err();
        assert!(matches!(many, Some(ApiError::Invalid(_))), "{many:?}");
    }

    #[test]
    fn a_target_has_the_verdicts_of_its_own_name() {
        let identity = |name: &str, choice: u32| {
            let mut identity = report_of(&[name]).identities.remove(0);
            identity.clones.truncate(1);
            IdentityReport { attacker_choice: choice, ..identity }
        };
        let target = |name: &str| TargetLive {
            name: name.into(),
            clones: 1,
            size: 8,
            max_steps: 5,
            is_by_scores: false,
            points: Vec::new(),
        };
        let mut identities = vec![identity("A", 1), identity("B", 2)];
        let told = ["B", "A", "C"].map(|name| compared(target(name), &mut identities));
        let choices = told.each_ref().map(|target| (target.attacker_choice, target.judged.len()));
        assert_eq!(choices, [(2, 1), (1, 1), (0, 0)]);
        assert_eq!(told[0].judged[0].file, "clones/B/0000.png");
    }
}
