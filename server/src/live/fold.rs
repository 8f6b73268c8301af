//! Folds an event into the state, and reports whether viewers can fold it the same way.
//!
//! A resumed run repeats some of what it did before it was stopped: an epoch or a step that goes back in time replaces
//! what came after it. Viewers' own folding only adds, so they are sent the whole state then.

use wire::live::{EpochPoint, LiveEvent, LiveState, StepPoint};

/// How viewers learn of an event.
#[derive(Debug)]
pub enum ViewerUpdate {
    /// By the event itself.
    Event(LiveEvent),
    /// By the whole state.
    Whole,
    /// Not at all: nothing has changed.
    Nothing,
}

/// Folds `event` into `state`.
pub fn fold(state: &mut LiveState, event: LiveEvent) -> ViewerUpdate {
    let rewound = match &event {
        LiveEvent::Epoch { point } => rewind_epochs(&mut state.epochs, point),
        LiveEvent::Step { target, point } => {
            state.targets.get_mut(*target as usize).is_some_and(|target| rewind_steps(&mut target.points, point))
        }
        LiveEvent::Note { text } if state.notes.contains(text) => return ViewerUpdate::Nothing,
        LiveEvent::Everything { .. } => true,
        _ => false,
    };
    if rewound {
        state.apply(event);
        return ViewerUpdate::Whole;
    }
    state.apply(event.clone());
    ViewerUpdate::Event(event)
}

fn rewind_epochs(epochs: &mut Vec<EpochPoint>, next: &EpochPoint) -> bool {
    let before = epochs.len();
    epochs.retain(|past| past.recognizer != next.recognizer || past.epoch < next.epoch);
    epochs.len() < before
}

fn rewind_steps(points: &mut Vec<StepPoint>, next: &StepPoint) -> bool {
    let before = points.len();
    points.retain(|past| past.iteration < next.iteration);
    points.len() < before
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use wire::live::{StageKind, StageProgress, TargetLive, Viewers};
    use wire::run::{RunId, RunState, RunSummary};

    /// A run of one target.
    pub fn state() -> LiveState {
        LiveState {
            run: RunSummary {
                id: RunId("00000000000000aa".into()),
                name: "Demo".into(),
                state: RunState::Running,
                created_ms: 0,
                progress: 0.0,
                doing: String::new(),
                problem: None,
                targets: Vec::new(),
                verdict: None,
                thumbnail: None,
                synthetic: true,
            },
            stages: Vec::new(),
            current: 0,
            together: 1,
            progress: StageProgress::default(),
            remaining_seconds: None,
            epochs: Vec::new(),
            targets: vec![TargetLive {
                name: "A".into(),
                clones: 2,
                size: 8,
                max_steps: 50,
                is_by_scores: false,
                points: Vec::new(),
            }],
            viewers: 0,
            watching: Viewers::default(),
            notes: Vec::new(),
        }
    }

    /// A step of that target.
    pub fn step(iteration: u32) -> LiveEvent {
        LiveEvent::Step { target: 0, point: StepPoint { iteration, loss: [0.0; 3], score: [0.0; 3], queries: 0 } }
    }

    fn epoch(recognizer: StageKind, epoch: u32) -> LiveEvent {
        LiveEvent::Epoch {
            point: EpochPoint { recognizer, epoch, epochs: 9, loss: 1.0, accuracy: 0.5, is_from_cache: false },
        }
    }

    #[test]
    fn forward_steps_are_events_and_backward_steps_replace() {
        let mut state = state();
        for iteration in [0, 5, 10] {
            assert!(matches!(fold(&mut state, step(iteration)), ViewerUpdate::Event(_)));
        }
        assert!(matches!(fold(&mut state, step(5)), ViewerUpdate::Whole));
        let kept: Vec<_> = state.targets[0].points.iter().map(|point| point.iteration).collect();
        assert_eq!(kept, [0, 5]);
    }

    #[test]
    fn a_repeated_epoch_replaces_only_those_of_its_recognizer() {
        let mut state = state();
        let (target, judge) = (StageKind::TargetRecognizer, StageKind::EvaluationRecognizer);
        for event in [epoch(target, 1), epoch(target, 2), epoch(judge, 1)] {
            assert!(matches!(fold(&mut state, event), ViewerUpdate::Event(_)));
        }
        assert!(matches!(fold(&mut state, epoch(target, 2)), ViewerUpdate::Whole));
        let kept: Vec<_> = state.epochs.iter().map(|point| (point.recognizer, point.epoch)).collect();
        assert_eq!(kept, [(target, 1), (judge, 1), (target, 2)]);
    }

    #[test]
    fn a_note_is_taken_once() {
        let mut state = state();
        let note = || LiveEvent::Note { text: "2 files could not be read".into() };
        assert!(matches!(fold(&mut state, note()), ViewerUpdate::Event(_)));
        assert!(matches!(fold(&mut state, note()), ViewerUpdate::Nothing));
        assert_eq!(state.notes.len(), 1);
    }
}
