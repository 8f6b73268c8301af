//! The work that is measured, through the same functions that runs use.

use super::subject::Subject;
use super::{CLASSES, Measured, clock};
use crate::experiment::{engine_settings, trial};
use anyhow::{Result, bail};
use engine::device::Chosen;
use engine::inversion::parameters::Pixels;
use engine::inversion::{Attack, AttackSettings, ObjectiveKind, invert};
use engine::pixels::Pictures;
use engine::recognizer::Recognizer;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use wire::experiment::Preset;

/// Does the work for a given time.
type Round<'a> = &'a mut dyn FnMut(Duration) -> Measured;

/// Prepares the work of a row and hands it to `rounds`.
pub fn measured(
    name: &str,
    subject: &Subject,
    device: &Chosen,
    rounds: &mut dyn FnMut(Round<'_>) -> Result<()>,
) -> Result<()> {
    match name.split_once(" B=").map(|(kind, batch)| (kind, batch.parse::<usize>())) {
        Some(("attack", Ok(clones))) => {
            let seeds = trial::noise(clones);
            rounds(&mut |time| attack(&subject.recognizer, subject.objective(), &seeds, time))
        }
        Some(("train", Ok(batch))) => rounds(&mut |time| training(device, batch, time)),
        Some(("evaluate", Ok(batch))) => {
            let pictures = trial::noise(batch);
            rounds(&mut |time| evaluation(&subject.recognizer, &pictures, time))
        }
        _ => bail!("no such work: {name}"),
    }
}

/// Floating-point operations of one unit of a row's work, where a forward pass has `forward`: these, and as many again for
/// each kind of gradient; rough for training.
pub fn operations(name: &str, forward: u64) -> f64 {
    let passes = match name.split(' ').next() {
        Some("attack") => 2.0,
        Some("train") => 3.0,
        _ => 1.0,
    };
    passes * forward as f64
}

/// Measures from the end of the first step, which also allocates buffers, to the end of the last.
struct Stopwatch {
    time: Duration,
    started: Option<(Instant, Option<Duration>)>,
    steps: usize,
}

impl Stopwatch {
    fn new(time: Duration) -> Self {
        Self { time, started: None, steps: 0 }
    }

    fn step(&mut self) -> ControlFlow<()> {
        match self.started {
            None => self.started = Some((Instant::now(), clock::cpu())),
            Some((started, _)) => {
                self.steps += 1;
                if started.elapsed() >= self.time {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn read(&self, batch: usize) -> Measured {
        let Some((started, cpu)) = self.started else { return Measured { work: 0.0, cpu: 0.0, seconds: 0.0 } };
        let seconds = started.elapsed().as_secs_f64();
        let cpu = cpu.zip(clock::cpu()).map_or(seconds, |(before, now)| (now - before).as_secs_f64());
        Measured { work: (self.steps * batch) as f64, cpu, seconds }
    }
}

fn attack(recognizer: &Recognizer, objective: ObjectiveKind, seeds: &Pictures, time: Duration) -> Measured {
    // Nothing stops early and no picture is looked at: the step alone is measured.
    let paper = engine_settings(&Preset::Paper.settings());
    let never = AttackSettings { objective, max_steps: u32::MAX, stop_score: 2.0, snapshot_every: u32::MAX, ..paper };
    let mut watch = Stopwatch::new(time);
    let attack = Attack { target: 1, seeds, parameters: &Pixels, settings: &never, seed: 0 };
    let _ = invert(recognizer, &attack, &mut |_, _| watch.step());
    watch.read(seeds.len())
}

fn training(device: &Chosen, batch: usize, time: Duration) -> Measured {
    let mut watch = Stopwatch::new(time);
    trial::training(CLASSES, batch, device, &mut || watch.step());
    watch.read(batch)
}

fn evaluation(recognizer: &Recognizer, pictures: &Pictures, time: Duration) -> Measured {
    let mut watch = Stopwatch::new(time);
    loop {
        let _ = std::hint::black_box(recognizer.scores(pictures));
        if watch.step().is_break() {
            return watch.read(pictures.len());
        }
    }
}
