//! Server functions for comments on runs.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::comments::{CommentId, Discussion};
use wire::run::RunId;

/// Comments, for members of the run's workspace.
#[cfg(feature = "ssr")]
pub trait Comments: Send + Sync + 'static {
    /// All comments on a run.
    fn discussion(&self, run: RunId) -> Answer<'_, Discussion>;
    /// The number of comments on a run.
    fn count(&self, run: RunId) -> Answer<'_, u32>;
    /// Adds a comment.
    fn write(&self, run: RunId, text: String) -> Answer<'_, CommentId>;
    /// Changes a comment.
    fn change(&self, run: RunId, comment: CommentId, text: String) -> Answer<'_, ()>;
    /// Deletes a comment.
    fn delete(&self, run: RunId, comment: CommentId) -> Answer<'_, ()>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedComments = std::sync::Arc<dyn Comments>;

#[cfg(feature = "ssr")]
fn comments() -> SharedComments {
    expect_context()
}

server_functions! {
    /// All comments on a run.
    "comments" get_comments(
        /// The run.
        run: RunId,
    ) -> Discussion = with_status comments.discussion;

    /// The number of comments on a run.
    "comment_count" get_comment_count(
        /// The run.
        run: RunId,
    ) -> u32 = with_status comments.count;

    /// Adds a comment to a run.
    "write_comment" write_comment(
        /// The run.
        run: RunId,
        /// Plain text.
        text: String,
    ) -> CommentId = with_status comments.write;

    /// Changes a comment.
    "change_comment" change_comment(
        /// The run.
        run: RunId,
        /// The comment.
        comment: CommentId,
        /// The new text.
        text: String,
    ) -> () = with_status comments.change;

    /// Deletes a comment.
    "delete_comment" delete_comment(
        /// The run.
        run: RunId,
        /// The comment.
        comment: CommentId,
    ) -> () = with_status comments.delete;
}
