//! What of the faces a run did not use, and why.

use super::faces::LeftOut;
use serde::{Deserialize, Serialize};

/// People and files that were found and not used: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LeftOutFaces {
    /// People of whom nothing was used.
    pub people: Vec<LeftOutPerson>,
    /// Photographs, or folders of them, that were not used; named from the folder of faces that they were found in.
    pub files: Vec<LeftOut>,
}

/// A person of whom nothing was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
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
