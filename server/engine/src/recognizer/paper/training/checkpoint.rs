//! Checkpoints: weights, Adam's moments, the best weights so far, and the history.

use super::EpochFigures;
use crate::recognizer::{Architecture, WeightError, Weights};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The state of training between two steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub(super) weights: Weights,
    pub(super) first_moments: Weights,
    pub(super) second_moments: Weights,
    pub(super) best: Weights,
    pub(super) notes: Notes,
}

/// The part of a checkpoint that is not tensors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Notes {
    /// Steps that Adam has taken.
    pub steps: u64,
    /// Accuracy of the best weights; negative before the first epoch.
    pub best_accuracy: f64,
    pub history: Vec<EpochFigures>,
    /// The epoch in progress.
    pub under_way: EpochProgress,
}

/// Progress within an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct EpochProgress {
    /// Batches done.
    pub batches: usize,
    /// Sum of the losses of their images.
    #[serde(with = "bits")]
    pub loss: f64,
}

/// Stores a number bit by bit, because JSON's decimal digits may change it.
mod bits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        value.to_bits().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        u64::deserialize(deserializer).map(f64::from_bits)
    }
}

impl Notes {
    /// Epochs since the one with the best accuracy (the earliest of equals); 0 before the first.
    pub fn stale_epochs(&self) -> usize {
        let best = self.history.iter().position(|epoch| epoch.accuracy == self.best_accuracy);
        best.map_or(0, |best| self.history.len() - 1 - best)
    }
}

const NOTES: &str = "effigy.training";

impl Checkpoint {
    /// The start of training.
    pub(super) fn fresh(architecture: &Architecture, seed: u64) -> Self {
        let zeros = Weights::zeros(architecture);
        Self {
            weights: Weights::random(architecture, seed),
            first_moments: zeros.clone(),
            second_moments: zeros.clone(),
            best: zeros,
            notes: Notes { best_accuracy: -1.0, ..Notes::default() },
        }
    }

    /// Completed epochs.
    pub fn epochs(&self) -> u32 {
        self.notes.history.len() as u32
    }

    /// The figures of completed epochs.
    pub fn history(&self) -> &[EpochFigures] {
        &self.notes.history
    }

    /// The best weights, unless they are the current ones.
    fn former_best(&self) -> Option<&Weights> {
        (self.best != self.weights).then_some(&self.best)
    }

    /// The contents of a safetensors file with all of it; the best weights are omitted if they are the current ones.
    /// `training` identifies what the training depends on: its images and settings.
    pub fn to_bytes(&self, training: &str) -> Vec<u8> {
        let parts = [("weights", &self.weights), ("first", &self.first_moments), ("second", &self.second_moments)];
        let parts = parts.into_iter().chain(self.former_best().map(|best| ("best", best)));
        let all = Weights { tensors: parts.flat_map(|(prefix, part)| part.prefixed(prefix)).collect() };
        let notes = serde_json::to_string(&(training, &self.notes)).expect("notes are plain data");
        all.to_safetensors(Some(HashMap::from([(NOTES.into(), notes)])))
    }

    /// Reads what [`Checkpoint::to_bytes`] wrote.
    ///
    /// # Errors
    /// If the bytes are not a checkpoint of this training and architecture.
    pub fn from_bytes(bytes: &[u8], architecture: &Architecture, training: &str) -> Result<Self, WeightError> {
        let format = |why: String| WeightError::Format(why);
        let (_, header) = safetensors::SafeTensors::read_metadata(bytes).map_err(|error| format(error.to_string()))?;
        let notes = header.metadata().as_ref().and_then(|notes| notes.get(NOTES));
        let notes = notes.ok_or_else(|| format("no training notes".into()))?;
        let (of, notes): (String, Notes) = serde_json::from_str(notes).map_err(|error| format(error.to_string()))?;
        if of != training {
            return Err(WeightError::OtherTraining);
        }
        let all = Weights::from_safetensors(bytes)?;
        let part = |prefix: &str| {
            let part = all.part(prefix);
            part.check(architecture).map(|()| part)
        };
        let weights = part("weights")?;
        let best = if all.has_part("best") { part("best")? } else { weights.clone() };
        Ok(Self { weights, first_moments: part("first")?, second_moments: part("second")?, best, notes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_weights_come_back_and_are_written_once_where_they_are_the_last() {
        let architecture = Architecture { input: 8, convolutions: vec![], hidden: vec![16], classes: 3 };
        let fresh = Checkpoint::fresh(&architecture, 1);
        let last_is_best = Checkpoint { best: fresh.weights.clone(), ..fresh.clone() };
        for checkpoint in [&fresh, &last_is_best] {
            assert_eq!(
                Checkpoint::from_bytes(&checkpoint.to_bytes("mine"), &architecture, "mine").as_ref(),
                Ok(checkpoint)
            );
        }
        assert!(4 * last_is_best.to_bytes("mine").len() < 3 * fresh.to_bytes("mine").len() + 1000);
    }

    #[test]
    fn epochs_without_progress_are_counted_from_the_earliest_of_the_best() {
        let notes = |accuracies: &[f64]| {
            let figures = |(epoch, accuracy): (u32, &f64)| EpochFigures { epoch, loss: 1.0, accuracy: *accuracy };
            let history: Vec<_> = (1..).zip(accuracies).map(figures).collect();
            Notes { best_accuracy: accuracies.iter().copied().fold(-1.0, f64::max), history, ..Notes::default() }
        };
        let stale = [&[][..], &[0.5], &[0.5, 0.4, 0.5], &[0.1, 0.6]].map(|accuracies| notes(accuracies).stale_epochs());
        assert_eq!(stale, [0, 0, 2, 0]);
    }
}
