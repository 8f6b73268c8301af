//! Progress over all stages: the share of expected work that is done.

use super::events::{Event, Observer};
use std::ops::ControlFlow;

/// The observer asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Reports progress to an observer.
pub struct Progress<'a> {
    observer: &'a mut dyn Observer,
    work: Vec<f64>,
    stage: usize,
    /// Stages under way from that one on.
    together: usize,
    /// Whether their pace predicts that of later stages.
    sets_pace: bool,
}

impl<'a> Progress<'a> {
    /// `work` is the expected work of each stage.
    pub fn new(observer: &'a mut dyn Observer, work: Vec<f64>) -> Self {
        Self { observer, work, stage: 0, together: 1, sets_pace: false }
    }

    /// Replaces the expected work, once more is known.
    pub fn expect(&mut self, work: Vec<f64>) {
        self.work = work;
    }

    /// Enters a stage that reads or writes files, or builds programs; its pace does not predict stages that compute.
    pub fn enter_apart(&mut self, stage: usize, unit: &'static str) -> Result<(), Stopped> {
        (self.stage, self.together, self.sets_pace) = (stage, 1, false);
        self.at(0, 0, unit)
    }

    /// Enters a stage that computes.
    pub fn enter(&mut self, stage: usize, unit: &'static str) -> Result<(), Stopped> {
        self.enter_together(stage, 1, unit)
    }

    /// Enters several stages that compute at once.
    pub fn enter_together(&mut self, stage: usize, together: usize, unit: &'static str) -> Result<(), Stopped> {
        (self.stage, self.together, self.sets_pace) = (stage, together, true);
        self.at(0, 0, unit)
    }

    /// Reports progress within the stage.
    pub fn at(&mut self, done: u64, total: u64, unit: &'static str) -> Result<(), Stopped> {
        let (stage, together, overall) = (self.stage, self.together, self.overall(done, total));
        // Resuming training jumps from no count to a later one, which is no pace either.
        let sets_pace = self.sets_pace && total > 0;
        self.emit(Event::Progress { stage, together, done, total, unit, overall, sets_pace })
    }

    /// Sends any other event.
    pub fn emit(&mut self, event: Event<'_>) -> Result<(), Stopped> {
        match self.observer.observe(event) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stopped),
        }
    }

    /// For the engine's observers, whose answer is continue or break.
    pub fn flow(result: Result<(), Stopped>) -> ControlFlow<()> {
        if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn overall(&self, done: u64, total: u64) -> f64 {
        let all: f64 = self.work.iter().sum();
        let before: f64 = self.work.iter().take(self.stage).sum();
        let here: f64 = self.work.iter().skip(self.stage).take(self.together).sum();
        let share = if total == 0 { 0.0 } else { done as f64 / total as f64 };
        if all > 0.0 { ((before + here * share) / all).clamp(0.0, 1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct LastProgress(f64);

    impl Observer for LastProgress {
        fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
            if let Event::Progress { overall, .. } = event {
                self.0 = overall;
            }
            if self.0 > 0.9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    struct PaceFlags(Vec<bool>);

    impl Observer for PaceFlags {
        fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
            if let Event::Progress { sets_pace, .. } = event {
                self.0.push(sets_pace);
            }
            ControlFlow::Continue(())
        }
    }

    #[test]
    fn only_what_is_counted_in_a_stage_that_computes_sets_the_pace() {
        let mut paces = PaceFlags(Vec::new());
        let mut progress = Progress::new(&mut paces, vec![1.0; 3]);
        progress.enter_apart(0, "images").expect("goes on");
        progress.at(1, 4, "images").expect("goes on");
        progress.enter(1, "images").expect("goes on");
        progress.at(1, 4, "images").expect("goes on");
        progress.enter_apart(2, "files").expect("goes on");
        progress.at(1, 4, "files").expect("goes on");
        assert_eq!(paces.0, [false, false, false, true, false, false]);
    }

    #[test]
    fn progress_weighs_stages_by_their_work() {
        let mut last = LastProgress(0.0);
        let mut progress = Progress::new(&mut last, vec![1.0, 2.0, 1.0]);
        progress.enter(1, "steps").expect("goes on");
        progress.at(1, 4, "steps").expect("goes on");
        assert_eq!(progress.overall(1, 4), 0.375);
        progress.enter(2, "steps").expect("goes on");
        assert_eq!(progress.at(9, 10, "steps"), Err(Stopped), "the observer said stop");
    }
}
