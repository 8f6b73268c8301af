//! Training of the recognizers.

use super::{Kind, Setting};

const fn setting(path: &'static str, label: &'static str, kind: Kind, meaning: &'static str) -> Setting {
    Setting { path, label, meaning, kind, paper: "not given" }
}

/// In the order shown.
pub const TRAINING: &[Setting] = &[
    setting(
        "training.epochs",
        "Epochs",
        Kind::Whole { min: 1, max: 10_000 },
        "Passes over the training images, at most.",
    ),
    setting("training.batch_size", "Batch size", Kind::Whole { min: 1, max: 4096 }, "Images in one training step."),
    setting(
        "training.learning_rate",
        "Learning rate",
        Kind::Real { min: 1e-6, max: 1.0 },
        "The highest rate of the one-cycle schedule that Adam follows.",
    ),
    setting(
        "training.dropout",
        "Dropout",
        Kind::Real { min: 0.0, max: 0.95 },
        "Share of hidden neurons dropped in each training step.",
    ),
    setting("training.flip", "Mirror images", Kind::Switch, "Half of the training images are mirrored."),
    setting(
        "training.shift",
        "Shift",
        Kind::Whole { min: 0, max: 64 },
        "Each training image moves by up to this many pixels each way.",
    ),
    setting(
        "training.brightness",
        "Brightness",
        Kind::Real { min: 0.0, max: 0.9 },
        "Each training image is scaled by a factor within 1 ± this.",
    ),
    setting(
        "training.patience",
        "Patience",
        Kind::Whole { min: 0, max: 10_000 },
        "Training stops after this many epochs without a better accuracy; 0 means never.",
    ),
    setting(
        "training.enough_accuracy",
        "Enough accuracy",
        Kind::Real { min: 0.0, max: 2.0 },
        "Training stops once the held-out accuracy reaches this; above 1 means never.",
    ),
];
