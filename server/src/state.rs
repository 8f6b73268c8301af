//! What handlers share.

use crate::http::{Guard, Heartbeat};
use crate::lab::Laboratory;
use app::api::SharedLab;
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

/// What handlers share; a handle that can be copied.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The lab.
    pub lab: Laboratory,
    /// The lab as pages ask it.
    pub shared_lab: SharedLab,
    /// Who may ask.
    pub guard: Arc<Guard>,
    /// When a silent viewer is given up.
    pub heartbeat: Heartbeat,
    /// Held by every open WebSocket, so that the end can wait for their goodbyes.
    pub sockets: Sockets,
    /// How pages find the site's files.
    pub leptos: LeptosOptions,
}

impl AppState {
    /// State over a lab.
    pub fn new(lab: Laboratory, guard: Guard, heartbeat: Heartbeat, sockets: Sockets) -> Self {
        let shared_lab: SharedLab = Arc::new(lab.clone());
        let leptos = LeptosOptions::builder().output_name("effigy").site_root("target/site").build();
        Self { lab, shared_lab, guard: Arc::new(guard), heartbeat, sockets, leptos }
    }
}
