//! JSON messages of the live stream `/api/runs/{id}/live`.
//!
//! On connection the server sends [`LiveEvent::Everything`] and one frame for each clone that has a picture; then each
//! event as it happens. [`LiveState::apply`] applies an event to a [`LiveState`], with the same code on both sides.

use super::run::RunSummary;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The live state of a run, without pictures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LiveState {
    /// The summary shown in lists.
    pub run: RunSummary,
    /// The stages of the run, in order.
    pub stages: Vec<Stage>,
    /// Index of the current stage.
    pub current: u32,
    /// Number of stages in progress, from that one on: targets that are attacked as one batch.
    #[serde(default = "one")]
    pub together: u32,
    /// Progress within the current stage.
    pub progress: StageProgress,
    /// Estimated seconds to the end of the run, once they can be estimated.
    pub remaining_seconds: Option<f64>,
    /// Epochs of both recognizers, in order of completion.
    pub epochs: Vec<EpochPoint>,
    /// One entry for each target identity, once they are drawn.
    pub targets: Vec<TargetLive>,
    /// Number of windows open on this run.
    pub viewers: u32,
    /// The people watching.
    #[serde(default)]
    pub watching: Viewers,
    /// Notes, such as about unreadable files.
    pub notes: Vec<String>,
}

fn one() -> u32 {
    1
}

/// The viewers of a run: a few names, however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewers {
    /// Names of the first viewers, each once.
    pub names: Vec<String>,
    /// Number of further people, and of windows whose user is unknown.
    pub others: u32,
}

/// A stage of the run's path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// Its kind.
    pub kind: StageKind,
    /// Its label in the stepper: "Target recognizer", or an identity's name.
    pub label: String,
}

/// The kinds of stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StageKind {
    /// Reading (or drawing) faces and splitting identities.
    Faces,
    /// Building the programs of a graphics device, with one step of everything that follows.
    WarmUp,
    /// Training or loading the recognizer under attack.
    TargetRecognizer,
    /// Training or loading the judge.
    EvaluationRecognizer,
    /// Loading a further judge.
    Judge,
    /// Averaging public faces.
    Seeds,
    /// Attacking one target identity.
    Attack,
    /// Judging the clones.
    Evaluation,
    /// Writing the report.
    Report,
}

/// Progress within a stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageProgress {
    /// Units completed.
    pub done: u64,
    /// Total units; 0 while unknown.
    pub total: u64,
    /// The unit: "images", "batches", "steps".
    pub unit: String,
}

/// One epoch of training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EpochPoint {
    /// [`StageKind::TargetRecognizer`] or [`StageKind::EvaluationRecognizer`].
    pub recognizer: StageKind,
    /// From 1.
    pub epoch: u32,
    /// Total epochs planned.
    pub epochs: u32,
    /// Mean training loss.
    pub loss: f64,
    /// Held-out accuracy in [0,1].
    pub accuracy: f64,
    /// Whether it is from an earlier run, whose training was taken from the cache.
    #[serde(default)]
    pub is_from_cache: bool,
}

/// The attack on one target identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TargetLive {
    /// The identity's name.
    pub name: String,
    /// Number of clones.
    pub clones: u32,
    /// Size of a clone in pixels (square).
    pub size: u32,
    /// The maximum number of steps, or generations.
    pub max_steps: u32,
    /// Whether the attack uses scores alone: an evolutionary search, whose steps are generations.
    #[serde(default)]
    pub is_by_scores: bool,
    /// Mean and range of loss and target score, one point for each snapshot.
    pub points: Vec<StepPoint>,
}

/// Loss and target score over the clones of one target at one iteration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepPoint {
    /// Steps taken. The snapshot at this step is at `/api/runs/{id}/snapshots/{target}/{iteration}`.
    pub iteration: u32,
    /// Minimum, mean and maximum loss.
    pub loss: [f32; 3],
    /// Minimum, mean and maximum target score.
    pub score: [f32; 3],
    /// Images shown to the recognizer so far, for all clones together.
    #[serde(default)]
    pub queries: u64,
}

/// A message to a viewer: `{"note": {"text": "2 files could not be read"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LiveEvent {
    /// The complete state: the first message, and later whenever the server sends it instead of events.
    Everything {
        /// The state.
        state: Box<LiveState>,
    },
    /// Progress within a stage, or a new stage.
    Progress {
        /// Index of the stage.
        stage: u32,
        /// Number of stages in progress, from that one on.
        #[serde(default = "one")]
        together: u32,
        /// Progress within the stage.
        progress: StageProgress,
        /// Share of the whole run completed, in [0,1].
        overall: f64,
        /// Estimated seconds to the end of the run.
        remaining_seconds: Option<f64>,
    },
    /// An epoch ended.
    Epoch {
        /// Its figures.
        point: EpochPoint,
    },
    /// A snapshot of an attack was taken.
    Step {
        /// Index of the target.
        target: u32,
        /// Its figures.
        point: StepPoint,
    },
    /// A note.
    Note {
        /// Its text.
        text: String,
    },
    /// The viewers changed.
    Viewers {
        /// Number of sockets open on this run.
        count: u32,
        /// The people watching.
        #[serde(default)]
        watching: Viewers,
    },
    /// The run's summary changed (state, problem, verdict).
    Run {
        /// The new summary.
        run: Box<RunSummary>,
    },
}

