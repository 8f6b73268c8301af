//! How fast this machine attacks and trains: `cargo run -p server --example speed [cpu|gpu]`.
//!
//! The unit of an attack is the clone-iteration: one forward pass and one input gradient of the paper's network with
//! 2,041 classes for one clone. Medians of several rounds; figures of different runs compare badly on a busy machine.
#![expect(clippy::print_stdout, reason = "a command-line program")]

use engine::dataset::{FaceStore, Sample};
use engine::device::{Choice, Chosen, choose};
use engine::inversion::{Attack, AttackSettings, Preset, invert};
use engine::pixels::Pictures;
use engine::recognizer::training::{Lessons, TrainingEvent, TrainingSettings, train};
use engine::recognizer::{Architecture, Recognizer, Weights};
use std::ops::ControlFlow;
use std::time::Instant;

const CLASSES: usize = 2041;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    server::memory::keep_pages();
    let choice = match std::env::args().nth(1).as_deref() {
        Some("gpu") => Choice::Gpu,
        _ => Choice::Cpu,
    };
    let device = choose(choice)?;
    println!("{} — {}", device.name, device.reason);
    let architecture = Architecture::paper(CLASSES);
    let classes = (0..CLASSES).map(|class| class.to_string()).collect();
    let recognizer =
        Recognizer::new(architecture, classes, &Weights::random(&Architecture::paper(CLASSES), 1), device.device())?;
    for clones in [1, 25, 100] {
        println!("attack, {clones:>3} clones: {:7.1} clone-iterations/s", attack(&recognizer, clones));
    }
    println!("training, batch 64: {:7.1} images/s", training(&device));
    Ok(())
}

fn noise(pictures: usize) -> Vec<u8> {
    (0..pictures * 128 * 128 * 3).map(|at: usize| (at.wrapping_mul(2_654_435_761) >> 8) as u8).collect()
}

/// Median over rounds, each long enough to matter.
fn attack(recognizer: &Recognizer, clones: usize) -> f64 {
    let steps = (200 / clones).clamp(4, 60) as u32;
    let settings = AttackSettings { max_steps: steps + 1, snapshot_every: 1_000_000, ..Preset::Paper.settings() };
    let seeds = Pictures { size: 128, bytes: noise(clones) };
    let attack = Attack { target: 5, seeds: &seeds, settings: &settings, seed: 0 };
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let mut marks = Vec::new();
            let _ = invert(recognizer, &attack, &mut |_| {
                marks.push(Instant::now());
                ControlFlow::Continue(())
            });
            // The first step warms up; the last mark follows a mere look at the result.
            clones as f64 * f64::from(steps) / (marks[steps as usize] - marks[0]).as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}

fn training(device: &Chosen) -> f64 {
    let images = 64 * (ROUNDS + 1);
    let faces = FaceStore::from_bytes(128, noise(images));
    let samples = (0..images).map(|image| Sample { image, label: (image % CLASSES) as u32 }).collect();
    let lessons = Lessons { faces: &faces, training: samples, held_out: Vec::new() };
    let settings = TrainingSettings {
        epochs: 1,
        batch_size: 64,
        learning_rate: 1e-4,
        dropout: 0.5,
        flip: true,
        shift: 6,
        brightness: 0.2,
        patience: 0,
        enough_accuracy: 2.0,
        seed: 1,
    };
    let mut marks = Vec::new();
    let mut observer = |event: TrainingEvent<'_>| {
        if let TrainingEvent::Step { .. } = event {
            marks.push(Instant::now());
        }
        ControlFlow::Continue(())
    };
    let _ = train(&Architecture::paper(CLASSES), &lessons, &settings, device.device(), None, &mut observer);
    let mut rates: Vec<f64> = marks.windows(2).map(|pair| 64.0 / (pair[1] - pair[0]).as_secs_f64()).collect();
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
