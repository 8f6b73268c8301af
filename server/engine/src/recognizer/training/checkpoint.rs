//! Where training can be taken up again: weights, Adam's moments, the best weights so far, the history.

use super::EpochFigures;
use crate::recognizer::{Architecture, WeightError, Weights};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The state of training between two epochs.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub(super) weights: Weights,
    pub(super) first_moments: Weights,
    pub(super) second_moments: Weights,
    pub(super) best: Weights,
    pub(super) notes: Notes,
}

/// The part of a checkpoint that is no tensor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Notes {
    /// Steps that Adam has taken.
    pub steps: u64,
    /// Accuracy of the best weights; negative before the first epoch.
    pub best_accuracy: f64,
    pub history: Vec<EpochFigures>,
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

    /// Epochs done.
    pub fn epochs(&self) -> u32 {
        self.notes.history.len() as u32
    }

    /// How the epochs so far went.
    pub fn history(&self) -> &[EpochFigures] {
        &self.notes.history
    }

    /// The bytes of a safetensors file that holds all of it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = [
            self.weights.prefixed("weights"),
            self.first_moments.prefixed("first"),
            self.second_moments.prefixed("second"),
            self.best.prefixed("best"),
        ];
        let all = Weights { tensors: parts.into_iter().flatten().collect() };
        let notes = serde_json::to_string(&self.notes).expect("notes are plain data");
        all.to_safetensors(Some(HashMap::from([(NOTES.into(), notes)])))
    }

    /// Reads what [`Checkpoint::to_bytes`] wrote.
    ///
    /// # Errors
    /// If the bytes are not a checkpoint of this architecture.
    pub fn from_bytes(bytes: &[u8], architecture: &Architecture) -> Result<Self, WeightError> {
        let format = |why: String| WeightError::Format(why);
        let (_, header) = safetensors::SafeTensors::read_metadata(bytes).map_err(|error| format(error.to_string()))?;
        let notes = header.metadata().as_ref().and_then(|notes| notes.get(NOTES));
        let notes = notes.ok_or_else(|| format("no training notes".into()))?;
        let notes = serde_json::from_str(notes).map_err(|error| format(error.to_string()))?;
        let all = Weights::from_safetensors(bytes)?;
        let part = |prefix: &str| {
            let part = all.part(prefix);
            part.check(architecture).map(|()| part)
        };
        Ok(Self {
            weights: part("weights")?,
            first_moments: part("first")?,
            second_moments: part("second")?,
            best: part("best")?,
            notes,
        })
    }
}
