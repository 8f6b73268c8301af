//! What the live stream costs a run: the same attack with and without snapshots that are encoded, kept and shown.
//!
//! `cargo run -p server --features embed --example stream_cost -- [CLONES] [STEPS] [SNAPSHOT_EVERY] [ROUNDS]`
//!
//! Told are the time that passes, in which whatever else the machine does has its part, and the processor's time, in which
//! that has little. Each round compares an attack with the one beside it; the medians are of these comparisons. Apart from
//! them, Linux tells the processor time of the recorder's thread, which encodes and keeps: that hardly varies.

use anyhow::{Context, Result};
use app::wire::experiment::ExperimentConfig;
use engine::device::Chosen;
use engine::inversion::{Attack, AttackSettings, Preset, Step, invert};
use engine::pixels::Pictures;
use engine::recognizer::{Architecture, Recognizer, Weights};
use server::convert;
use server::live::{Hub, Next, Recorder, Snapshot};
use server::store::database::DatabaseAddress;
use server::store::jobs::{JobLane, Taker};
use server::store::objects::ObjectsAddress;
use server::store::{Archive, LeasedRun, RunRow, new_run_id};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Seconds that an attack took.
#[derive(Clone, Copy)]
struct Cost {
    passed: f64,
    processor: f64,
    /// Of the processor's, that of the recorder; zero where there was none.
    recorder: f64,
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
        let recognizer = Recognizer::new(architecture, classes, &weights, Chosen::cpu("measured").device())?;
        // A soft gradient with some noise: about as hard to encode as a clone.
        let pixel = |at: usize| ((at / 3 % 128) + (at / 384 % 128) / 2 + at * 7919 % 13) as u8;
        let seeds = Pictures { size: 128, bytes: (0..clones * 128 * 128 * 3).map(pixel).collect() };
        let settings = AttackSettings { max_steps: steps, snapshot_every, ..Preset::Fast.settings() };
        Ok(Self { recognizer, seeds, settings })
    }

    fn cost(&self, settings: &AttackSettings, mut observe: impl FnMut(Step)) -> Cost {
        let attack = Attack { target: 0, seeds: &self.seeds, settings, seed: 1 };
        let (started, before) = (Instant::now(), processor_seconds());
        let mut observer = |step: Step| {
            observe(step);
            ControlFlow::Continue(())
        };
        invert(&self.recognizer, &attack, &mut observer);
        Cost { passed: started.elapsed().as_secs_f64(), processor: processor_seconds() - before, recorder: 0.0 }
    }

    fn alone(&self) -> Cost {
        let never = AttackSettings { snapshot_every: u32::MAX, ..self.settings.clone() };
        self.cost(&never, |_| {})
    }

    /// With pictures brought from the tensors that nobody takes.
    fn looked_at(&self) -> Cost {
        self.cost(&self.settings, |_| {})
    }

    /// What the attack cost, and how many snapshots were taken of it, while three viewers take whatever comes.
    fn streamed(&self) -> Result<(Cost, u64)> {
        let data = tempfile::tempdir()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let (database, objects) = (DatabaseAddress::DataFolder, ObjectsAddress::DataFolder);
        let archive = runtime.block_on(Archive::open(&database, &objects, data.path()))?;
        let id = new_run_id().map_err(|error| anyhow::anyhow!("{error}"))?;
        let row = RunRow::queued(id, 0, ExperimentConfig::default());
        archive.queue(&row, Vec::new(), JobLane::Any)?;
        let taker = Taker { worker: "measured".into(), lane: JobLane::Cpu, is_own: true };
        let (lease, _) = archive.take(taker)?.job.context("no job")?;
        let run = Arc::new(LeasedRun::new(archive, lease));
        let hub = Hub::new(convert::fresh_state(&row, Vec::new()), Vec::new());
        for _ in 0..3 {
            runtime.spawn(watch(hub.clone()));
        }
        let recorder = Recorder::start(hub.clone(), run).context("no recorder")?;
        let cost = self.cost(&self.settings, |step| record(&recorder, step));
        recorder.save_state();
        // What still waits is encoded meanwhile; the thread must be there to be asked for its time.
        std::thread::sleep(Duration::from_millis(200));
        let seconds = thread_seconds("recorder");
        Ok((Cost { recorder: seconds, ..cost }, hub.sequence() / self.seeds.len() as u64))
    }
}

fn record(recorder: &Recorder, step: Step) {
    let point = convert::step_point(step.iteration, &step.losses, &step.scores);
    if let Some(pictures) = step.pictures {
        recorder.record(Snapshot { target: 0, point, scores: step.scores, pictures });
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

/// Processor time of the thread of this name; Linux alone tells.
fn thread_seconds(name: &str) -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let told = |file: &str, thread: &std::fs::DirEntry| std::fs::read_to_string(thread.path().join(file)).ok();
    let mut named = threads.filter(|thread| told("comm", thread).is_some_and(|comm| comm.trim() == name));
    let nanoseconds =
        named.next().and_then(|thread| told("schedstat", &thread)?.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[expect(clippy::print_stdout, reason = "the figures are what was asked for")]
fn main() -> Result<()> {
    server::memory::keep_pages();
    let given: Vec<u32> = std::env::args().skip(1).map(|number| number.parse()).collect::<Result<_, _>>()?;
    let of = |index: usize, default: u32| given.get(index).copied().unwrap_or(default);
    let (clones, steps, every, rounds) = (of(0, 20), of(1, 200), of(2, 5), of(3, 9).max(1));
    let scene = Scene::new(clones as usize, steps, every)?;
    scene.alone();
    let (mut alone, mut looked_at, mut streamed, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        alone.push(scene.alone());
        looked_at.push(scene.looked_at());
        let (cost, snapshots) = scene.streamed()?;
        streamed.push(cost);
        taken.push(snapshots as f64);
    }
    println!("{clones} clones, {steps} steps, a snapshot every {every}, medians of {rounds} rounds:");
    for (what, of) in [("time", (|cost| cost.passed) as fn(&Cost) -> f64), ("processor", |cost| cost.processor)] {
        let seconds = |costs: &[Cost]| median(costs.iter().map(of).collect());
        let more = |costs: &[Cost]| {
            let pairs = alone.iter().zip(costs);
            100.0 * median(pairs.map(|(alone, cost)| of(cost) / of(alone) - 1.0).collect())
        };
        println!(
            "{what}: alone {:.3} s; with pictures, which nobody takes, {:.3} s: {:+.2} %; streamed {:.3} s: {:+.2} %",
            seconds(&alone),
            seconds(&looked_at),
            more(&looked_at),
            seconds(&streamed),
            more(&streamed)
        );
    }
    let share = streamed.iter().map(|cost| cost.recorder / cost.processor).collect();
    println!("the recorder's part of the processor's time: {:.2} %", 100.0 * median(share));
    println!("{} of {} snapshots were taken", median(taken), steps.div_ceil(every.max(1)) + 1);
    Ok(())
}
