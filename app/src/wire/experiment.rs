//! The document that describes a whole run: what `FILE.toml` holds, what the form sends, what `report.json` repeats.
//!
//! Absent fields take the defaults written here; unknown keys are refused. Whether the values make
//! sense together is decided by the server, once, when it turns the document into a plan.

use super::faces::{FaceSetId, RecognizerId};
use serde::{Deserialize, Serialize};

/// One experiment: faces, split, recognizers, training, attack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ExperimentConfig {
    /// A name for people; shown as the title of the run.
    pub name: String,
    /// Everything random in the run follows from this number.
    pub seed: u64,
    /// Where tensors live.
    pub device: DeviceChoice,
    /// Where the faces come from.
    pub faces: FacesConfig,
    /// Who is registered in which recognizer.
    pub split: SplitConfig,
    /// Recognizers to load instead of training them.
    pub recognizers: RecognizersConfig,
    /// How recognizers are trained.
    pub training: TrainingConfig,
    /// How clones are made.
    pub attack: AttackConfig,
}

impl Default for ExperimentConfig {
    fn default() -> Self {
        Self {
            name: "Untitled experiment".into(),
            seed: 1,
            device: DeviceChoice::Auto,
            faces: FacesConfig::default(),
            split: SplitConfig::default(),
            recognizers: RecognizersConfig::default(),
            training: TrainingConfig::default(),
            attack: AttackConfig::default(),
        }
    }
}

/// Which device computes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeviceChoice {
    /// The graphics card where one works, else the processor.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// The graphics card; a run fails where there is none.
    Gpu,
}

/// Where the faces come from: exactly one of `folder`, `synthetic` and `set`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FacesConfig {
    /// Photographs on disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<FolderFaces>,
    /// People drawn by Effigy; nobody real.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<SyntheticFaces>,
    /// A set that a server keeps; only runs of its workspace can use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<FaceSetId>,
    /// An identity with fewer readable images than this is left out.
    pub min_images: u32,
    /// At most this many images of an identity are used; 0 means all.
    pub max_images: u32,
}

impl Default for FacesConfig {
    fn default() -> Self {
        Self { folder: None, synthetic: None, set: None, min_images: 10, max_images: 0 }
    }
}

/// Photographs on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FolderFaces {
    /// `ROOT/IDENTITY/*.jpg` (also png, webp; also with VGGFace2's `train/` and `test/` levels).
    pub identities: String,
    /// A folder of faces (of any depth) that neither recognizer sees: the seeds. Empty: the identities
    /// that the split leaves over serve.
    pub public: String,
}

/// People drawn by Effigy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SyntheticFaces {
    /// How many people can be registered.
    pub identities: u32,
    /// How many pictures of each.
    pub images: u32,
    /// How many further people, one picture each, serve as public faces.
    pub public: u32,
    /// Which people are drawn.
    pub seed: u64,
}

impl Default for SyntheticFaces {
    fn default() -> Self {
        Self { identities: 15, images: 30, public: 128, seed: 1 }
    }
}

/// Who is registered where. A list that is not empty overrides the random draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SplitConfig {
    /// How many target identities, registered in both recognizers.
    pub targets: u32,
    /// How many further identities only the target recognizer knows.
    pub target_others: u32,
    /// How many further identities only the evaluation recognizer knows.
    pub evaluation_others: u32,
    /// How many images of each identity are held out of training, to measure accuracy.
    pub held_out_images: u32,
    /// Names of the target identities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_names: Vec<String>,
    /// Names of the identities that only the target recognizer knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_other_names: Vec<String>,
    /// Names of the identities that only the evaluation recognizer knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evaluation_other_names: Vec<String>,
}

impl Default for SplitConfig {
    fn default() -> Self {
        Self {
            targets: 5,
            target_others: 30,
            evaluation_others: 30,
            held_out_images: 5,
            target_names: Vec::new(),
            target_other_names: Vec::new(),
            evaluation_other_names: Vec::new(),
        }
    }
}

