//! What pages ask about comments on runs.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::comments::{CommentId, Discussion};
use crate::wire::run::RunId;
use leptos::prelude::*;

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

/// All that was said about a run.
#[server(prefix = "/api/fn", endpoint = "comments", input = json::Body, output = json::Body)]
pub async fn get_comments(
    /// The run.
    run: RunId,
) -> Result<Discussion, ApiError> {
    told(comments().discussion(run).await)
}

/// How many comments there are on a run.
#[server(prefix = "/api/fn", endpoint = "comment_count", input = json::Body, output = json::Body)]
pub async fn get_comment_count(
    /// The run.
    run: RunId,
) -> Result<u32, ApiError> {
    told(comments().count(run).await)
}

/// Says something about a run.
#[server(prefix = "/api/fn", endpoint = "write_comment", input = json::Body, output = json::Body)]
pub async fn write_comment(
    /// The run.
    run: RunId,
    /// Plain text.
    text: String,
) -> Result<CommentId, ApiError> {
    told(comments().write(run, text).await)
}

/// Changes a comment.
#[server(prefix = "/api/fn", endpoint = "change_comment", input = json::Body, output = json::Body)]
pub async fn change_comment(
    /// The run.
    run: RunId,
    /// Which of its comments.
    comment: CommentId,
    /// The new text.
    text: String,
) -> Result<(), ApiError> {
    told(comments().change(run, comment, text).await)
}

/// Deletes a comment.
#[server(prefix = "/api/fn", endpoint = "delete_comment", input = json::Body, output = json::Body)]
pub async fn delete_comment(
    /// The run.
    run: RunId,
    /// Which of its comments.
    comment: CommentId,
) -> Result<(), ApiError> {
    told(comments().delete(run, comment).await)
}
