//! Refuses changes while the store's folders are gone: whatever is acknowledged would be lost.

use super::door::is_of_the_quiz;
use crate::blocking::blocking;
use crate::lab::Laboratory;
use app::api::ApiError;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The public message; the log names the folder.
pub const GONE: &str =
    "the folder in which this server keeps everything is gone, so nothing can be kept; its log says what to do";

/// Lets a request through, or refuses it if it would change something.
pub async fn check(State(lab): State<Laboratory>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) || is_there(&lab).await {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if !path.starts_with("/api/fn/") {
        return (StatusCode::SERVICE_UNAVAILABLE, GONE).into_response();
    }
    // In the form that pages read. After a server failure the quiz keeps an answer and sends it again.
    let error = if is_of_the_quiz(path) { ApiError::Internal } else { ApiError::Conflict(GONE.into()) };
    (StatusCode::SERVICE_UNAVAILABLE, Json(error)).into_response()
}

/// Whether the store's folders exist. A hanging disk blocks none of the request threads.
pub async fn is_there(lab: &Laboratory) -> bool {
    let lab = lab.clone();
    blocking(move || Ok(lab.opened_paths().is_there())).await.unwrap_or(false)
}

/// Free bytes on the fullest disk.
pub async fn free(lab: &Laboratory) -> Option<u64> {
    let lab = lab.clone();
    blocking(move || Ok(lab.opened_paths().free())).await.ok().flatten()
}
