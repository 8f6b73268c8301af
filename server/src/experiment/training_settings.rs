//! The training section of a configuration and the engine's settings.

use engine::recognizer::training::TrainingSettings;
use wire::experiment::TrainingConfig;

/// The engine's settings of a training section; everything random follows from `seed`.
pub fn resolve(config: &TrainingConfig, seed: u64) -> TrainingSettings {
    TrainingSettings {
        epochs: config.epochs,
        batch_size: config.batch_size as usize,
        learning_rate: config.learning_rate,
        dropout: config.dropout,
        flip: config.flip,
        shift: config.shift,
        brightness: config.brightness,
        patience: config.patience,
        enough_accuracy: config.enough_accuracy,
        seed,
    }
}
