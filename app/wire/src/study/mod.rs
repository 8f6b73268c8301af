//! Studies: their configuration, what participants see and answer, and their results.
//!
//! Languages are BCP 47 tags (`en`, `ja`); their texts are data of the server.

pub mod config;
pub mod quiz;
pub mod results;
pub mod summary;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Id of a study: sixteen lower-case hexadecimal digits from the system's random source. Researchers see it;
/// participants never do, they have a link.
/// never do: they have a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StudyId(pub String);

/// A text in every language of a study, by language tag.
pub type Texts = BTreeMap<String, String>;

/// Populations of raters. They are never mixed in one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Population {
    /// People who joined while the study was open.
    #[default]
    People,
    /// People who joined while the study was a pilot.
    Pilot,
    /// Programs that answer by rule.
    Simulated,
    /// Researchers who try out the quiz; not in any result.
    Preview,
}