impl LiveState {
    /// Applies one event to the state. An event that does not fit (such as an unknown target) changes nothing.
    pub fn apply(&mut self, event: LiveEvent) {
        match event {
            LiveEvent::Everything { state } => *self = *state,
            LiveEvent::Progress { stage, together, progress, overall, remaining_seconds } => {
                (self.current, self.together) = (stage, together);
                let unit = if progress.total > 0 { progress.unit.clone() } else { String::new() };
                self.progress = progress;
                self.run.progress = overall;
                self.remaining_seconds = remaining_seconds;
                let stages = self.stages.get(self.under_way());
                if let Some(doing) = stages.and_then(|stages| Stage::doing_together(stages, &unit)) {
                    self.run.doing = doing;
                }
            }
            LiveEvent::Epoch { point } => self.epochs.push(point),
            LiveEvent::Step { target, point } => {
                if let Some(target) = self.targets.get_mut(target as usize) {
                    target.points.push(point);
                }
            }
            LiveEvent::Note { text } => self.notes.push(text),
            LiveEvent::Viewers { count, watching } => (self.viewers, self.watching) = (count, watching),
            LiveEvent::Run { run } => self.run = *run,
        }
    }
}

impl LiveState {
    /// The stages in progress.
    pub fn under_way(&self) -> Range<usize> {
        let current = self.current as usize;
        current..current + self.together.max(1) as usize
    }
}

/// What a stage counts that registers people, rather than trains on their images.
pub const PHOTOGRAPHS: &str = "photographs";

impl Stage {
    /// The activity of a run with these stages in progress, in words; `None` without stages. `unit` is what they
    /// count; nothing while they count nothing.
    pub fn doing_together(stages: &[Self], unit: &str) -> Option<String> {
        match stages {
            [] => None,
            [only] => Some(only.doing(unit)),
            [first, .., last] => Some(format!("Attacking {} to {} together", first.label, last.label)),
        }
    }

    /// The activity of a run in this stage, in words. Until images are counted, a recognizer may still come from the
    /// cache or a file.
    fn doing(&self, unit: &str) -> String {
        match self.kind {
            StageKind::TargetRecognizer if unit.is_empty() => "Preparing the target recognizer".into(),
            StageKind::EvaluationRecognizer if unit.is_empty() => "Preparing the evaluation recognizer".into(),
            StageKind::TargetRecognizer if unit == PHOTOGRAPHS => {
                "Registering people with the target recognizer".into()
            }
            StageKind::EvaluationRecognizer if unit == PHOTOGRAPHS => {
                "Registering people with the evaluation recognizer".into()
            }
            StageKind::Faces => "Reading faces".into(),
            StageKind::WarmUp => "Warming up the graphics device: its programs are built once".into(),
            StageKind::TargetRecognizer => "Training the target recognizer".into(),
            StageKind::EvaluationRecognizer => "Training the evaluation recognizer".into(),
            StageKind::Judge => format!("Registering people with {}", self.label.replacen("Judge", "judge", 1)),
            StageKind::Seeds => "Averaging seed images".into(),
            StageKind::Attack => format!("Attacking {}", self.label),
            StageKind::Evaluation => "Judging the clones".into(),
            StageKind::Report => "Writing the report".into(),
        }
    }
}

/// Why the server closed a live socket (application range of RFC 6455, 4000..4999).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The run is over. Do not reconnect.
    RunOver,
    /// There is no such run. Do not reconnect.
    UnknownRun,
    /// The viewer is signed out, or may no longer see the run. Do not reconnect.
    NotAllowed,
    /// The server is shutting down. Reconnect with back-off.
    ShuttingDown,
    /// The peer did not answer pings.
    Silent,
    /// The peer sent something that viewers may not send.
    Protocol,
}

impl CloseReason {
    /// The close code.
    pub fn code(self) -> u16 {
        match self {
            Self::RunOver => 4000,
            Self::UnknownRun => 4004,
            Self::NotAllowed => 4003,
            Self::ShuttingDown => 4001,
            Self::Silent => 4008,
            Self::Protocol => 4002,
        }
    }

    /// Whether a client should try again after this close code.
    pub fn worth_reconnecting(code: u16) -> bool {
        ![Self::RunOver, Self::UnknownRun, Self::NotAllowed, Self::Protocol].map(Self::code).contains(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was taken from the cache was once said to be in training.
    #[test]
    fn a_recognizer_is_said_to_be_trained_once_images_are_counted() {
        let stage = Stage { kind: StageKind::TargetRecognizer, label: "Target recognizer".into() };
        let said = ["", "images", PHOTOGRAPHS].map(|unit| Stage::doing_together(std::slice::from_ref(&stage), unit));
        let doing = ["Preparing", "Training", "Registering people with"];
        assert_eq!(said, doing.map(|doing| Some(format!("{doing} the target recognizer"))));
    }
}
