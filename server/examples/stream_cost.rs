//! What the live stream costs a run: the same attack with and without snapshots that are encoded, kept and shown.
//!
//! `cargo run -p server --example stream_cost -- [CLONES] [STEPS] [SNAPSHOT_EVERY] [ROUNDS]`

use anyhow::{Context, Result};
use app::wire::experiment::ExperimentConfig;
use engine::device::Chosen;
use engine::inversion::{Attack, AttackSettings, Preset, Step, invert};
use engine::pixels::Pictures;
use engine::recognizer::{Architecture, Recognizer, Weights};
use server::convert;
use server::live::{Hub, Next, Recorder, Snapshot};
use server::store::{FileStore, RunRow, Store, new_run_id};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

struct Scene {
    recognizer: Recognizer,
    seeds: Pictures,
    settings: AttackSettings,
}

impl Scene {
    fn new(clones: usize, steps: u32, snapshot_every: u32) -> Result<Self> {
        let architecture = Architecture::paper(35);
        let classes = (0..35).map(|class| class.to_string()).collect();
        let weights = Weights::random(&architecture, 1);
        let recognizer = Recognizer::new(architecture, classes, &weights, Chosen::cpu("measured").device())?;
        // A soft gradient with some noise: about as hard to encode as a clone.
        let pixel = |at: usize| ((at / 3 % 128) + (at / 384 % 128) / 2 + at * 7919 % 13) as u8;
        let seeds = Pictures { size: 128, bytes: (0..clones * 128 * 128 * 3).map(pixel).collect() };
        let settings = AttackSettings { max_steps: steps, snapshot_every, ..Preset::Fast.settings() };
        Ok(Self { recognizer, seeds, settings })
    }

    fn seconds(&self, settings: &AttackSettings, mut observe: impl FnMut(Step)) -> f64 {
        let attack = Attack { target: 0, seeds: &self.seeds, settings, seed: 1 };
        let started = Instant::now();
        let mut observer = |step: Step| {
            observe(step);
            ControlFlow::Continue(())
        };
        invert(&self.recognizer, &attack, &mut observer);
        started.elapsed().as_secs_f64()
    }

    fn alone(&self) -> f64 {
        let never = AttackSettings { snapshot_every: u32::MAX, ..self.settings.clone() };
        self.seconds(&never, |_| {})
    }

    /// Seconds of whatever `work` does with a recorder, while three viewers take whatever comes.
    fn with_recorder(work: impl FnOnce(Recorder) -> f64) -> Result<f64> {
        let data = tempfile::tempdir()?;
        let store: Arc<dyn Store> = Arc::new(FileStore::open(data.path())?);
        let id = new_run_id().map_err(|error| anyhow::anyhow!("{error}"))?;
        let row = RunRow::queued(id, 0, ExperimentConfig::default());
        store.save(&row)?;
        let hub = Hub::new(convert::fresh_state(&row, Vec::new()), Vec::new());
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| watch(&hub, &over));
            }
            let seconds = Recorder::start(row.id.clone(), hub.clone(), store).map(work);
            over.store(true, Ordering::Release);
            seconds.context("no recorder")
        })
    }

    fn streamed(&self) -> Result<f64> {
        Self::with_recorder(|recorder| self.seconds(&self.settings, |step| record(&recorder, step)))
    }

    /// Seconds to hand over, encode, keep and show one snapshot, with nothing else to do.
    fn snapshot(&self) -> Result<f64> {
        const COUNT: u32 = 50;
        let clones = self.seeds.len();
        let step = |iteration| Step {
            iteration,
            losses: vec![1.0; clones],
            scores: vec![0.5; clones],
            pictures: Some(self.seeds.clone()),
        };
        let all = Self::with_recorder(|recorder| {
            let started = Instant::now();
            (0..COUNT).for_each(|iteration| record(&recorder, step(iteration)));
            // Its end waits until all is done.
            drop(recorder);
            started.elapsed().as_secs_f64()
        })?;
        Ok(all / f64::from(COUNT))
    }
}

fn record(recorder: &Recorder, step: Step) {
    let point = convert::step_point(step.iteration, &step.losses, &step.scores);
    if let Some(pictures) = step.pictures {
        recorder.record(Snapshot { target: 0, point, scores: step.scores, pictures });
    }
}

fn watch(hub: &Arc<Hub>, over: &AtomicBool) {
    let mut viewer = hub.join();
    while !over.load(Ordering::Acquire) {
        if let Next::Wait = viewer.what_next() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[expect(clippy::print_stdout, reason = "the figures are what was asked for")]
fn main() -> Result<()> {
    let given: Vec<u32> = std::env::args().skip(1).map(|number| number.parse()).collect::<Result<_, _>>()?;
    let of = |index: usize, default: u32| given.get(index).copied().unwrap_or(default);
    let (clones, steps, every, rounds) = (of(0, 20), of(1, 50), of(2, 5), of(3, 7).max(1));
    let scene = Scene::new(clones as usize, steps, every)?;
    scene.alone();
    let (mut alone, mut streamed) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the machine does meets both alike.
    for _ in 0..rounds {
        alone.push(scene.alone());
        streamed.push(scene.streamed()?);
    }
    let (alone, streamed) = (median(alone), median(streamed));
    println!("{clones} clones, {steps} steps, a snapshot every {every}, medians of {rounds} rounds:");
    println!("alone {alone:.3} s, streamed {streamed:.3} s: {:+.2} %", 100.0 * (streamed / alone - 1.0));
    // On a machine that does other things, the difference of two long times says little; this says more.
    let (snapshot, count) = (scene.snapshot()?, f64::from(steps / every.max(1)) + 2.0);
    let share = 100.0 * snapshot * count / alone;
    println!(
        "one snapshot takes {:.2} ms on a thread of its own: {share:.2} % of the time of one core",
        1e3 * snapshot
    );
    Ok(())
}
