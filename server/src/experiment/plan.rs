//! A validated configuration: every value checked once, settings resolved, engine types inside.

use super::attack_settings::engine_settings;
use super::checks::problems;
use super::drawing::undrawn;
use super::role::Role;
use super::{stages, training_settings};
use crate::names;
use engine::dataset::SplitRequest;
use engine::inversion::AttackSettings;
use engine::recognizer::training::TrainingSettings;
use std::path::{Path, PathBuf};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::faces::AuthorisationRecord;
use wire::live::Stage;
use wire::run::Problem;

/// A validated experiment.
#[derive(Clone, Debug)]
pub struct Plan {
    config: ExperimentConfig,
    attack: AttackSettings,
    cache: PathBuf,
    /// Pictures to draw that are not in the cache.
    undrawn: u64,
    inputs: StoredInputs,
}

/// The stored faces and recognizers of a configuration: their paths, and who authorised their use.
#[derive(Clone, Debug, Default)]
pub struct StoredInputs {
    /// The folders of a face set.
    pub faces: Option<FolderFaces>,
    /// The recognizer under attack.
    pub target: Option<StoredRecognizer>,
    /// The evaluation recognizer.
    pub evaluation: Option<StoredRecognizer>,
    /// Further judges.
    pub judges: Vec<StoredRecognizer>,
    /// The authorities for all of them.
    pub authorised: Vec<AuthorisationRecord>,
}

/// A recognizer of a workspace.
#[derive(Clone, Debug)]
pub struct StoredRecognizer {
    /// Its name there.
    pub name: String,
    /// Its weights, with their description beside them.
    pub file: PathBuf,
}

impl Plan {
    /// Checks a configuration; `cache` is the folder of drawn people and trained recognizers that runs share.
    ///
    /// # Errors
    /// Everything that is wrong, field by field.
    pub fn new(config: ExperimentConfig, cache: &Path) -> Result<Self, Vec<Problem>> {
        let problems = problems(&config);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self::of_checked(config, cache))
    }

    /// The plan of a configuration that was checked before.
    pub fn of_checked(config: ExperimentConfig, cache: &Path) -> Self {
        let attack = engine_settings(&config.attack);
        let name = names::tidy(&config.name);
        let config = ExperimentConfig { name, ..config };
        let undrawn = config.faces.synthetic.as_ref().map_or(0, |drawn| undrawn(drawn, cache));
        Self { config, attack, cache: cache.into(), undrawn, inputs: StoredInputs::default() }
    }

    /// Pictures that were still to be drawn when the configuration was checked.
    pub fn undrawn(&self) -> u64 {
        self.undrawn
    }

    /// The configuration.
    pub fn config(&self) -> &ExperimentConfig {
        &self.config
    }

    /// The path of the run; targets are called ID-1, ID-2, ... until the split is drawn.
    pub fn stages(&self) -> Vec<Stage> {
        stages::stages(&self.target_names(), &self.judges(), false)
    }

    /// Names of the targets, as far as they are known before the split is drawn.
    fn target_names(&self) -> Vec<String> {
        let named = &self.config.split.target_names;
        if named.is_empty() {
            (1..=self.config.split.targets).map(|index| format!("ID-{index}")).collect()
        } else {
            named.clone()
        }
    }

    /// The attack, in the engine's terms.
    pub fn attack(&self) -> &AttackSettings {
        &self.attack
    }

    /// Adds the stored inputs that the configuration names.
    #[must_use]
    pub fn with(self, inputs: StoredInputs) -> Self {
        Self { inputs, ..self }
    }

    /// The folders of faces, if the people are not drawn.
    pub(super) fn folder(&self) -> Option<&FolderFaces> {
        self.config.faces.folder.as_ref().or(self.inputs.faces.as_ref())
    }

    /// The weights to load for a role; `None` if it is trained.
    pub(super) fn loaded(&self, role: Role) -> Option<PathBuf> {
        self.named(role).map(|named| named.file)
    }

    /// The recognizer to load for a role, by the name of its file or in its workspace; `None` if it is trained.
    pub(super) fn named(&self, role: Role) -> Option<StoredRecognizer> {
        let (config, inputs) = (&self.config.recognizers, &self.inputs);
        let of_file = |file: &String| StoredRecognizer { name: stem(file), file: file.into() };
        let either = |kept: &Option<StoredRecognizer>, file: &String| {
            kept.clone().or_else(|| (!file.is_empty()).then(|| of_file(file)))
        };
        match role {
            Role::Target => either(&inputs.target, &config.target),
            Role::Evaluation => either(&inputs.evaluation, &config.evaluation),
            Role::Judge(at) => config.judges.iter().map(of_file).chain(inputs.judges.iter().cloned()).nth(at),
        }
    }

    /// Names of the further judges, those of files first.
    pub(super) fn judges(&self) -> Vec<String> {
        let config = &self.config.recognizers;
        let count = config.judges.len() + config.kept_judges.len();
        // Those of the workspace may not be looked up yet.
        let name = |at| self.named(Role::Judge(at)).map_or_else(|| (at + 1).to_string(), |judge| judge.name);
        (0..count).map(name).collect()
    }

    /// The authorisations for the data that the run uses.
    pub(super) fn authorised(&self) -> &[AuthorisationRecord] {
        &self.inputs.authorised
    }

    pub(super) fn cache(&self) -> &Path {
        &self.cache
    }

    pub(super) fn split_request(&self) -> SplitRequest {
        let split = &self.config.split;
        SplitRequest {
            targets: split.targets as usize,
            target_others: split.target_others as usize,
            evaluation_others: split.evaluation_others as usize,
            held_out_images: split.held_out_images as usize,
            target_names: split.target_names.clone(),
            target_other_names: split.target_other_names.clone(),
            evaluation_other_names: split.evaluation_other_names.clone(),
            seed: self.config.seed,
        }
    }

    /// Training settings of the recognizer with this label; they start from different weights.
    pub(super) fn training(&self, which: u64) -> TrainingSettings {
        training_settings(&self.config.training, self.config.seed.wrapping_mul(2).wrapping_add(which))
    }
}

/// The name of a file without folder and extension.
fn stem(file: &str) -> String {
    Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
