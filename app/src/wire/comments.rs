//! What members say about a run.

use serde::{Deserialize, Serialize};

/// The longest comment, in characters.
pub const LONGEST: usize = 4000;

/// Names a comment: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct CommentId(pub String);

/// A comment, as whoever asks may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Comment {
    /// Names it.
    pub id: CommentId,
    /// Who wrote it.
    pub author: String,
    /// Plain text, with its line breaks.
    pub text: String,
    /// When it was written, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was changed last, and by whom.
    pub edited: Option<Edited>,
    /// Whoever asks wrote it.
    pub is_mine: bool,
    /// Whoever asks may change and delete it.
    pub may_change: bool,
}

/// The last change of a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Edited {
    /// Milliseconds since 1970 (UTC).
    pub ms: u64,
    /// The name of whoever changed it.
    pub by: String,
}

/// All that was said about a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Discussion {
    /// The run's name.
    pub run_name: String,
    /// It has a report.
    pub is_finished: bool,
    /// Oldest first.
    pub comments: Vec<Comment>,
}
