//! What there is to take away of a finished run.

use serde::{Deserialize, Serialize};

/// What there is, with sizes where they are known before it is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Offer {
    /// Bytes of the archive without anything more.
    pub archive_bytes: u64,
    /// Bytes that faces of the targets add to it.
    pub faces_bytes: u64,
    /// Bytes that both recognizers' weights add to it.
    pub recognizers_bytes: u64,
    /// Seeds are nearly photographs, and count as faces.
    pub hides_seeds: bool,
    /// Files that are there already, pictures apart.
    pub files: Vec<KeptFile>,
    /// The server has a browser that prints.
    pub prints: bool,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct KeptFile {
    /// Relative to the run's folder.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
}
