//! The attack section of a configuration and the engine's settings: a preset, and what differs from it.

use app::wire::experiment::{AttackConfig, Objective, Optimizer, Preset};
use app::wire::run::PresetCard;
use engine::inversion::{self, AttackSettings, ObjectiveKind, OptimizerKind};

/// The engine's settings of an attack section.
pub fn resolve(config: &AttackConfig) -> AttackSettings {
    let preset = engine_preset(config.preset).settings();
    AttackSettings {
        objective: config.objective.map_or(preset.objective, |objective| match objective {
            Objective::CrossEntropy => ObjectiveKind::CrossEntropy,
            Objective::SquaredError => ObjectiveKind::SquaredError,
        }),
        optimizer: config.optimizer.map_or(preset.optimizer, |optimizer| match optimizer {
            Optimizer::GradientDescent => OptimizerKind::GradientDescent,
            Optimizer::Adam => OptimizerKind::Adam,
        }),
        step_size: config.step_size.unwrap_or(preset.step_size),
        total_variation: config.total_variation.unwrap_or(preset.total_variation),
        shift: config.shift.unwrap_or(preset.shift),
        flip: config.flip.unwrap_or(preset.flip),
        max_steps: config.max_steps.unwrap_or(preset.max_steps),
        stop_score: config.stop_score.unwrap_or(preset.stop_score),
        plateau_steps: config.plateau_steps.unwrap_or(preset.plateau_steps),
        half_precision: config.half_precision,
        snapshot_every: config.snapshot_every,
    }
}

/// The attack section with nothing left to the preset.
pub fn settle(config: &AttackConfig, settings: &AttackSettings) -> AttackConfig {
    AttackConfig {
        objective: Some(match settings.objective {
            ObjectiveKind::CrossEntropy => Objective::CrossEntropy,
            ObjectiveKind::SquaredError => Objective::SquaredError,
        }),
        optimizer: Some(match settings.optimizer {
            OptimizerKind::GradientDescent => Optimizer::GradientDescent,
            OptimizerKind::Adam => Optimizer::Adam,
        }),
        step_size: Some(settings.step_size),
        total_variation: Some(settings.total_variation),
        shift: Some(settings.shift),
        flip: Some(settings.flip),
        max_steps: Some(settings.max_steps),
        stop_score: Some(settings.stop_score),
        plateau_steps: Some(settings.plateau_steps),
        ..config.clone()
    }
}

/// Every preset with all its settings.
pub fn presets() -> Vec<PresetCard> {
    [Preset::Paper, Preset::PaperSquaredError, Preset::Fast]
        .map(|preset| {
            let config = AttackConfig { preset, ..AttackConfig::default() };
            PresetCard { preset, settings: settle(&config, &resolve(&config)) }
        })
        .to_vec()
}

fn engine_preset(preset: Preset) -> inversion::Preset {
    match preset {
        Preset::Paper => inversion::Preset::Paper,
        Preset::PaperSquaredError => inversion::Preset::PaperSquaredError,
        Preset::Fast => inversion::Preset::Fast,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_overrides_the_preset_and_settling_changes_nothing() {
        let config = AttackConfig { preset: Preset::Fast, max_steps: Some(7), ..AttackConfig::default() };
        let settings = resolve(&config);
        assert_eq!((settings.max_steps, settings.shift, settings.step_size), (7, 8, 0.01));
        assert_eq!(resolve(&settle(&config, &settings)), settings);
    }

    #[test]
    fn the_papers_preset_has_the_papers_step_size() {
        let settings = &presets()[0].settings;
        assert_eq!((settings.step_size, settings.optimizer), (Some(0.05), Some(Optimizer::GradientDescent)));
    }
}
