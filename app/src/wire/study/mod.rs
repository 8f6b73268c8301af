//! Studies: what a researcher asks people about clones, what a participant sees and answers, and what comes out.
//!
//! Languages are BCP 47 tags (`en`, `ja`); their texts are data of the server.

pub mod config;
pub mod quiz;
pub mod results;
pub mod summary;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names a study: sixteen lower-case hexadecimal digits from the system's random source. Researchers see it, participants
/// never do: they have a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StudyId(pub String);

/// A text in every language of a study, by tag.
pub type Texts = BTreeMap<String, String>;

/// Whose answers are meant. They are never mixed in one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Population {
    /// People who joined while the study was open.
    #[default]
    People,
    /// People who joined while the study was a pilot.
    Pilot,
    /// Programs that answer by a rule.
    Simulated,
    /// Researchers who try the quiz. No result shows them.
    Preview,
}
