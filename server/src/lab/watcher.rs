//! Observes an experiment for the lab: publishes its events to the hub, and stops the experiment on request.

use super::file_saver::FileSaver;
use super::redactor::PathRedactor;
use super::stop::StopFlag;
use crate::convert;
use crate::eta::Estimator;
use crate::experiment::events::{Event, Observer};
use crate::live::{Hub, Recorder, Snapshot};
use engine::inversion::{Look, Step};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};
use view_model::left_out::{lines, sentence};
use wire::left_out::LeftOutFaces;
use wire::live::{LiveEvent, LiveState, Stage, StageProgress, TargetLive};

/// Progress is shown at most this often, so that a page moves five times a second even if a step takes as long again;
/// more seldom to many, and a new stage at once.
const SHOW_EVERY: Duration = Duration::from_millis(100);

/// The lab's observer of one attempt at one run.
pub struct Watcher {
    hub: Arc<Hub>,
    recorder: Recorder,
    saver: FileSaver,
    stop: Arc<StopFlag>,
    redactor: PathRedactor,
    started: Instant,
    estimator: Estimator,
    shown: Option<(usize, Instant)>,
    /// Whether this attempt has shown clones.
    has_shown: bool,
}

impl Watcher {
    /// Watches for `hub` until `stop` is set.
    pub fn new(
        hub: Arc<Hub>,
        recorder: Recorder,
        saver: FileSaver,
        stop: Arc<StopFlag>,
        redactor: PathRedactor,
    ) -> Self {
        let (started, estimator) = (Instant::now(), Estimator::default());
        Self { hub, recorder, saver, stop, redactor, started, estimator, shown: None, has_shown: false }
    }

    fn progress(&mut self, [stage, together]: [usize; 2], progress: StageProgress, overall: f64, sets_pace: bool) {
        let (seconds, pacing) = (self.started.elapsed().as_secs_f64(), sets_pace.then_some(stage));
        let remaining_seconds = self.estimator.remaining(seconds, pacing, overall);
        let complete = progress.total > 0 && progress.done >= progress.total;
        let spacing = || SHOW_EVERY.max(self.hub.spacing());
        let due = self.shown.is_none_or(|(shown, at)| shown != stage || complete || at.elapsed() >= spacing());
        if !due {
            return;
        }
        if self.shown.is_some_and(|(shown, _)| shown != stage) {
            self.save();
        }
        self.shown = Some((stage, Instant::now()));
        self.hub.publish(LiveEvent::Progress {
            stage: stage as u32,
            together: together as u32,
            progress,
            overall,
            remaining_seconds,
        });
    }

    /// At the durable points: what viewers see, and the files that the run would go on from.
    fn save(&self) {
        self.recorder.save_state();
        self.saver.save();
    }

    fn step(&mut self, target: usize, step: &Step, look: Look<'_>) {
        // Between pictures, progress suffices; a point stands for a snapshot that can be fetched.
        if !step.is_due && !self.recorder.wants_glimpse(target as u16) {
            return;
        }
        if !std::mem::replace(&mut self.has_shown, true) {
            // Viewers look up the seeds of what they are shown.
            self.saver.save_now();
        }
        let point = convert::step_point(step);
        let snapshot = Snapshot { target: target as u16, point, scores: step.scores.clone(), pictures: look() };
        if step.is_due { self.recorder.record(snapshot) } else { self.recorder.glimpse(snapshot) }
    }

    fn take_note(&mut self, event: Event<'_>) {
        match event {
            Event::Targets { stages, targets } => {
                self.hub.rewrite(|state| set_targets(state, stages, targets));
                self.recorder.save_state();
            }
            Event::Progress { stage, together, done, total, unit, overall, sets_pace } => {
                self.progress([stage, together], StageProgress { done, total, unit: unit.into() }, overall, sets_pace);
            }
            Event::Epoch(point) => self.hub.publish(LiveEvent::Epoch { point }),
            Event::Step { target, step, look } => self.step(target, step, look),
            Event::LeftOut(left_out) => {
                let text = self.redactor.redact(&note(left_out));
                self.hub.publish(LiveEvent::Note { text });
            }
            Event::Kept => {
                self.recorder.save_state();
                self.saver.save_now();
            }
            Event::Note(text) => self.hub.publish(LiveEvent::Note { text: self.redactor.redact(&text) }),
        }
    }
}

impl Observer for Watcher {
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
        if self.stop.cause().is_some() {
            return ControlFlow::Break(());
        }
        self.take_note(event);
        ControlFlow::Continue(())
    }
}

/// Names one; the report names all, and live state is sent to everybody who comes.
fn note(left_out: &LeftOutFaces) -> String {
    let first = lines(left_out).next().unwrap_or_default();
    format!("{} First comes {first}. The report names all.", sentence(left_out).unwrap_or_default())
}

/// Targets that are the same as before keep their curves: a resumed run does not attack again what it has attacked.
fn set_targets(state: &mut LiveState, stages: Vec<Stage>, targets: Vec<TargetLive>) {
    let mut before = std::mem::take(&mut state.targets);
    let mut points_of = |fresh: &TargetLive| {
        let same = |old: &TargetLive| (&old.name, old.clones, old.size) == (&fresh.name, fresh.clones, fresh.size);
        before.iter_mut().find(|old| same(old)).map(|old| std::mem::take(&mut old.points)).unwrap_or_default()
    };
    state.run.targets = targets.iter().map(|target| target.name.clone()).collect();
    state.targets = targets.into_iter().map(|target| TargetLive { points: points_of(&target), ..target }).collect();
    state.stages = stages;
}
