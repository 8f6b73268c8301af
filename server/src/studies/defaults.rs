//! What the form for a new study starts from.

use super::texts;
use crate::error::Error;
use crate::lab::Laboratory;
use wire::people::WorkspaceId;
use wire::run::{RunId, RunState};
use wire::study::Texts;
use wire::study::config::{Controls, NaturalnessForm, Scale, StudyConfig, Task, TaskConfig};
use wire::study::summary::{NewStudyDefaults, RunChoice};

/// The paper's three questions (section 5) on the newest finished run of a workspace, or on `run`.
pub async fn defaults(
    lab: &Laboratory,
    workspace: &WorkspaceId,
    run: Option<RunId>,
) -> Result<NewStudyDefaults, Error> {
    let mut runs = Vec::new();
    for summary in lab.summaries(workspace).into_iter().filter(|run| run.state == RunState::Finished) {
        // A report that cannot be read is no choice.
        let Ok(report) = lab.report_of(summary.id.clone()).await else { continue };
        let of = |identity: &wire::report::IdentityReport| {
            (identity.name.clone(), [identity.clones.len() as u32, identity.real_faces.len() as u32])
        };
        let targets = report.identities.iter().map(of).collect();
        runs.push(RunChoice { id: summary.id, name: summary.name, targets, thumbnail: summary.thumbnail });
    }
    let chosen = run.or_else(|| runs.first().map(|run| run.id.clone()));
    let targets = runs.iter().find(|run| Some(&run.id) == chosen.as_ref()).map_or(0, |run| run.targets.len());
    Ok(NewStudyDefaults { config: config(chosen, targets as u32), runs, languages: texts::languages() })
}

fn config(run: Option<RunId>, targets: u32) -> StudyConfig {
    let controls = Controls { positive: 1, negative: 1, seed: 1, repeats: 1, attention: 1 };
    let block = |task, controls| TaskConfig { task, items: 8, controls };
    // Naturalness first: nobody has seen a real face of the targets by then.
    let naturalness = Task::Naturalness { form: NaturalnessForm::FivePoint };
    let mut tasks = vec![block(naturalness, Controls { negative: 0, ..controls })];
    tasks.push(block(Task::Similarity { scale: Scale::FivePoint }, controls));
    if targets > 1 {
        let recognition = Task::Recognition { candidates: targets.min(5) };
        tasks.push(block(recognition, Controls { negative: 0, ..controls }));
    }
    StudyConfig {
        name: "Human scores".into(),
        runs: run.into_iter().collect(),
        tasks,
        languages: texts::languages().into_iter().map(|(tag, _)| tag).collect(),
        consent: in_all_languages("default.consent"),
        opening: in_all_languages("default.opening"),
        closing: in_all_languages("default.closing"),
        ..StudyConfig::default()
    }
}

fn in_all_languages(key: &str) -> Texts {
    let text = |(tag, _): (String, String)| Some((tag.clone(), texts::texts(&tag)?.remove(key)?));
    texts::languages().into_iter().filter_map(text).collect()
}
