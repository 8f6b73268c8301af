//! Serves a lab over HTTP until it is asked to stop.

mod connections;
pub mod descriptors;
mod patient;

pub use crate::http::Limits;

use crate::gallery::Gallery;
use crate::http::{AppState, Door, Guard, Sockets, SocketsClosed, TrustedProxies, router};
use crate::people::PeopleService;
use crate::studies::StudyService;
use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
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

/// An address to listen on, and the names under which browsers reach it.
#[derive(Debug)]
pub struct Endpoint {
    /// Bound already.
    pub listener: TcpListener,
    /// Further origins, of a proxy, say.
    pub origins: Vec<String>,
    /// Trusted proxies, whose forwarded client addresses are believed.
    pub proxies: TrustedProxies,
}

/// Serves until `shutdown`, then stops the lab so that the next start takes its runs up again, and lets viewers go.
/// `participants` is an endpoint that serves only the quiz, for addresses on the public internet.
///
/// # Errors
/// If an origin is none, or a listener fails.
pub async fn serve(
    own: Endpoint,
    participants: Option<Endpoint>,
    service: StudyService,
    people: PeopleService,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let lab = service.lab().clone();
    let (sockets, sockets_closed) = SocketsClosed::pair();
    let tending = [
        tokio::spawn(service.clone().tend()),
        tokio::spawn(Gallery::new(&service).tend()),
        tokio::spawn(people.clone().tend()),
    ];
    let (stopped, stopping) = oneshot::channel();
    let (stop, stop_participants) = watch::channel(());
    let stop_lab = async move {
        shutdown.await;
        drop(stop);
        // Sent in any case but the server's own end, when nobody listens any more.
        let _ = stopped.send(tokio::task::spawn_blocking(move || lab.shut_down()));
    };
    let of_participants = participants.map(|endpoint| {
        let until = ended(stop_participants);
        open(endpoint, &service, &people, Door::Quiz, limits, &sockets, until).map(tokio::spawn)
    });
    let of_participants = of_participants.transpose()?;
    let server = tokio::spawn(open(own, &service, &people, Door::Lab, limits, &sockets, stop_lab)?);
    drop(sockets);
    let lab_stopped = stopping.await.context("the server failed")?;
    tending.iter().for_each(JoinHandle::abort);
    lab_stopped.await.context("stopping the lab failed")?;
    end(server).await?;
    if let Some(server) = of_participants {
        end(server).await.context("at the participants' endpoint")?;
    }
    if timeout(PATIENCE, sockets_closed.wait()).await.is_err() {
        tracing::debug!("some viewers did not hear the goodbye");
    }
    Ok(())
}

/// Waits for the end of a server that was asked to end. A browser that keeps a connection open does not keep the
/// program.
async fn end(mut server: JoinHandle<()>) -> Result<()> {
    match timeout(PATIENCE, &mut server).await {
        Ok(ended) => ended.context("the server panicked"),
        Err(_) => {
            server.abort();
            Ok(())
        }
    }
}

/// Serves behind one door until `shutdown`.
fn open(
    Endpoint { listener, origins, proxies }: Endpoint,
    service: &StudyService,
    people: &PeopleService,
    door: Door,
    limits: Limits,
    sockets: &Sockets,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<impl Future<Output = ()> + Send + 'static> {
    let guard = Guard::new(listener.local_addr()?, &origins)?;
    let app = router(AppState::new(service.clone(), people.clone(), door, (guard, proxies), limits, sockets.clone()));
    Ok(connections::serve(listener, app, limits, shutdown))
}

/// Until the other end is dropped.
async fn ended(mut stop: watch::Receiver<()>) {
    while stop.changed().await.is_ok() {}
}
