//! The attack.

use super::{Kind, Setting};

const fn setting(
    path: &'static str,
    label: &'static str,
    kind: Kind,
    paper: &'static str,
    meaning: &'static str,
) -> Setting {
    Setting { path, label, meaning, kind, paper }
}

/// In the order shown.
pub const ATTACK: &[Setting] = &[
    setting(
        "attack.objective",
        "Objective",
        Kind::Choice(&[("cross-entropy", "cross-entropy (Infomax)"), ("squared-error", "squared error")]),
        "both",
        "What is minimised: how far the recognizer's answer is from the target.",
    ),
    setting(
        "attack.optimizer",
        "Optimizer",
        Kind::Choice(&[("gradient-descent", "gradient descent"), ("adam", "Adam")]),
        "gradient descent",
        "How the image moves along the gradient.",
    ),
    setting(
        "attack.step_size",
        "Step size",
        Kind::Real { min: 1e-6, max: 100.0 },
        "0.05",
        "How far the image moves in one step (the paper's alpha).",
    ),
    setting(
        "attack.max_steps",
        "Step limit",
        Kind::Whole { min: 1, max: 1_000_000 },
        "not given",
        "The attack stops after this many steps at the latest.",
    ),
    setting(
        "attack.stop_score",
        "Score to stop at",
        Kind::Real { min: 0.0, max: 2.0 },
        "not given",
        "A clone stops once its mean target score over the plateau passed this and its loss stopped falling. Above 1: none stops early.",
    ),
    setting(
        "attack.plateau_steps",
        "Plateau",
        Kind::Whole { min: 1, max: 1_000_000 },
        "not given",
        "The loss has stopped falling when its trend over this many steps is a fall of less than 1 %.",
    ),
    setting(
        "attack.total_variation",
        "Smoothness",
        Kind::Real { min: 0.0, max: 1000.0 },
        "0 (none)",
        "Weight of the total variation, which punishes differences of neighbouring pixels.",
    ),
    setting(
        "attack.shift",
        "Random shift",
        Kind::Whole { min: 0, max: 64 },
        "0 (none)",
        "The recognizer sees each step moved by up to this many pixels.",
    ),
    setting("attack.flip", "Random mirroring", Kind::Switch, "off", "The recognizer sees half of the steps mirrored."),
    setting(
        "attack.seed_faces",
        "Faces in a seed",
        Kind::Whole { min: 1, max: 100_000 },
        "256",
        "Public faces averaged into each seed image, or all there are if fewer.",
    ),
    setting(
        "attack.snapshot_every",
        "Snapshot interval",
        Kind::Whole { min: 1, max: 100_000 },
        "",
        "Clones are kept, for the way through their steps, every so many steps. Every 25 steps cost about 1 % of the attack's time, every 10 steps 5 %.",
    ),
    setting(
        "attack.half_precision",
        "Half precision",
        Kind::Switch,
        "",
        "On a graphics card, ask the recognizer in 16-bit floats, if its scores of the seeds agree to 0.01.",
    ),
];
