//! What pages ask about comments on runs.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::comments::{CommentId, Discussion};
use wire::run::RunId;

/// What the server offers to members of a run's workspace.
#[cfg(feature = "ssr")]
pub trait Comments: Send + Sync + 'static {
    /// All that was said about a run.
    fn discussion(&self, run: RunId) -> Answer<'_, Discussion>;
    /// How many comments there are on a run.
    fn count(&self, run: RunId) -> Answer<'_, u32>;
    /// Says something.
    fn write(&self, run: RunId, text: String) -> Answer<'_, CommentId>;
    /// Says it otherwise.
    fn change(&self, run: RunId, comment: CommentId, text: String) -> Answer<'_, ()>;
    /// Takes it away.
    fn delete(&self, run: RunId, comment: CommentId) -> Answer<'_, ()>;
}

/// The comments as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedComments = std::sync::Arc<dyn Comments>;

#[cfg(feature = "ssr")]
fn comments() -> SharedComments {
    expect_context()
}

server_functions! {
    /// All that was said about a run.
    "comments" get_comments(
        /// The run.
        run: RunId,
    ) -> Discussion = with_status comments.discussion;

    /// How many comments there are on a run.
    "comment_count" get_comment_count(
        /// The run.
        run: RunId,
    ) -> u32 = with_status comments.count;

    /// Says something about a run.
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
        /// Which of its comments.
        comment: CommentId,
        /// The new text.
        text: String,
    ) -> () = with_status comments.change;

    /// Deletes a comment.
    "delete_comment" delete_comment(
        /// The run.
        run: RunId,
        /// Which of its comments.
        comment: CommentId,
    ) -> () = with_status comments.delete;
}
