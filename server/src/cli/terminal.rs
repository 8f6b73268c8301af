//! Shows an experiment on a terminal: a bar where someone looks, plain lines where a file listens.

use crate::eta::Estimator;
use crate::experiment::events::{Event, Observer};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use view_model::left_out::lines;
use wire::live::{EpochPoint, Stage, StageKind};

/// Between plain lines within a stage.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Parts of the bar.
const PARTS: u64 = 1000;

/// The observer of `effigy experiment`.
pub struct Terminal {
    stages: Vec<Stage>,
    stop: Arc<AtomicBool>,
    bar: Option<ProgressBar>,
    started: Instant,
    estimator: Estimator,
    line: Option<(usize, Instant)>,
}

impl Terminal {
    /// Shows the given path until `stop` is set.
    pub fn new(stages: Vec<Stage>, stop: Arc<AtomicBool>) -> Self {
        let bar = std::io::stderr().is_terminal().then(bar);
        Self { stages, stop, bar, started: Instant::now(), estimator: Estimator::default(), line: None }
    }

    /// A line that stays.
    #[expect(clippy::print_stderr, reason = "the command line's own words")]
    pub fn print(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{line}")),
            None => eprintln!("{line}"),
        }
    }

    /// The last words.
    pub fn end(self, words: &str) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.print(words);
    }

    fn progress(
        &mut self,
        [stage, together]: [usize; 2],
        (unit, counted): (&str, &str),
        overall: f64,
        sets_pace: bool,
    ) {
        let (seconds, pacing) = (self.started.elapsed().as_secs_f64(), sets_pace.then_some(stage));
        let left = self.estimator.remaining(seconds, pacing, overall).map(time_left);
        let stages = self.stages.get(stage..stage + together);
        let unit = if counted.is_empty() { "" } else { unit };
        let doing = stages.and_then(|stages| Stage::doing_together(stages, unit)).unwrap_or_default();
        let words = format!("{doing}{counted}{}", left.unwrap_or_default());
        if let Some(bar) = &self.bar {
            bar.set_position((overall * PARTS as f64) as u64);
            bar.set_message(words);
            return;
        }
        if self.line.is_none_or(|(last, at)| last != stage || at.elapsed() >= LINE_EVERY) {
            self.line = Some((stage, Instant::now()));
            self.print(&format!("[{:3.0} %] {words}", 100.0 * overall));
        }
    }
}

impl Observer for Terminal {
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Targets { stages, targets } => {
                self.stages = stages;
                let names: Vec<String> = targets.into_iter().map(|target| target.name).collect();
                self.print(&format!("Targets: {}", names.join(", ")));
            }
            Event::Progress { stage, together, done, total, unit, overall, sets_pace } => {
                self.progress([stage, together], (unit, &counted(done, total, unit)), overall, sets_pace);
            }
            // Cached recognizers have a note of their own.
            Event::Epoch(point) if point.is_from_cache => {}
            Event::Epoch(point) => self.print(&epoch(&point)),
            Event::Step { .. } | Event::Kept => {}
            Event::LeftOut(left_out) => lines(left_out).for_each(|line| self.print(&format!("Left out: {line}"))),
            Event::Note(text) => self.print(&format!("Note: {text}")),
        }
        if self.stop.load(Ordering::Acquire) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn bar() -> ProgressBar {
    // The template is a constant; the plain style would serve as well.
    let style = ProgressStyle::with_template("{bar:30.cyan/dim} {percent:>3} %  {wide_msg}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(PARTS).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

fn counted(done: u64, total: u64, unit: &str) -> String {
    match total {
        0 => String::new(),
        _ => format!(": {done} of {total} {unit}"),
    }
}

fn epoch(point: &EpochPoint) -> String {
    let whose = match point.recognizer {
        StageKind::EvaluationRecognizer => "Evaluation recognizer",
        _ => "Target recognizer",
    };
    let EpochPoint { epoch, epochs, loss, accuracy, .. } = point;
    format!("{whose}, epoch {epoch} of {epochs}: loss {loss:.3}, held-out accuracy {accuracy:.3}")
}

fn time_left(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!(", about {s:.0} s left"),
        s if s < 5400.0 => format!(", about {:.0} min left", s / 60.0),
        s => format!(", about {:.1} h left", s / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_a_unit_that_fits() {
        assert_eq!(time_left(42.4), ", about 42 s left");
        assert_eq!(time_left(600.0), ", about 10 min left");
        assert_eq!(time_left(9000.0), ", about 2.5 h left");
    }

    #[test]
    fn the_flag_stops_the_run_at_its_next_event() {
        let stop = Arc::new(AtomicBool::new(false));
        let mut terminal = Terminal::new(Vec::new(), stop.clone());
        let progress = || Event::Progress {
            stage: 0,
            together: 1,
            done: 1,
            total: 2,
            unit: "steps",
            overall: 0.5,
            sets_pace: true,
        };
        assert_eq!(terminal.observe(progress()), ControlFlow::Continue(()));
        stop.store(true, Ordering::Release);
        assert_eq!(terminal.observe(progress()), ControlFlow::Break(()));
    }
}
