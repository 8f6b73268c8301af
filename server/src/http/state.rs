//! What handlers share.

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

/// Waits until no [`Sockets`] is held any more.
#[derive(Debug)]
pub struct SocketsClosed(mpsc::Receiver<()>);

impl SocketsClosed {
    /// A handle for sockets, and what waits for them.
    pub fn pair() -> (Sockets, Self) {
        let (held, dropped) = mpsc::channel(1);
        (Sockets(held), Self(dropped))
    }

    /// Until the last handle is dropped.
    pub async fn wait(mut self) {
        // Nothing is ever sent: this ends when all senders are gone.
        let _: Option<()> = self.0.recv().await;
    }
}

/// Through which of the server's doors a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Everything is behind it.
    Lab,
    /// Only the quiz is.
    Quiz,
}

/// What handlers share; a handle that can be copied.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The lab.
    pub lab: Laboratory,
    /// Where people are let in.
    pub people: PeopleService,
    /// The studies.
    pub studies: StudyService,
    /// The studies as the quiz asks them.
    pub participation: SharedParticipation,
    /// Faces that workspaces keep.
    pub faces: FaceService,
    /// The publications.
    pub gallery: Gallery,
    /// Which door this is the state of.
    pub door: Door,
    /// Who may ask.
    pub guard: Arc<Guard>,
    /// Proxies whose forwarded client addresses are believed.
    pub proxies: Arc<TrustedProxies>,
    /// How much clients may take, and for how long.
    pub limits: Limits,
    /// Held by every open WebSocket, so that the end can wait for their goodbyes.
    pub sockets: Sockets,
    /// How pages find the site's files.
    pub leptos: LeptosOptions,
}

impl AppState {
    /// The state behind a door.
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
