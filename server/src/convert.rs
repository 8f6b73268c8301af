//! Between the engine's or the store's types and those that cross the wire.

use crate::store::RunRow;
use crate::store::faces::CountedSet;
use crate::store::recognizers::RecognizerRow;
use engine::device::{Choice, Chosen, Kind};
use engine::inversion::Step;
use view_model::paths;
use wire::experiment::DeviceChoice;
use wire::faces::{FaceSetSummary, RecognizerSummary};
use wire::live::{LiveState, Stage, StageProgress, StepPoint, Viewers};
use wire::report::{DeviceReport, Report};
use wire::run::{RunId, RunState, RunSummary};

/// The device as pages show it.
pub fn device_report(chosen: &Chosen) -> DeviceReport {
    let kind = match chosen.kind {
        Kind::Cpu => "cpu",
        Kind::Gpu => "gpu",
    };
    DeviceReport { kind: kind.into(), name: chosen.name.clone(), reason: chosen.reason.clone() }
}

/// The user's choice as the engine takes it.
pub fn device_choice(choice: DeviceChoice) -> Choice {
    match choice {
        DeviceChoice::Auto => Choice::Auto,
        DeviceChoice::Cpu => Choice::Cpu,
        DeviceChoice::Gpu => Choice::Gpu,
    }
}

/// A run as lists show it.
pub fn run_summary(row: &RunRow) -> RunSummary {
    RunSummary {
        id: row.id.clone(),
        name: row.config.name.clone(),
        state: row.state,
        created_ms: row.created_ms,
        progress: row.progress,
        doing: doing(row.state).into(),
        problem: row.problem.clone(),
        targets: row.targets.clone(),
        verdict: row.verdict.clone(),
        thumbnail: row.thumbnail.clone(),
        synthetic: row.config.faces.synthetic.is_some(),
    }
}

/// What a run in this state does, in words; a running one says itself what it does.
pub fn doing(state: RunState) -> &'static str {
    match state {
        RunState::Queued => "Waiting for the device",
        RunState::Running => "Starting",
        RunState::Finished => "Finished",
        RunState::Cancelled => "Stopped",
        RunState::Failed => "Failed",
    }
}

/// The live state of a run that has not started.
pub fn fresh_state(row: &RunRow, stages: Vec<Stage>) -> LiveState {
    LiveState {
        run: run_summary(row),
        stages,
        current: 0,
        together: 1,
        progress: StageProgress::default(),
        remaining_seconds: None,
        epochs: Vec::new(),
        targets: Vec::new(),
        viewers: 0,
        watching: Viewers::default(),
        notes: Vec::new(),
    }
}

/// Lowest, mean and highest loss and score over the clones.
pub fn step_point(step: &Step) -> StepPoint {
    let Step { iteration, losses, scores, queries, .. } = step;
    StepPoint { iteration: *iteration, loss: band(losses), score: band(scores), queries: *queries }
}

/// A value that is not finite would not survive JSON: such are left out.
fn band(values: &[f32]) -> [f32; 3] {
    let finite: Vec<f32> = values.iter().copied().filter(|value| value.is_finite()).collect();
    if finite.is_empty() {
        return [0.0; 3];
    }
    let mean = finite.iter().map(|value| f64::from(*value)).sum::<f64>() / finite.len() as f64;
    let low = finite.iter().copied().fold(f32::INFINITY, f32::min);
    let high = finite.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    [low, mean as f32, high]
}

/// The address of a run's picture while it has no report; it changes with `sequence`, so that lists show the newest.
pub fn live_thumbnail(id: &RunId, sequence: u64) -> String {
    format!("/api/runs/{}/thumbnail?at={sequence}", id.0)
}

/// The address of a finished run's picture for lists: the attacker's choice of the first identity.
pub fn report_thumbnail(row: &RunRow, report: &Report) -> Option<String> {
    let first = report.identities.first()?;
    let choice = first.clones.get(first.attacker_choice as usize)?;
    Some(paths::file(&row.id, &choice.file))
}

/// A set of faces, as lists show it.
pub fn face_set_summary(counted: CountedSet) -> FaceSetSummary {
    let CountedSet { set, identities, images, fewest, bytes } = counted;
    FaceSetSummary {
        id: set.id,
        name: set.name,
        state: set.state,
        is_folder: set.folder.is_some(),
        identities,
        images,
        fewest,
        bytes,
        authorisation: set.authorisation,
        added_by: set.creator.1,
        created_ms: set.created_ms,
    }
}

/// A recognizer of a workspace, as lists show it, and whether it can be used.
pub fn recognizer_summary((row, is_whole): (RecognizerRow, bool)) -> RecognizerSummary {
    RecognizerSummary {
        id: row.id,
        name: row.name,
        is_path: row.file.is_some(),
        is_whole,
        classes: row.classes,
        authorisation: row.authorisation,
        added_by: row.creator.1,
        created_ms: row.created_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_lowest_mean_highest_of_what_is_finite() {
        let step = |losses: &[f32], scores: &[f32]| Step {
            iteration: 5,
            is_due: true,
            losses: losses.to_vec(),
            scores: scores.to_vec(),
            queries: 9,
        };
        let point = step_point(&step(&[2.0, 1.0, f32::NAN, 6.0], &[0.5]));
        assert_eq!(point.loss, [1.0, 3.0, 6.0]);
        assert_eq!(point.score, [0.5, 0.5, 0.5]);
        let nothing = StepPoint { iteration: 5, loss: [0.0; 3], score: [0.0; 3], queries: 9 };
        assert_eq!(step_point(&step(&[], &[f32::INFINITY])), nothing);
    }
}
