//! Serves a lab over HTTP until told to stop.

use crate::gallery::Gallery;
use crate::http::{Guard, Heartbeat, router};
use crate::people::PeopleDesk;
use crate::state::{AppState, Door, Sockets, SocketsClosed};
use crate::studies::StudyDesk;
use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use socket2::SockRef;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
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

/// An address to listen on, and the names under which browsers reach it.
#[derive(Debug)]
pub struct Entrance {
    /// Bound already.
    pub listener: TcpListener,
    /// Further origins, of a proxy, say.
    pub origins: Vec<String>,
}

/// Serves until `shutdown`, then stops the lab so that the next start takes its runs up again, and lets viewers go.
/// `participants` is an entrance behind which only the quiz is, for addresses that face the world.
///
/// # Errors
/// If an origin is none, or a listener fails.
pub async fn serve(
    own: Entrance,
    participants: Option<Entrance>,
    desk: StudyDesk,
    people: PeopleDesk,
    heartbeat: Heartbeat,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let lab = desk.lab().clone();
    let (sockets, sockets_closed) = SocketsClosed::pair();
    let tending = [
        tokio::spawn(desk.clone().tend()),
        tokio::spawn(Gallery::new(&desk).tend()),
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
    let of_participants = participants.map(|entrance| {
        let until = ended(stop_participants);
        open(entrance, &desk, &people, Door::Quiz, heartbeat, &sockets, until).map(tokio::spawn)
    });
    let of_participants = of_participants.transpose()?;
    let mut server = Box::pin(open(own, &desk, &people, Door::Lab, heartbeat, &sockets, stop_lab)?);
    drop(sockets);
    let lab_stopped = tokio::select! {
        // Looked at first: without connections the server ends in the same moment, and the lab, which writes down where its
        // runs stand, must be waited for all the same.
        biased;
        Ok(lab_stopped) = stopping => lab_stopped,
        ended = &mut server => return ended.context("the server failed"),
    };
    tending.iter().for_each(JoinHandle::abort);
    lab_stopped.await.context("stopping the lab failed")?;
    // A browser that keeps a connection open does not keep the program.
    if let Ok(ended) = timeout(PATIENCE, &mut server).await {
        ended.context("the server failed")?;
    }
    drop(server);
    if let Some(server) = of_participants
        && let Ok(ended) = timeout(PATIENCE, server).await
    {
        ended.context("the participants' entrance panicked")?.context("the participants' entrance failed")?;
    }
    if timeout(PATIENCE, sockets_closed.wait()).await.is_err() {
        tracing::debug!("some viewers did not hear the goodbye");
    }
    Ok(())
}

/// Serves behind one door until `shutdown`.
fn open(
    Entrance { listener, origins }: Entrance,
    desk: &StudyDesk,
    people: &PeopleDesk,
    door: Door,
    heartbeat: Heartbeat,
    sockets: &Sockets,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<impl Future<Output = std::io::Result<()>> + Send + 'static> {
    let guard = Guard::new(listener.local_addr()?, &origins)?;
    let app = router(AppState::new(desk.clone(), people.clone(), door, guard, heartbeat, sockets.clone()));
    // Frames are small and due now: no waiting for more to send along.
    let listener = listener.tap_io(|stream| {
        let set = stream.set_nodelay(true);
        if let Err(error) = set.and_then(|()| SockRef::from(&*stream).set_send_buffer_size(HELD_BY_THE_SYSTEM)) {
            tracing::debug!(%error, "a connection will be slower");
        }
    });
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, app).with_graceful_shutdown(shutdown).into_future())
}

/// Until the other end is dropped.
async fn ended(mut stop: watch::Receiver<()>) {
    while stop.changed().await.is_ok() {}
}
