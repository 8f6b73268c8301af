//! What the live stream costs a run: the same attack with and without snapshots that are encoded, kept and shown.
//!
//! `cargo run -p server --features embed --example stream_cost -- [CLONES] [STEPS] [SNAPSHOT_EVERY] [ROUNDS]`
//!
//! It reports wall time, which includes whatever else the machine does, and processor time, which includes little of
//! it. "Alone" is measured twice in each round: the difference between the two shows the measurement noise.

use anyhow::{Context, Result};
use engine::device::Chosen;
use engine::inversion::parameters::Pixels;
use engine::inversion::{Attack, AttackSettings, AttacksObserver, Look, Step, invert_together};
use engine::pixels::Pictures;
use engine::recognizer::{Architecture, Recognizer, Weights};
use server::convert;
use server::experiment::engine_settings;
use server::live::{Hub, Next, Recorder, Snapshot};
use server::store::database::DatabaseAddress;
use server::store::jobs::{JobLane, JobRequest};
use server::store::objects::ObjectsAddress;
use server::store::{Archive, LeasedRun, RunRow, new_run_id};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;
use wire::experiment::{ExperimentConfig, Preset};

/// Seconds that an attack took.
#[derive(Clone, Copy)]
struct Cost {
    passed: f64,
    processor: f64,
}

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
        let recognizer = Recognizer::new(&architecture, classes, &weights, Chosen::cpu("measured").device())?;
        // A soft gradient with some noise: about as hard to encode as a clone.
        let pixel = |at: usize| ((at / 3 % 128) + (at / 384 % 128) / 2 + at * 7919 % 13) as u8;
        let seeds = Pictures { size: 128, bytes: (0..clones * 128 * 128 * 3).map(pixel).collect() };
        let settings = AttackSettings { max_steps: steps, snapshot_every, ..engine_settings(&Preset::Fast.settings()) };
        Ok(Self { recognizer, seeds, settings })
    }

    fn cost(&self, settings: &AttackSettings, observer: &mut dyn AttacksObserver) -> Cost {
        let attack = Attack { target: 0, seeds: &self.seeds, parameters: &Pixels, settings, seed: 1 };
        let (started, before) = (Instant::now(), processor_seconds());
        invert_together(&self.recognizer, &[attack], observer);
        Cost { passed: started.elapsed().as_secs_f64(), processor: processor_seconds() - before }
    }

    fn alone(&self) -> Cost {
        let never = AttackSettings { snapshot_every: u32::MAX, ..self.settings.clone() };
        self.cost(&never, &mut |_: usize, _: &Step, _: Look<'_>| ControlFlow::Continue(()))
    }

    /// With all pictures brought from the tensors, which nobody takes.
    fn looked_at(&self) -> Cost {
        self.cost(&self.settings, &mut |_: usize, step: &Step, look: Look<'_>| {
            if step.is_due {
                look();
            }
            ControlFlow::Continue(())
        })
    }

    /// What the attack cost, and how many pictures of each clone viewers could see, while three of them take whatever
    /// comes.
    fn streamed(&self) -> Result<(Cost, u64)> {
        let data = tempfile::tempdir()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let (database, objects) = (DatabaseAddress::DataFolder, ObjectsAddress::DataFolder);
        let archive = runtime.block_on(Archive::open(&database, &objects, data.path()))?;
        let id = new_run_id().map_err(|error| anyhow::anyhow!("{error}"))?;
        let row = RunRow::queued(id, 0, ExperimentConfig::default());
        archive.queue(&row, Vec::new(), JobLane::Any)?;
        let taker = JobRequest { worker: "measured".into(), lane: JobLane::Cpu, is_own: true };
        let (lease, _) = archive.take(taker)?.job.context("no job")?;
        let run = Arc::new(LeasedRun::new(archive, lease));
        let hub = Hub::new(convert::fresh_state(&row, Vec::new()), Vec::new());
        for _ in 0..3 {
            runtime.spawn(watch(hub.clone()));
        }
        let recorder = Recorder::start(hub.clone(), run).context("no recorder")?;
        let cost = self.cost(&self.settings, &mut Recording(&recorder));
        drop(recorder);
        Ok((cost, hub.sequence() / self.seeds.len() as u64))
    }
}

/// As a run does it.
struct Recording<'a>(&'a Recorder);

impl AttacksObserver for Recording<'_> {
    fn step(&mut self, _: usize, step: &Step, look: Look<'_>) -> ControlFlow<()> {
        if step.is_due || self.0.wants_glimpse(0) {
            let point = convert::step_point(step);
            let snapshot = Snapshot { target: 0, point, scores: step.scores.clone(), pictures: look() };
            if step.is_due { self.0.record(snapshot) } else { self.0.glimpse(snapshot) }
        }
        ControlFlow::Continue(())
    }
}

/// Takes all that comes, as a connection does, until the runtime ends.
async fn watch(hub: Arc<Hub>) {
    let mut viewer = hub.join(None);
    loop {
        if let Next::Wait = viewer.what_next() {
            viewer.changed().await;
        }
    }
}

/// Of all threads so far.
#[cfg(unix)]
fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(unix))]
fn processor_seconds() -> f64 {
    f64::NAN
}

/// The mean of the middle half.
fn middle(costs: &[Cost], of: fn(&Cost) -> f64) -> f64 {
    let mut values: Vec<f64> = costs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    let middle = &values[values.len() / 4..values.len() - values.len() / 4];
    middle.iter().sum::<f64>() / middle.len() as f64
}

#[expect(clippy::print_stdout, reason = "the figures are what was asked for")]
fn main() -> Result<()> {
    server::memory::keep_pages();
    let given: Vec<u32> = std::env::args().skip(1).map(|number| number.parse()).collect::<Result<_, _>>()?;
    let of = |index: usize, default: u32| given.get(index).copied().unwrap_or(default);
    let (clones, steps, every, rounds) = (of(0, 20), of(1, 200), of(2, 5), of(3, 9).max(1));
    let scene = Scene::new(clones as usize, steps, every)?;
    scene.alone();
    let (mut costs, mut taken) = ([const { Vec::new() }; 4], 0);
    for _ in 0..rounds {
        costs[0].push(scene.alone());
        costs[1].push(scene.looked_at());
        let (cost, snapshots) = scene.streamed()?;
        costs[2].push(cost);
        costs[3].push(scene.alone());
        taken += snapshots;
    }
    println!("{clones} clones, {steps} steps, a snapshot every {every}; means of the middle half of {rounds} rounds:");
    let ways = ["alone", "all pictures, which nobody takes", "streamed", "alone again"];
    for (way, costs_of_way) in ways.into_iter().zip(&costs) {
        let told = [|cost: &Cost| cost.passed, |cost: &Cost| cost.processor].map(|of| {
            let (seconds, alone) = (middle(costs_of_way, of), middle(&costs[0], of));
            format!("{seconds:.3} s ({:+.2} %)", 100.0 * (seconds / alone - 1.0))
        });
        println!("{way:>32}: time {}, processor {}", told[0], told[1]);
    }
    let mean = taken as f64 / f64::from(rounds);
    let snapshots = steps.div_ceil(every.max(1)) + 1;
    println!(
        "each round kept {snapshots} snapshots; with what was shown between them, {mean:.1} pictures of each clone"
    );
    Ok(())
}
