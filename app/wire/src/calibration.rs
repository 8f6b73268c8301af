//! How well an embedding network tells people apart under the usual preprocessings.

use super::ids::FaceSetId;
use serde::{Deserialize, Serialize};

/// The photographs that a network is checked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum CheckedWith {
    /// People drawn by Effigy, none real.
    Drawn,
    /// A face set of the workspace.
    Set {
        /// The set.
        id: FaceSetId,
    },
}

/// The state of a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CalibrationState {
    /// None was made since the server started, or it was stopped.
    #[default]
    None,
    /// It is under way.
    Running {
        /// Photographs embedded.
        done: u32,
        /// Photographs to embed, for all preprocessings together.
        total: u32,
    },
    /// It failed.
    Failed {
        /// Why, and what to do.
        why: String,
    },
    /// It is done.
    Done {
        /// The result.
        calibration: Calibration,
    },
}

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calibration {
    /// Whose photographs they were: the name of the set, or "drawn people".
    pub faces: String,
    /// How many people.
    pub people: u32,
    /// How many photographs of them.
    pub photographs: u32,
    /// Every preprocessing that was tried, the best first.
    pub tried: Vec<TriedPreprocessing>,
    /// The index of the one that the network's description states, if it states one that was tried.
    pub stated: Option<u32>,
}

/// A preprocessing, and how well the network tells people apart with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TriedPreprocessing {
    /// The part of the picture that the network is shown, in words.
    pub crop: String,
    /// The order of its channels, in words.
    pub channels: String,
    /// The range of its values, in words.
    pub values: String,
    /// The probability that photographs of the same person are more alike than those of two people.
    pub auc: f64,
    /// The share of pairs of the same person that are accepted where 1 % and 0.1 % of the others are.
    pub true_accepts: [f64; 2],
    /// The share of photographs whose nearest other photograph is of the same person.
    pub nearest: f64,
    /// How many pairs of the same person have which cosine: bins of equal width from -1 to 1.
    pub same: Vec<u32>,
    /// The same of pairs of two people.
    pub others: Vec<u32>,
}
