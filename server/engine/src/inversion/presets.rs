//! Named attacks.

use super::{AttackSettings, ObjectiveKind, OptimizerKind};

/// A named attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The paper's gradient descent (section 3) on the Infomax measure.
    Paper,
    /// The paper's gradient descent on the squared error.
    PaperSquaredError,
    /// Adam with total variation, each step seen through a random shift and flip.
    Fast,
}

impl Preset {
    /// Every preset, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Paper, Self::PaperSquaredError, Self::Fast];

    /// All settings of the preset.
    pub fn settings(self) -> AttackSettings {
        let paper = AttackSettings {
            objective: ObjectiveKind::CrossEntropy,
            optimizer: OptimizerKind::GradientDescent,
            step_size: 0.05,
            total_variation: 0.0,
            shift: 0,
            flip: false,
            max_steps: 200,
            stop_score: 0.99,
            plateau_steps: 20,
            half_precision: false,
            snapshot_every: 25,
        };
        match self {
            Self::Paper => paper,
            Self::PaperSquaredError => AttackSettings { objective: ObjectiveKind::SquaredError, ..paper },
            Self::Fast => AttackSettings {
                optimizer: OptimizerKind::Adam,
                step_size: 0.01,
                total_variation: 2.0,
                shift: 8,
                flip: true,
                ..paper
            },
        }
    }
}
