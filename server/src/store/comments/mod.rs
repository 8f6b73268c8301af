//! Where comments on runs are kept.

#[cfg(test)]
pub(crate) mod scenario;

use super::database::error::StoreFuture;
use wire::comments::CommentId;
use wire::people::PersonId;
use wire::run::RunId;

/// A comment as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRow {
    /// Names it.
    pub id: CommentId,
    /// On which run.
    pub run: RunId,
    /// Whose it is.
    pub author: PersonId,
    /// The author's name when it was written.
    pub author_name: String,
    /// Plain text.
    pub text: String,
    /// Milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was last edited, and by whose name.
    pub edited: Option<(u64, String)>,
}

/// A change of a comment's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentChange {
    /// Which.
    pub id: CommentId,
    /// The new text.
    pub text: String,
    /// Milliseconds since 1970 (UTC).
    pub edited_ms: u64,
    /// The editor's name.
    pub edited_by: String,
}

/// How many comments there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentLimits {
    /// On a run.
    pub of_run: u32,
    /// Of one author, who is under these limits, if any.
    pub of_author: Option<AuthorLimits>,
}

/// How many comments one author may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorLimits {
    /// On a run.
    pub on_run: u32,
    /// On all runs since `since_ms`.
    pub lately: u32,
    /// Milliseconds since 1970 (UTC).
    pub since_ms: u64,
}

/// Whether a comment was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was.
    Kept,
    /// The run takes no more.
    RunIsFull,
    /// It takes no more of this author.
    AuthorHasMost,
    /// The author wrote too many of late.
    TooFast,
}

/// Keeps comments.
pub trait CommentStore: Send + Sync + 'static {
    /// Keeps a new comment, within the limits.
    fn add_comment(&self, comment: CommentRow, limits: CommentLimits) -> StoreFuture<'_, Added>;
    /// All comments on a run, oldest first.
    fn comments<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, Vec<CommentRow>>;
    /// One comment.
    fn comment<'a>(&'a self, id: &'a CommentId) -> StoreFuture<'a, Option<CommentRow>>;
    /// How many comments there are on a run.
    fn comment_count<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, u32>;
    /// Keeps another text; false if there is no such comment.
    fn change_comment(&self, change: CommentChange) -> StoreFuture<'_, bool>;
    /// Deletes a comment; false if there is none.
    fn delete_comment<'a>(&'a self, id: &'a CommentId) -> StoreFuture<'a, bool>;
}
