//! Progress over all stages: the share of expected work that is done.

use super::events::{Event, Observer};
use std::ops::ControlFlow;

/// The observer said stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Tells an observer of progress.
pub struct Progress<'a> {
    observer: &'a mut dyn Observer,
    work: Vec<f64>,
    stage: usize,
    /// Stages under way from that one on.
    together: usize,
}

impl<'a> Progress<'a> {
    /// `work` is the expected work of each stage.
    pub fn new(observer: &'a mut dyn Observer, work: Vec<f64>) -> Self {
        Self { observer, work, stage: 0, together: 1 }
    }

    /// Better expectations, once more is known.
    pub fn expect(&mut self, work: Vec<f64>) {
        self.work = work;
    }

    /// Goes to a stage.
    pub fn enter(&mut self, stage: usize, unit: &'static str) -> Result<(), Stopped> {
        self.enter_together(stage, 1, unit)
    }

    /// Goes to several stages at once.
    pub fn enter_together(&mut self, stage: usize, together: usize, unit: &'static str) -> Result<(), Stopped> {
        (self.stage, self.together) = (stage, together);
        self.at(0, 0, unit)
    }

    /// Within the stage.
    pub fn at(&mut self, done: u64, total: u64, unit: &'static str) -> Result<(), Stopped> {
        let (stage, together, overall) = (self.stage, self.together, self.overall(done, total));
        self.tell(Event::Progress { stage, together, done, total, unit, overall })
    }

    /// Anything else.
    pub fn tell(&mut self, event: Event<'_>) -> Result<(), Stopped> {
        match self.observer.observe(event) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stopped),
        }
    }

    /// Whether pictures of a target's clones are wanted now; `is_due` says whether a snapshot is.
    pub fn wants_pictures(&mut self, target: usize, is_due: bool) -> bool {
        self.observer.wants_pictures(target, is_due)
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

    struct Last(f64);

    impl Observer for Last {
        fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
            if let Event::Progress { overall, .. } = event {
                self.0 = overall;
            }
            if self.0 > 0.9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    #[test]
    fn progress_weighs_stages_by_their_work() {
        let mut last = Last(0.0);
        let mut progress = Progress::new(&mut last, vec![1.0, 2.0, 1.0]);
        progress.enter(1, "steps").expect("goes on");
        progress.at(1, 4, "steps").expect("goes on");
        assert_eq!(progress.overall(1, 4), 0.375);
        progress.enter(2, "steps").expect("goes on");
        assert_eq!(progress.at(9, 10, "steps"), Err(Stopped), "the observer said stop");
    }
}
