//! Attacks of every kind, as the shipped presets have them.

use crate::inversion::{AttackSettings, MethodKind, ObjectiveKind, OptimizerKind, ParametersKind, StrategyKind};

/// A named attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The paper's gradient descent (section 3) on the Infomax measure.
    Paper,
    /// The paper's gradient descent on the squared error.
    PaperSquaredError,
    /// Adam with total variation, each step seen through a random shift and flip.
    Fast,
    /// Adam on eigenface coefficients, each step seen through two random transforms.
    Faces,
    /// Adam on eigenface coefficients, towards one stored template.
    Template,
    /// The same on pixels.
    TemplatePixels,
    /// A search by scores alone on eigenface coefficients (paper, section 6).
    Evolution,
}

impl Preset {
    /// Every preset, once.
    pub const ALL: [Self; 7] = [
        Self::Paper,
        Self::PaperSquaredError,
        Self::Fast,
        Self::Faces,
        Self::Template,
        Self::TemplatePixels,
        Self::Evolution,
    ];

    /// All settings of the preset.
    pub fn settings(self) -> AttackSettings {
        let paper = AttackSettings {
            method: MethodKind::Descent,
            objective: ObjectiveKind::CrossEntropy,
            parameters: ParametersKind::Pixels,
            optimizer: OptimizerKind::GradientDescent,
            step_size: 0.05,
            total_variation: 0.0,
            coefficient_penalty: 0.0,
            views: 1,
            shift: 0,
            flip: false,
            rotation: 0.0,
            scale: 0.0,
            brightness: 0.0,
            max_steps: 200,
            stop_score: 0.99,
            plateau_steps: 20,
            half_precision: false,
            snapshot_every: 25,
            population: 40,
            queries: 0,
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
            Self::Faces => AttackSettings {
                objective: ObjectiveKind::MaxMargin,
                parameters: ParametersKind::Eigenfaces(256),
                optimizer: OptimizerKind::Adam,
                step_size: 0.05,
                coefficient_penalty: 0.02,
                views: 2,
                shift: 8,
                flip: true,
                rotation: 8.0,
                scale: 0.08,
                brightness: 0.15,
                ..paper
            },
            Self::Template => AttackSettings {
                parameters: ParametersKind::Eigenfaces(256),
                coefficient_penalty: 0.0005,
                step_size: 0.05,
                total_variation: 0.0,
                ..Self::TemplatePixels.settings()
            },
            Self::TemplatePixels => AttackSettings {
                objective: ObjectiveKind::Similarity,
                optimizer: OptimizerKind::Adam,
                step_size: 0.01,
                total_variation: 2.0,
                shift: 3,
                flip: true,
                rotation: 4.0,
                scale: 0.04,
                brightness: 0.15,
                max_steps: 150,
                stop_score: 2.0,
                ..paper
            },
            Self::Evolution => AttackSettings {
                method: MethodKind::Evolution(StrategyKind::CovarianceAdaptation),
                objective: ObjectiveKind::MaxMargin,
                parameters: ParametersKind::Eigenfaces(256),
                coefficient_penalty: 0.02,
                max_steps: 500,
                queries: 20_000,
                ..paper
            },
        }
    }
}
