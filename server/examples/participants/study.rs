//! A finished run, and an open study of it that takes long to answer.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use server::simulate::Client;
use std::time::Duration;
use wire::experiment::{DeviceChoice, ExperimentConfig, SyntheticFaces};
use wire::live::LiveState;
use wire::run::{RunId, RunState};
use wire::study::config::{CloneChoice, Controls, NaturalnessForm, Scale, StopRule, StudyConfig, Task, TaskConfig};
use wire::study::summary::{NewStudyDefaults, StudyView};
use wire::study::{Population, StudyId};

/// A study of a run that is made for it; its id, its link, and how many items are about clones.
pub fn open(client: &Client) -> Result<(StudyId, String, u32)> {
    let run = run(client)?;
    let defaults: NewStudyDefaults = client.call("new_study_defaults", &json!({ "run": run }), "")?.value;
    let controls = Controls { seed: 2, repeats: 2, attention: 2, ..Controls::default() };
    let block = |task| TaskConfig { task, items: 30, controls };
    // Ratings alone: their value means the same to the participant and to the database.
    let tasks = vec![
        block(Task::Naturalness { form: NaturalnessForm::FivePoint }),
        block(Task::Similarity { scale: Scale::NinePoint }),
    ];
    let config = StudyConfig { clones: CloneChoice::All, tasks, stop: StopRule::Never, ..defaults.config };
    let id: StudyId = client.call("create_study", &json!({ "config": config }), "")?.value;
    client.call::<()>("set_study_state", &json!({ "id": id, "state": "open" }), "")?;
    let view: StudyView = client.call("study", &json!({ "id": id }), "")?.value;
    Ok((id, view.link.0, view.summary.items))
}

/// How often simulated raters answered the items about clones: fewest, most.
pub fn votes(client: &Client, id: &StudyId) -> Result<[u32; 2]> {
    let view: StudyView = client.call("study", &json!({ "id": id }), "")?.value;
    let votes = view.votes.iter().find(|(population, _)| *population == Population::Simulated);
    Ok(votes.context("no votes are told")?.1)
}

/// Two targets of thirty clones, as fast as they can be made.
fn run(client: &Client) -> Result<RunId> {
    let mut config =
        ExperimentConfig { name: "Shown".into(), device: DeviceChoice::Cpu, ..ExperimentConfig::default() };
    config.faces.synthetic = Some(SyntheticFaces { identities: 4, images: 5, public: 6, seed: 3 });
    config.faces.min_images = 4;
    (config.split.targets, config.split.target_others, config.split.evaluation_others) = (2, 1, 1);
    config.split.held_out_images = 2;
    (config.training.epochs, config.training.batch_size) = (1, 8);
    (config.attack.clones, config.attack.seed_faces, config.attack.max_steps) = (30, 3, 2);
    let id: RunId = client.call("start", &json!({ "config": config }), "")?.value;
    for _ in 0..600 {
        let state: LiveState = client.call("live_state", &json!({ "id": id }), "")?.value;
        if state.run.state.is_over() {
            ensure!(state.run.state == RunState::Finished, "the run failed: {:?}", state.run.problem);
            return Ok(id);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    None.context("the run takes for ever")
}
