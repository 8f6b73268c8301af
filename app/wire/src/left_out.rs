//! Faces that a run skipped, and why.

use super::faces::LeftOutFile;
use serde::{Deserialize, Serialize};

/// All people and files that were found and not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LeftOutFaces {
    /// People with no image in use.
    pub people: Vec<LeftOutPerson>,
    /// Photographs, or folders of them, that were not used, by their path in the folder of faces.
    pub files: Vec<LeftOutFile>,
}

/// A person with no image in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOutPerson {
    /// The identity's name.
    pub name: String,
    /// Why.
    pub why: String,
}

impl LeftOutFaces {
    /// Whether everything was used.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.files.is_empty()
    }
}
