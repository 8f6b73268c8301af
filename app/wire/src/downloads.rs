//! Downloads of a finished run.

use serde::{Deserialize, Serialize};

/// The available downloads, with sizes if known in advance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DownloadOptions {
    /// Bytes of the archive without optional parts.
    pub archive_bytes: u64,
    /// Bytes added by faces of the targets.
    pub faces_bytes: u64,
    /// Bytes added by the weights of both recognizers.
    pub recognizers_bytes: u64,
    /// Whether seeds are nearly photographs, and count as faces.
    pub hides_seeds: bool,
    /// Existing files other than pictures.
    pub files: Vec<DownloadFile>,
    /// Whether the server has a browser that prints.
    pub prints: bool,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DownloadFile {
    /// Relative to the run's folder.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
}