/// Recognizers to load (`NAME.safetensors` with `NAME.json` beside it); an empty path means: train one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RecognizersConfig {
    /// The recognizer under attack.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// The independent judge: other weights than the target's, which know other people beside the targets.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evaluation: String,
    /// Instead of a file, a recognizer under attack that a server keeps; only runs of its workspace can use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_target: Option<RecognizerId>,
    /// Likewise, an independent judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_evaluation: Option<RecognizerId>,
}

/// Training with Adam under a one-cycle learning rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TrainingConfig {
    /// Passes over the training images.
    pub epochs: u32,
    /// Images in one step.
    pub batch_size: u32,
    /// The highest learning rate of the cycle.
    pub learning_rate: f64,
    /// Share of hidden neurons dropped after each hidden fully connected layer while training.
    pub dropout: f64,
    /// Mirror half of the images.
    pub flip: bool,
    /// Move each image by up to this many pixels each way.
    pub shift: u32,
    /// Scale brightness by a factor within 1 ± this.
    pub brightness: f64,
    /// Stop after this many epochs without a better held-out accuracy; 0 means never.
    pub patience: u32,
    /// Stop once the held-out accuracy has reached this; above 1 means never.
    pub enough_accuracy: f64,
}

impl Default for TrainingConfig {
    fn default() -> Self {
        Self {
            epochs: 30,
            batch_size: 64,
            learning_rate: 1e-3,
            dropout: 0.5,
            flip: true,
            shift: 6,
            brightness: 0.2,
            patience: 0,
            enough_accuracy: 2.0,
        }
    }
}

/// How clones are made: a preset, and what differs from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AttackConfig {
    /// The starting point of all settings below that are absent.
    pub preset: Preset,
    /// Clones of each target identity. Each takes about a megabyte of memory while it is made.
    pub clones: u32,
    /// Public faces averaged into each seed image (or all there are, if fewer).
    pub seed_faces: u32,
    /// A snapshot is kept and shown every so many steps. Every 10 steps cost 5 % of the attack's time, every 25 steps about
    /// 1 % (`stream_cost`, 20 clones).
    pub snapshot_every: u32,
    /// What is minimised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<Objective>,
    /// How the image moves along the gradient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optimizer: Option<Optimizer>,
    /// Step size (the paper's alpha).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_size: Option<f64>,
    /// Weight of the total variation (mean absolute difference of neighbouring pixels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_variation: Option<f64>,
    /// The recognizer sees each step through a random shift of up to this many pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<u32>,
    /// The recognizer sees half of the steps mirrored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flip: Option<bool>,
    /// The limit on steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_steps: Option<u32>,
    /// A clone stops once its mean target score over `plateau_steps` has passed this and its loss has stopped falling;
    /// above 1, none stops early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_score: Option<f64>,
    /// The loss has stopped falling when its trend over this many steps is a fall of less than one per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plateau_steps: Option<u32>,
    /// The recognizer is asked in half precision, where the device has it and the scores of the seeds agree to 0.01.
    pub half_precision: bool,
}

impl Default for AttackConfig {
    fn default() -> Self {
        Self {
            preset: Preset::Paper,
            clones: 20,
            seed_faces: 256,
            snapshot_every: 25,
            objective: None,
            optimizer: None,
            step_size: None,
            total_variation: None,
            shift: None,
            flip: None,
            max_steps: None,
            stop_score: None,
            plateau_steps: None,
            half_precision: false,
        }
    }
}

/// A named attack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Gradient descent, step 0.05, on the cross-entropy (the paper's Infomax measure).
    #[default]
    Paper,
    /// Gradient descent, step 0.05, on the squared error.
    PaperSquaredError,
    /// Adam with total variation and random shift and flip.
    Fast,
}

/// What an attack minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// `-log y_i` of the target identity `i`.
    CrossEntropy,
    /// `sum_j (y_j - onehot_j)^2`.
    SquaredError,
}

/// How an attack moves along the gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Optimizer {
    /// `x - step * gradient`.
    GradientDescent,
    /// Adam with the usual moments (0.9, 0.999).
    Adam,
}
