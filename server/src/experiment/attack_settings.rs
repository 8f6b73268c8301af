//! The attack section of a configuration in the engine's terms.

use engine::inversion::{AttackSettings, MethodKind, ObjectiveKind, OptimizerKind, ParametersKind, StrategyKind};
use wire::experiment::{AttackConfig, Method, Objective, Optimizer, Parameters};

/// The engine's settings of an attack section.
pub fn engine_settings(config: &AttackConfig) -> AttackSettings {
    // Without "..": a setting that does not reach the engine does not compile.
    let AttackConfig {
        preset: _,
        clones: _,
        method,
        objective,
        parameters,
        components,
        coefficient_penalty,
        optimizer,
        step_size,
        max_steps,
        stop_score,
        plateau_steps,
        total_variation,
        views,
        shift,
        flip,
        rotation,
        scale,
        brightness,
        population,
        queries,
        seed_faces: _,
        snapshot_every,
        half_precision,
    } = *config;
    AttackSettings {
        method: match method {
            Method::Descent => MethodKind::Descent,
            Method::Genetic => MethodKind::Evolution(StrategyKind::Genetic),
            Method::CovarianceAdaptation => MethodKind::Evolution(StrategyKind::CovarianceAdaptation),
        },
        objective: match objective {
            Objective::CrossEntropy => ObjectiveKind::CrossEntropy,
            Objective::SquaredError => ObjectiveKind::SquaredError,
            Objective::MaxMargin => ObjectiveKind::MaxMargin,
            Objective::Similarity => ObjectiveKind::Similarity,
        },
        parameters: match parameters {
            Parameters::Pixels => ParametersKind::Pixels,
            Parameters::Eigenfaces => ParametersKind::Eigenfaces(components),
        },
        optimizer: match optimizer {
            Optimizer::GradientDescent => OptimizerKind::GradientDescent,
            Optimizer::Adam => OptimizerKind::Adam,
        },
        coefficient_penalty,
        step_size,
        max_steps,
        stop_score,
        plateau_steps,
        total_variation,
        views,
        shift,
        flip,
        rotation,
        scale,
        brightness,
        population,
        queries,
        snapshot_every,
        half_precision,
    }
}
