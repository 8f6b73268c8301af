//! Serves a lab over HTTP until told to stop.

use crate::http::{Guard, Heartbeat, router};
use crate::lab::Laboratory;
use crate::state::AppState;
use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;

/// Connections that are still open so long after the end are cut.
const PATIENCE: Duration = Duration::from_secs(5);

/// Binds the address; the error says what to do when it is taken.
///
/// # Errors
/// If the address cannot be bound.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "{address} is taken by another program, perhaps another effigy; stop that, or listen elsewhere: \
             --listen 127.0.0.1:{}",
            address.port().checked_add(1).unwrap_or(3000)
        ),
        _ => anyhow::Error::new(error).context(format!("cannot listen on {address}")),
    })
}

/// Serves until `shutdown`, then stops the lab so that the next start takes its runs up again, and lets viewers go.
///
/// # Errors
/// If an origin is none, or the listener fails.
pub async fn serve(
    listener: TcpListener,
    lab: Laboratory,
    origins: &[String],
    heartbeat: Heartbeat,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let guard = Guard::new(listener.local_addr()?, origins)?;
    let app = router(AppState::new(lab.clone(), guard, heartbeat));
    let (stopped, stopping) = tokio::sync::oneshot::channel();
    let stop_lab = async move {
        shutdown.await;
        let stopped_lab = tokio::task::spawn_blocking(move || lab.shut_down());
        if stopped.send(stopped_lab).is_err() {
            tracing::debug!("the server ended before it was stopped");
        }
    };
    let server = axum::serve(listener, app).with_graceful_shutdown(stop_lab).into_future();
    tokio::pin!(server);
    let lab_stopped = tokio::select! {
        ended = &mut server => return ended.context("the server failed"),
        lab_stopped = stopping => lab_stopped.context("the server was not told how the lab stops")?,
    };
    lab_stopped.await.context("stopping the lab failed")?;
    // A browser that keeps a connection open does not keep the program.
    match timeout(PATIENCE, server).await {
        Ok(ended) => ended.context("the server failed"),
        Err(_) => Ok(()),
    }
}
