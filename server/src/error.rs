//! Errors of requests to the lab and their HTTP form: details go to the log, the rest to the user.

use crate::store::StoreError;
use app::api::{Answer, ApiError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use wire::run::{Problem, RunId};

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such run.
    #[error("the run {}", .0.0)]
    NoRun(RunId),
    /// There is no such file or picture.
    #[error("{0}")]
    NoFile(String),
    /// The run is in a state in which this cannot be done.
    #[error("{0}")]
    Conflict(String),
    /// The configuration cannot be run.
    #[error("the configuration cannot be run")]
    Invalid(Vec<Problem>),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The caller lacks the right.
    #[error("{0}")]
    Forbidden(&'static str),
    /// An upload was not taken; with the status that says so.
    #[error("{1}")]
    Upload(StatusCode, String),
    /// No capacity now: the caller's share is used up, or everybody's.
    #[error("{why}")]
    Busy {
        /// In words.
        why: String,
        /// Whether others would find a place.
        is_yours: bool,
        /// When to ask again.
        again: Duration,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Converts a result into an API answer.
pub fn answer<'a, T>(work: impl Future<Output = Result<T, Error>> + Send + 'a) -> Answer<'a, T> {
    Box::pin(async move { work.await.map_err(ApiError::from) })
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoRun(_) | Error::NoFile(_) => Self::NotFound(error.to_string()),
            Error::Conflict(why) | Error::Upload(_, why) | Error::Busy { why, .. } => Self::Conflict(why),
            Error::Invalid(problems) => Self::Invalid(problems),
            Error::SignedOut => Self::SignedOut,
            Error::Forbidden(why) => Self::Forbidden(why.into()),
            Error::Store(_) | Error::Other(_) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                Self::Internal
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoRun(_) | Self::NoFile(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Upload(status, _) => *status,
            Self::Busy { is_yours: true, .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Store(_) | Self::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let again = match &self {
            Self::Busy { again, .. } => Some(HeaderValue::from(again.as_secs())),
            _ => None,
        };
        let mut response = (status, ApiError::from(self).to_string()).into_response();
        if let Some(again) = again {
            response.headers_mut().insert(header::RETRY_AFTER, again);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_logged_and_not_sent() {
        let error = || Error::Other(anyhow::anyhow!("/home/someone/secret"));
        assert_eq!(ApiError::from(error()), ApiError::Internal);
        assert_eq!(error().into_response().status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(Error::NoRun(RunId("00ff".into())).into_response().status(), StatusCode::NOT_FOUND);
    }
}
