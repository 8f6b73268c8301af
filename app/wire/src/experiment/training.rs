//! How recognizers are trained.

use crate::settings::{Kind, settings};

settings! {
    /// Training with Adam under a one-cycle learning rate.
    pub struct TrainingConfig at "training." {
        /// The most passes over the training images.
        epochs: u32 = 30, "Epochs", Kind::Whole { min: 1, max: 10_000 }, "not given";

        /// Images in one training step.
        batch_size: u32 = 64, "Batch size", Kind::Whole { min: 1, max: 4096 }, "not given";

        /// The highest learning rate of the one-cycle schedule.
        learning_rate: f64 = 1e-3, "Learning rate", Kind::Real { min: 1e-8, max: 1.0 }, "not given";

        /// Share of neurons dropped after each hidden fully connected layer in each training step.
        dropout: f64 = 0.5, "Dropout", Kind::Real { min: 0.0, max: 0.95 }, "not given";

        /// Half of the training images are mirrored.
        flip: bool = true, "Mirror images", Kind::Switch, "not given";

        /// Each training image is shifted by up to this many pixels in each direction.
        shift: u32 = 6, "Shift", Kind::Whole { min: 0, max: 64 }, "not given";

        /// The brightness of each training image is scaled by a factor within 1 ± this.
        brightness: f64 = 0.2, "Brightness", Kind::Real { min: 0.0, max: 0.9 }, "not given";

        /// Training stops after this many epochs without a better held-out accuracy; 0 for never.
        patience: u32 = 0, "Patience", Kind::Whole { min: 0, max: 10_000 }, "not given";

        /// Training stops once the held-out accuracy reaches this; above 1 for never.
        enough_accuracy: f64 = 2.0, "Enough accuracy", Kind::Real { min: 0.01, max: 1e9 }, "not given";
    }
}
