//! Comments on runs.

use serde::{Deserialize, Serialize};

/// The longest comment, in characters.
pub const LONGEST: usize = 4000;

/// Id of a comment: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct CommentId(pub String);

/// A comment, as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comment {
    /// The comment's id.
    pub id: CommentId,
    /// Who wrote it.
    pub author: String,
    /// Plain text with line breaks.
    pub text: String,
    /// When it was written, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// The last change, if any.
    pub edited: Option<LastEdit>,
    /// Whether the caller wrote it.
    pub is_mine: bool,
    /// Whether the caller may change and delete it.
    pub may_change: bool,
}

/// The last change of a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastEdit {
    /// Milliseconds since 1970 (UTC).
    pub ms: u64,
    /// Name of the person who changed it.
    pub by: String,
}

/// All comments on a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Discussion {
    /// The run's name.
    pub run_name: String,
    /// Whether the run has a report.
    pub is_finished: bool,
    /// Oldest first.
    pub comments: Vec<Comment>,
}
