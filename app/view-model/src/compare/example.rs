//! A compared run made by hand, for tests.

use crate::{example, example_live};
use wire::compare::{ComparedRun, ComparedTarget, Outcome};
use wire::run::{RunId, RunState};

/// A finished run with three clones of each target, of ranks 1 to 3, and snapshots at 0, 5 and 10.
pub fn run(id: &str, targets: &[&str]) -> ComparedRun {
    let each: Vec<(&str, &[u32])> = targets.iter().map(|&name| (name, [1, 2, 3].as_slice())).collect();
    let report = example::report(&each);
    let mut run = example_live::live(RunState::Finished).run;
    (run.id, run.name) = (RunId(id.into()), format!("Run {id}"));
    let target = |identity: wire::report::IdentityReport| ComparedTarget {
        name: identity.name,
        clones: 3,
        judged: identity.clones,
        attacker_choice: 1,
        snapshots: vec![0, 5, 10],
    };
    ComparedRun {
        run,
        config: report.config,
        targets: report.identities.into_iter().map(target).collect(),
        outcome: Some(Outcome {
            totals: report.totals,
            cmc: vec![0.5, 1.0],
            accuracy: [Some(0.9), None],
            seconds: 60.0,
        }),
    }
}
