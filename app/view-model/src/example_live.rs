//! A live state made by hand, for tests.

use wire::live::{LiveState, Stage, StageKind, StageProgress, StepPoint, TargetLive, Viewers};
use wire::run::{RunId, RunState, RunSummary};

/// A run in its third stage, with one target and two snapshots.
pub fn live(state: RunState) -> LiveState {
    let stage = |kind, label: &str| Stage { kind, label: label.into() };
    LiveState {
        run: RunSummary {
            id: RunId("0123456789abcdef".into()),
            name: "Test".into(),
            state,
            created_ms: 0,
            progress: 0.5,
            doing: "Attacking A".into(),
            problem: None,
            targets: vec!["A".into()],
            verdict: None,
            thumbnail: None,
            synthetic: true,
        },
        stages: vec![
            stage(StageKind::Faces, "Faces"),
            stage(StageKind::TargetRecognizer, "Target recognizer"),
            stage(StageKind::Attack, "A"),
            stage(StageKind::Report, "Report"),
        ],
        current: 2,
        together: 1,
        progress: StageProgress { done: 5, total: 10, unit: "steps".into() },
        remaining_seconds: Some(20.0),
        epochs: Vec::new(),
        targets: vec![TargetLive {
            name: "A".into(),
            clones: 2,
            size: 128,
            max_steps: 10,
            is_by_scores: false,
            points: vec![
                StepPoint { iteration: 0, loss: [2.0, 3.0, 4.0], score: [0.0, 0.1, 0.2], queries: 2 },
                StepPoint { iteration: 5, loss: [1.0, 1.5, 2.0], score: [0.2, 0.4, 0.6], queries: 12 },
            ],
        }],
        viewers: 1,
        watching: Viewers::default(),
        notes: Vec::new(),
    }
}
