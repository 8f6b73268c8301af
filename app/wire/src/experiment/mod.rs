//! The configuration of a run: the contents of `FILE.toml`, sent by the form and repeated in `report.json`.
//!
//! Absent fields get the defaults given here; unknown keys are refused. The server checks once whether the values make
//! sense together, when it turns the configuration into a plan.

mod attack;
mod defence;
mod faces;
mod recognizers;
mod training;

pub use attack::{AttackConfig, AttackOverlay, Method, Objective, Optimizer, Parameters, Preset};
pub use defence::{ALL_DECIMALS, DefenceConfig};
pub use faces::{FacesConfig, FolderFaces, SplitConfig, SyntheticFaces};
pub use recognizers::{MOST_JUDGES, RecognizersConfig};
pub use training::TrainingConfig;

use super::settings::{Kind, Setting, choices, settings};

settings! {
    /// One experiment: faces, split, recognizers, training, attack.
    pub struct ExperimentConfig at "" {
        /// The title shown in lists and in the report.
        name: String = "Untitled experiment".into(), "Name of the run", Kind::Text, "";

        /// All randomness in the run follows from this number.
        seed: u64 = 1, "Random seed", Kind::Whole { min: 0, max: u64::MAX }, "";

        /// The device that computes; a run that asks for a graphics card fails where there is none.
        device: DeviceChoice = DeviceChoice::Auto, "Device", Kind::Choice(DeviceChoice::CHOICES), "";

        /// Where the faces come from.
        faces: FacesConfig = FacesConfig::default(), "Faces", Kind::Section, "";

        /// Who is registered in which recognizer.
        split: SplitConfig = SplitConfig::default(), "Who is registered where", Kind::Section, "";

        /// Recognizers to load instead of training them.
        recognizers: RecognizersConfig = RecognizersConfig::default(), "Recognizers", Kind::Section, "";

        /// How recognizers are trained.
        training: TrainingConfig = TrainingConfig::default(), "Training of the recognizers", Kind::Section, "";

        /// Defences of the target recognizer.
        defence: DefenceConfig = DefenceConfig::default(), "Defences of the target recognizer", Kind::Section, "";

        /// How clones are made.
        attack: AttackConfig = AttackConfig::default(), "Attack", Kind::Section, "";
    }
}

/// All sections of the configuration, each with its settings.
pub const SECTIONS: [&[Setting]; 9] = [
    ExperimentConfig::SETTINGS,
    FacesConfig::SETTINGS,
    FolderFaces::SETTINGS,
    SyntheticFaces::SETTINGS,
    SplitConfig::SETTINGS,
    RecognizersConfig::SETTINGS,
    TrainingConfig::SETTINGS,
    DefenceConfig::SETTINGS,
    AttackConfig::SETTINGS,
];

choices! {
    /// The device that computes.
    pub enum DeviceChoice {
        /// A graphics card if one works, otherwise the processor.
        Auto = "auto", "best available";

        /// The processor.
        Cpu = "cpu", "processor";

        /// The graphics card; a run fails where there is none.
        Gpu = "gpu", "graphics card";
    }
}
