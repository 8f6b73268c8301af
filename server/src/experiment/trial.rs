//! Work without meaning, to see how fast a device is and to warm it up: random weights, pictures of noise.

use super::training_settings;
use anyhow::Result;
use engine::dataset::{FaceStore, Sample};
use engine::device::Chosen;
use engine::pixels::Pictures;
use engine::recognizer::training::{TrainingData, TrainingEvent, train};
use engine::recognizer::{Architecture, Recognizer, Weights};
use std::ops::ControlFlow;
use wire::experiment::TrainingConfig;

/// Side of the paper's input in pixels.
const SIDE: u32 = 128;

/// The paper's network with random weights.
pub fn recognizer(classes: usize, device: &Chosen) -> Result<Recognizer> {
    let architecture = Architecture::paper(classes);
    let names = (0..classes).map(|class| class.to_string()).collect();
    let weights = Weights::random(&architecture, 1);
    Ok(Recognizer::new(&architecture, names, &weights, device.device())?)
}

/// Pictures of noise.
pub fn noise(pictures: usize) -> Pictures {
    let byte = |at: usize| (at.wrapping_mul(2_654_435_761) >> 8) as u8;
    Pictures { size: SIDE, bytes: (0..pictures * (SIDE * SIDE * 3) as usize).map(byte).collect() }
}

/// Trains on noise without end; `step` hears of every step, and says whether to go on.
pub fn training(classes: usize, batch: usize, device: &Chosen, step: &mut dyn FnMut() -> ControlFlow<()>) {
    let faces = FaceStore::from_bytes(SIDE, noise(8 * batch).bytes);
    let samples = (0..faces.len()).map(|image| Sample { image, label: (image % classes) as u32 }).collect();
    let lessons = TrainingData { faces: &faces, training: samples, held_out: Vec::new() };
    let config = TrainingConfig { epochs: u32::MAX, batch_size: batch as u32, ..TrainingConfig::default() };
    let mut observer = |event: TrainingEvent<'_>| match event {
        TrainingEvent::Step { .. } => step(),
        TrainingEvent::Epoch { .. } => ControlFlow::Continue(()),
    };
    let settings = training_settings(&config, 1);
    let _ = train(&Architecture::paper(classes), &lessons, &settings, device.device(), None, &mut observer);
}
