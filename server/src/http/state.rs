//! The shared state of handlers.

use super::guard::Guard;
use super::limits::Limits;
use super::proxies::TrustedProxies;
use crate::faces::FaceService;
use crate::gallery::Gallery;
use crate::lab::Laboratory;
use crate::people::PeopleService;
use crate::studies::StudyService;
use app::api::quiz::SharedParticipation;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Held by every open WebSocket.
#[derive(Clone, Debug)]
pub struct Sockets(#[expect(dead_code, reason = "its being dropped is what tells")] mpsc::Sender<()>);

/// Waits until no [`Sockets`] is left.
#[derive(Debug)]
pub struct SocketsClosed(mpsc::Receiver<()>);

impl SocketsClosed {
    /// A handle for sockets, and its waiter.
    pub fn pair() -> (Sockets, Self) {
        let (held, dropped) = mpsc::channel(1);
        (Sockets(held), Self(dropped))
    }

    /// Waits until the last handle is dropped.
    pub async fn wait(mut self) {
        // Nothing is ever sent: this ends when all senders are gone.
        let _: Option<()> = self.0.recv().await;
    }
}

/// The server's port that a request came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The lab's: everything.
    Lab,
    /// The participants': only the quiz.
    Quiz,
}

/// The shared state of handlers; cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The lab.
    pub lab: Laboratory,
    /// The people service.
    pub people: PeopleService,
    /// The studies.
    pub studies: StudyService,
    /// The quiz.
    pub participation: SharedParticipation,
    /// Face sets and recognizers.
    pub faces: FaceService,
    /// The publications.
    pub gallery: Gallery,
    /// The port of this state.
    pub door: Door,
    /// Checks `Host` and `Origin`.
    pub guard: Arc<Guard>,
    /// Proxies whose forwarded client addresses are believed.
    pub proxies: Arc<TrustedProxies>,
    /// Limits on clients' requests and time.
    pub limits: Limits,
    /// Held by every open WebSocket, so that shutdown can wait for their close frames.
    pub sockets: Sockets,
    /// How pages find the site's files.
    pub leptos: LeptosOptions,
}

impl AppState {
    /// The state for a port.
    pub fn new(
        service: StudyService,
        people: PeopleService,
        door: Door,
        (guard, proxies): (Guard, TrustedProxies),
        limits: Limits,
        sockets: Sockets,
    ) -> Self {
        let lab = service.lab().clone();
        let leptos = LeptosOptions::builder().output_name("effigy").site_root("target/site").build();
        Self {
            lab,
            people,
            participation: Arc::new(service.clone()),
            faces: FaceService::new(&service, limits.place),
            gallery: Gallery::new(&service),
            studies: service,
            door,
            guard: Arc::new(guard),
            proxies: Arc::new(proxies),
            limits,
            sockets,
            leptos,
        }
    }
}
