//! Serves a lab over HTTP until told to stop.

use crate::http::{Guard, Heartbeat, router};
use crate::lab::Laboratory;
use crate::state::{AppState, SocketsClosed};
use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use socket2::SockRef;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// What the system may hold for a connection that takes nothing: a snapshot or two. By its defaults that would be
/// megabytes, and a slow viewer would be sent all that is old before anything new.
const HELD_BY_THE_SYSTEM: usize = 128 * 1024;

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
    let (sockets, sockets_closed) = SocketsClosed::pair();
    let app = router(AppState::new(lab.clone(), guard, heartbeat, sockets));
    let (stopped, stopping) = oneshot::channel();
    let stop_lab = async move {
        shutdown.await;
        // Sent in any case but the server's own end, when nobody listens any more.
        let _ = stopped.send(tokio::task::spawn_blocking(move || lab.shut_down()));
    };
    // Frames are small and due now: no waiting for more to send along.
    let listener = listener.tap_io(|stream| {
        let set = stream.set_nodelay(true);
        if let Err(error) = set.and_then(|()| SockRef::from(&*stream).set_send_buffer_size(HELD_BY_THE_SYSTEM)) {
            tracing::debug!(%error, "a connection will be slower");
        }
    });
    let mut server = Box::pin(axum::serve(listener, app).with_graceful_shutdown(stop_lab).into_future());
    let lab_stopped = tokio::select! {
        ended = &mut server => return ended.context("the server failed"),
        lab_stopped = stopping => lab_stopped.context("the server was not told how the lab stops")?,
    };
    lab_stopped.await.context("stopping the lab failed")?;
    // A browser that keeps a connection open does not keep the program.
    if let Ok(ended) = timeout(PATIENCE, &mut server).await {
        ended.context("the server failed")?;
    }
    drop(server);
    if timeout(PATIENCE, sockets_closed.wait()).await.is_err() {
        tracing::debug!("some viewers did not hear the goodbye");
    }
    Ok(())
}
