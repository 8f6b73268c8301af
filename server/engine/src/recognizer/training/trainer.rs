//! The state of training on a device, and Adam's step.

use super::checkpoint::{Checkpoint, Notes};
use super::{EpochFigures, Trained, TrainingSettings};
use crate::recognizer::network::{Convolution, Dense};
use crate::recognizer::{Architecture, Network, Weights};
use burn::optim::{Adam, AdamConfig, AdamState, AdaptiveMomentumState, Optimizer};
use burn::tensor::{Device, Gradients, Tensor};

/// Training under way.
pub(super) struct Trainer<'a> {
    pub(super) settings: &'a TrainingSettings,
    pub(super) network: Network,
    pub(super) device: Device,
    first_moments: Network,
    second_moments: Network,
    adam: Adam,
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
            device: device.clone(),
            first_moments: network(&start.first_moments),
            second_moments: network(&start.second_moments),
            adam: AdamConfig::new().with_epsilon(1e-8).build(),
            best: start.best,
            notes: start.notes,
        }
    }

    /// Whether the last epoch is over, or an early stop is due.
    pub(super) fn is_done(&self) -> bool {
        let history = &self.notes.history;
        let best = history.iter().position(|epoch| epoch.accuracy == self.notes.best_accuracy);
        let stale = best.map_or(0, |best| history.len() - 1 - best);
        let impatient = self.settings.patience > 0 && stale >= self.settings.patience as usize;
        let enough = self.notes.best_accuracy >= self.settings.enough_accuracy;
        history.len() >= self.settings.epochs as usize || impatient || enough
    }

    /// Notes an epoch's figures, and keeps its weights if they are the best so far.
    pub(super) fn note(&mut self, figures: EpochFigures) {
        self.notes.history.push(figures);
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

    /// One step of Adam along the gradients of `tracked`, the differentiable twin of the network.
    pub(super) fn step(&mut self, rate: f64, tracked: &Network, mut gradients: Gradients) {
        let time = self.notes.steps as usize;
        for (index, layer) in tracked.convolutions.iter().enumerate() {
            let (first, second) =
                (&mut self.first_moments.convolutions[index], &mut self.second_moments.convolutions[index]);
            let Convolution { weight, bias } = &mut self.network.convolutions[index];
            let mut update = Update { adam: &self.adam, rate, time, gradients: &mut gradients };
            update.apply(weight, &layer.weight, &mut first.weight, &mut second.weight);
            update.apply(bias, &layer.bias, &mut first.bias, &mut second.bias);
        }
        for (index, layer) in tracked.dense.iter().enumerate() {
            let (first, second) = (&mut self.first_moments.dense[index], &mut self.second_moments.dense[index]);
            let Dense { weight, bias } = &mut self.network.dense[index];
            let mut update = Update { adam: &self.adam, rate, time, gradients: &mut gradients };
            update.apply(weight, &layer.weight, &mut first.weight, &mut second.weight);
            update.apply(bias, &layer.bias, &mut first.bias, &mut second.bias);
        }
        self.notes.steps += 1;
    }
}

struct Update<'a> {
    adam: &'a Adam,
    rate: f64,
    time: usize,
    gradients: &'a mut Gradients,
}

impl Update<'_> {
    fn apply<const D: usize>(
        &mut self,
        value: &mut Tensor<D>,
        tracked: &Tensor<D>,
        first: &mut Tensor<D>,
        second: &mut Tensor<D>,
    ) {
        // A tensor without influence on the loss has no gradient and stays.
        let Some(gradient) = tracked.grad_remove(self.gradients) else { return };
        // Taken out of their places so that nothing else holds them, and they can be changed where they are.
        let momentum = AdaptiveMomentumState {
            time: self.time,
            moment_1: first.extract(),
            moment_2: second.extract(),
            max_moment_2: None,
        };
        let (moved, state) = self.adam.step(self.rate, value.extract(), gradient, Some(AdamState::new(momentum)));
        let momentum = state.expect("Adam keeps moments").momentum;
        (*value, *first, *second) = (moved, momentum.moment_1, momentum.moment_2);
    }
}
