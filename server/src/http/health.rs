//! Health of the server, for monitoring.

use super::ground;
use crate::lab::Laboratory;
use crate::studies::StudyService;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::time::Duration;
use tokio::time::timeout;

/// A monitor should not wait longer for an answer.
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

/// With less room nothing of size can be kept.
const LITTLE: u64 = 4 << 20;

/// What everybody may know; where, stands in the log.
const FULL: &str = "the disk is full: what is there can be read, and nothing new can be kept; make room";

/// `GET /api/health`: 200, also with a full disk, since existing data can still be read; 503 while the store cannot be
/// reached.
pub async fn health(State(lab): State<Laboratory>, State(service): State<StudyService>) -> (StatusCode, Json<Health>) {
    let problem = match ground::is_there(&lab).await {
        false => Some(ground::GONE),
        true => database_problem(&service).await,
    };
    let is_full = problem.is_none() && ground::free(&lab).await.is_some_and(|free| free < LITTLE);
    let (code, status, problem) = match problem {
        None if is_full => (StatusCode::OK, "full", Some(FULL)),
        None => (StatusCode::OK, "ok", None),
        Some(problem) => (StatusCode::SERVICE_UNAVAILABLE, "failing", Some(problem)),
    };
    let version = env!("CARGO_PKG_VERSION");
    (code, Json(Health { status, problem, version, runs_under_way: lab.busy() }))
}

async fn database_problem(service: &StudyService) -> Option<&'static str> {
    match timeout(PATIENCE, service.store().has_administrator()).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            Some("the database does not answer; the log says why")
        }
        Err(_) => Some("the database does not answer in time"),
    }
}
