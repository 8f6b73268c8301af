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

    /// Seconds of the attack, and how many snapshots were taken of it, while three viewers take whatever comes.
    fn streamed(&self) -> Result<(f64, u64)> {
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
            let recorder = Recorder::start(row.id.clone(), hub.clone(), store);
            let seconds = recorder.map(|recorder| self.seconds(&self.settings, |step| record(&recorder, step)));
            over.store(true, Ordering::Release);
            Ok((seconds.context("no recorder")?, hub.sequence() / self.seeds.len() as u64))
        })
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
    let (clones, steps, every, rounds) = (of(0, 20), of(1, 200), of(2, 5), of(3, 9).max(1));
    let scene = Scene::new(clones as usize, steps, every)?;
    scene.alone();
    let (mut alone, mut streamed, mut taken) = (Vec::new(), Vec::new(), 0);
    // In turns, so that whatever else the machine does meets both alike.
    for _ in 0..rounds {
        alone.push(scene.alone());
        let (seconds, snapshots) = scene.streamed()?;
        streamed.push(seconds);
        taken = snapshots;
    }
    let (alone, streamed) = (median(alone), median(streamed));
    println!("{clones} clones, {steps} steps, a snapshot every {every}, medians of {rounds} rounds:");
    println!("alone {alone:.3} s, streamed {streamed:.3} s: {:+.2} %", 100.0 * (streamed / alone - 1.0));
    println!("{taken} of {} snapshots were taken", steps.div_ceil(every.max(1)) + 1);
    Ok(())
}
