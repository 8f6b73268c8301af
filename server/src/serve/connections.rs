//! Connections: so many at the same time and no more, each with a time for the head of a request and for taking the
//! answer.

use super::Limits;
use super::patient::Patient;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use std::future::pending;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// What the system may hold for a connection that takes nothing: a snapshot or two. By its defaults that would be
/// megabytes, and a slow viewer would be sent all that is old before anything new.
const HELD_BY_THE_SYSTEM: usize = 128 * 1024;

/// Memory for each direction of a connection, in bytes; also the longest head of a request.
const BUFFER: usize = 64 * 1024;

/// Until the next try, where the system has nothing to give for a connection.
const PAUSE: Duration = Duration::from_millis(500);

/// Between two words in the log that no more connections can be taken.
const SILENCE: Duration = Duration::from_secs(60);

/// Serves everybody who connects until `shutdown`; then lets each connection go once what it has asked is answered.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, shutdown: impl Future<Output = ()>) {
    let mut acceptor = Acceptor::new(listener, limits.connections);
    let (ending, end) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = acceptor.next() => accepted,
            Some(_) = connections.join_next() => continue,
            () = &mut shutdown => break,
        };
        connections.spawn(converse(
            Patient::new(stream, limits.answers, place),
            peer,
            app.clone(),
            limits,
            end.clone(),
        ));
    }
    drop(acceptor);
    drop(ending);
    while connections.join_next().await.is_some() {}
}

/// Where connections come from.
struct Acceptor {
    listener: TcpListener,
    places: Arc<Semaphore>,
    most: usize,
    /// When the log last said that no more connections can be taken, so as not to repeat it for each one.
    told: Option<Instant>,
}

impl Acceptor {
    fn new(listener: TcpListener, most: usize) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(most)), most, told: None }
    }

    /// The next connection, once there is a place for it.
    async fn next(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let place = self.place().await;
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => return (stream, peer, place),
                Err(error) if is_of_the_peer(error.kind()) => {}
                Err(error) => {
                    self.tell(&format!("no connection can be taken: {error}"));
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn place(&mut self) -> OwnedSemaphorePermit {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return place;
        }
        self.tell(&format!("all {} connections are taken; more wait until one ends", self.most));
        match self.places.clone().acquire_owned().await {
            Ok(place) => place,
            // Places are never closed.
            Err(_) => pending().await,
        }
    }

    fn tell(&mut self, what: &str) {
        if self.told.is_none_or(|told| told.elapsed() > SILENCE) {
            tracing::warn!("{what}");
            self.told = Some(Instant::now());
        }
    }
}

/// Whether the peer caused the failure.
fn is_of_the_peer(error: ErrorKind) -> bool {
    matches!(error, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Answers one connection's requests.
async fn converse(
    stream: Patient<TcpStream>,
    peer: SocketAddr,
    app: Router,
    limits: Limits,
    mut end: watch::Receiver<()>,
) {
    // Frames are small and due now: no waiting for more to send along.
    let set = stream.get_ref().set_nodelay(true);
    if let Err(error) = set.and_then(|()| SockRef::from(stream.get_ref()).set_send_buffer_size(HELD_BY_THE_SYSTEM)) {
        tracing::debug!(%error, "a connection will be slower");
    }
    let app = app.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(BUFFER);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)).with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = end.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}
