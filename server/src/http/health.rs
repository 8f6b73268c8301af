//! Whether the server is well, for whoever watches it.

use crate::lab::Laboratory;
use axum::Json;
use axum::extract::State;
use serde::Serialize;

/// The server answers, with which version, and how much there is to do.
#[derive(Debug, Serialize)]
pub struct Health {
    status: &'static str,
    version: &'static str,
    runs_under_way: usize,
}

/// `GET /api/health`
pub async fn health(State(lab): State<Laboratory>) -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), runs_under_way: lab.busy() })
}
