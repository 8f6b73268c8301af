//! The state of training on a device.

use super::checkpoint::{Checkpoint, EpochProgress, Notes};
use super::convolutions::Convolutions;
use super::{EpochFigures, Trained, TrainingSettings};
use crate::adam::{Slot, Stepper};
use crate::recognizer::paper::network::{Convolution, Dense};
use crate::recognizer::{Architecture, Network, Weights};
use burn::tensor::{Device, Gradients, Tensor};

/// Training in progress.
pub(super) struct Trainer<'a> {
    pub(super) settings: &'a TrainingSettings,
    pub(super) network: Network,
    pub(super) convolutions: Convolutions,
    pub(super) device: Device,
    first_moments: Network,
    second_moments: Network,
    stepper: Stepper,
    best: Weights,
    pub(super) notes: Notes,
}

impl<'a> Trainer<'a> {
    pub(super) fn new(
        architecture: &Architecture,
        settings: &'a TrainingSettings,
        start: Checkpoint,
        device: &Device,
    ) -> Self {
        let network = |weights: &Weights| Network::new(architecture, weights, device);
        Self {
            settings,
            network: network(&start.weights),
            convolutions: Convolutions::new(architecture, device),
            device: device.clone(),
            first_moments: network(&start.first_moments),
            second_moments: network(&start.second_moments),
            stepper: Stepper::new(device),
            best: start.best,
            notes: start.notes,
        }
    }

    /// Whether the last epoch is done, or an early stop is due.
    pub(super) fn is_done(&self) -> bool {
        let patience = self.settings.patience as usize;
        let impatient = patience > 0 && self.notes.stale_epochs() >= patience;
        let enough = self.notes.best_accuracy >= self.settings.enough_accuracy;
        self.notes.history.len() >= self.settings.epochs as usize || impatient || enough
    }

    /// Records an epoch's figures, and keeps its weights if they are the best so far.
    pub(super) fn note(&mut self, figures: EpochFigures) {
        self.notes.history.push(figures);
        self.notes.under_way = EpochProgress::default();
        if figures.accuracy > self.notes.best_accuracy {
            self.notes.best_accuracy = figures.accuracy;
            self.best = self.network.weights();
        }
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            weights: self.network.weights(),
            first_moments: self.first_moments.weights(),
            second_moments: self.second_moments.weights(),
            best: self.best.clone(),
            notes: self.notes.clone(),
        }
    }

    pub(super) fn finish(self) -> Trained {
        Trained { weights: self.best, accuracy: self.notes.best_accuracy, history: self.notes.history }
    }

    /// One step of Adam along the gradients of `tracked`, the tracked copy of the network.
    pub(super) fn step(&mut self, rate: f64, tracked: Network, gradients: Gradients) {
        let mut update = Update { stepper: &self.stepper, rate, time: self.notes.steps, gradients };
        let moments = self.first_moments.convolutions.iter_mut().zip(&mut self.second_moments.convolutions);
        let layers = self.network.convolutions.iter_mut().zip(tracked.convolutions).zip(moments);
        for ((Convolution { weight, bias }, tracked), (first, second)) in layers {
            update.apply(tracked.weight, Slot { value: weight, first: &mut first.weight, second: &mut second.weight });
            update.apply(tracked.bias, Slot { value: bias, first: &mut first.bias, second: &mut second.bias });
        }
        let moments = self.first_moments.dense.iter_mut().zip(&mut self.second_moments.dense);
        let layers = self.network.dense.iter_mut().zip(tracked.dense).zip(moments);
        for ((Dense { weight, bias }, tracked), (first, second)) in layers {
            update.apply(tracked.weight, Slot { value: weight, first: &mut first.weight, second: &mut second.weight });
            update.apply(tracked.bias, Slot { value: bias, first: &mut first.bias, second: &mut second.bias });
        }
        self.notes.steps += 1;
    }
}

struct Update<'a> {
    stepper: &'a Stepper,
    rate: f64,
    time: u64,
    gradients: Gradients,
}

impl Update<'_> {
    /// `tracked` shares its memory with the slot's value, and is dropped before that changes.
    fn apply<const D: usize>(&mut self, tracked: Tensor<D>, slot: Slot<'_, D>) {
        // A tensor without influence on the loss has no gradient and does not change.
        let Some(gradient) = tracked.grad_remove(&mut self.gradients) else { return };
        drop(tracked);
        self.stepper.step(slot, gradient, self.rate, self.time);
    }
}
