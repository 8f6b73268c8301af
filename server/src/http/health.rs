//! Whether the server is well, for whoever watches it.

use super::ground;
use crate::lab::Laboratory;
use crate::studies::StudyDesk;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::time::Duration;
use tokio::time::timeout;

/// Whoever watches should not wait longer for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether the server is well, with which version, and how much there is to do.
#[derive(Debug, Serialize)]
pub struct Health {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'static str>,
    version: &'static str,
    runs_under_way: usize,
}

/// `GET /api/health`: 200, or 503 while nothing can be kept or known.
pub async fn health(State(lab): State<Laboratory>, State(desk): State<StudyDesk>) -> (StatusCode, Json<Health>) {
    let problem = match ground::is_there(&lab).await {
        false => Some(ground::GONE),
        true => database_problem(&desk).await,
    };
    let (code, status) = match problem {
        None => (StatusCode::OK, "ok"),
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
    };
    let version = env!("CARGO_PKG_VERSION");
    (code, Json(Health { status, problem, version, runs_under_way: lab.busy() }))
}

async fn database_problem(desk: &StudyDesk) -> Option<&'static str> {
    match timeout(PATIENCE, desk.store().has_administrator()).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            Some("the database does not answer; the log says why")
        }
        Err(_) => Some("the database does not answer in time"),
    }
}
