//! Training a recognizer: Adam under a one-cycle learning rate, light augmentation, dropout (README, "Training").
//!
//! Randomness follows from the seed and the step's number, so that training resumed from a checkpoint ends with the
//! same bytes as training that was never interrupted.

mod checkpoint;
mod convolutions;
mod epoch;
mod schedule;
mod trainer;

pub use checkpoint::Checkpoint;
pub use schedule::one_cycle;

use super::{Architecture, Weights};
use crate::dataset::{FaceStore, Sample};
use burn::tensor::Device;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use trainer::Trainer;

/// How a recognizer is trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingSettings {
    /// Passes over the training images.
    pub epochs: u32,
    /// Images in one step.
    pub batch_size: usize,
    /// The highest learning rate of the cycle.
    pub learning_rate: f64,
    /// Dropout after each hidden fully connected layer.
    pub dropout: f64,
    /// Mirror half of the images.
    pub flip: bool,
    /// Move each image by up to this many pixels each way.
    pub shift: u32,
    /// Scale brightness by a factor within 1 ± this.
    pub brightness: f64,
    /// Stop after this many epochs without a better held-out accuracy; 0 means never.
    pub patience: u32,
    /// Stop once the held-out accuracy has reached this; above 1 means never.
    pub enough_accuracy: f64,
    /// Seeds all randomness.
    pub seed: u64,
}

/// Files written before a setting existed get the value given here, so it must be what training did before.
impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            epochs: 0,
            batch_size: 0,
            learning_rate: 0.0,
            dropout: 0.0,
            flip: false,
            shift: 0,
            brightness: 0.0,
            patience: 0,
            enough_accuracy: 2.0,
            seed: 0,
        }
    }
}

/// The images for training.
#[derive(Debug)]
pub struct TrainingData<'a> {
    /// The faces.
    pub faces: &'a FaceStore,
    /// Training images.
    pub training: Vec<Sample>,
    /// Held-out images, to measure accuracy.
    pub held_out: Vec<Sample>,
}

/// Figures of an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochFigures {
    /// From 1.
    pub epoch: u32,
    /// Mean training loss.
    pub loss: f64,
    /// Held-out accuracy in [0,1].
    pub accuracy: f64,
}

/// Reports from training to its observer.
pub enum TrainingEvent<'a> {
    /// A step was taken, or some held-out images were scored.
    Step {
        /// Images seen in all epochs so far.
        done: u64,
        /// Images in all epochs.
        total: u64,
        /// Makes a checkpoint of this moment, which takes about as long as a step.
        checkpoint: &'a dyn Fn() -> Checkpoint,
    },
    /// An epoch ended.
    Epoch {
        /// Its figures.
        figures: EpochFigures,
        /// Makes a checkpoint of the state after it.
        checkpoint: &'a dyn Fn() -> Checkpoint,
    },
}

/// Watches training; its answer says whether to continue.
pub type TrainingObserver<'a> = &'a mut dyn FnMut(TrainingEvent<'_>) -> ControlFlow<()>;

/// A trained recognizer.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Weights of the epoch with the best held-out accuracy (the first among equals).
    pub weights: Weights,
    /// That accuracy, in [0,1].
    pub accuracy: f64,
    /// Figures of every epoch.
    pub history: Vec<EpochFigures>,
}

/// Trains a recognizer, from the start or from a checkpoint. `None` if the observer stopped it.
///
/// # Panics
/// If a sample's label or image is out of range, or the size of the faces is not the architecture's input.
pub fn train(
    architecture: &Architecture,
    lessons: &TrainingData<'_>,
    settings: &TrainingSettings,
    device: &Device,
    from: Option<Checkpoint>,
    observer: TrainingObserver<'_>,
) -> Option<Trained> {
    assert_eq!(lessons.faces.size() as usize, architecture.input, "faces are of the network's input size");
    let start = from.unwrap_or_else(|| Checkpoint::fresh(architecture, settings.seed));
    let mut trainer = Trainer::new(architecture, settings, start, device);
    while !trainer.is_done() {
        let figures = trainer.epoch(lessons, observer)?;
        if observer(TrainingEvent::Epoch { figures, checkpoint: &|| trainer.checkpoint() }).is_break() {
            return None;
        }
    }
    Some(trainer.finish())
}

#[cfg(test)]
mod tests;
