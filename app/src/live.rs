//! A viewer's subscription to a run: the live socket, reconnection, events and pictures.
//!
//! On the server a subscription is only its initial state; the rest runs in the browser.

pub(crate) mod canvas;
mod frames;
pub(crate) mod message;
pub(crate) mod snapshot;
mod socket;

pub use frames::{ClonePicture, Frames};

use crate::api::get_live_state;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use socket::{Incoming, Socket};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use view_model::{backoff, paths};
use wire::json;
use wire::live::{CloseReason, LiveEvent, LiveState};
use wire::run::RunId;

/// The state of the viewer's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Connecting for the first time.
    Connecting,
    /// Connected.
    Open,
    /// Lost; reconnecting.
    Reconnecting,
    /// Closed, since the run is over.
    Closed,
    /// Ended by the server; the page must be reloaded.
    Refused,
    /// The viewer is signed out, or may no longer see the run.
    NotAllowed,
}

/// A subscription. Copies share its state.
#[derive(Clone, Copy)]
pub struct LiveRun {
    /// The state of the run.
    pub state: RwSignal<LiveState>,
    /// The state of the viewer's connection.
    pub link: RwSignal<Link>,
    /// The pictures.
    pub frames: Frames,
    connection: StoredValue<SendOption<Rc<Connection>>>,
}

impl LiveRun {
    /// Subscribes to a run, unless it is over. The subscription ends with the component that created it.
    pub fn new(state: LiveState) -> Self {
        let (id, over) = (state.run.id.clone(), state.run.state.is_over());
        let state = RwSignal::new(state);
        let link = RwSignal::new(if over { Link::Closed } else { Link::Connecting });
        let live =
            Self { state, link, frames: Frames::new(), connection: StoredValue::new(SendOption::new_local(None)) };
        Effect::new(move || {
            let connection = Rc::new(Connection {
                id: id.clone(),
                live,
                attempt: Cell::new(0),
                ended: Cell::new(false),
                socket: RefCell::new(None),
            });
            if !over {
                connect(&connection);
            }
            live.connection.set_value(SendOption::new_local(Some(connection)));
        });
        on_cleanup(move || {
            live.with_connection(|connection| {
                connection.ended.set(true);
                connection.socket.take();
            });
        });
        live
    }

    /// Subscribes again to a run that was over and has been resumed.
    pub fn reconnect(&self) {
        self.link.set(Link::Connecting);
        self.with_connection(|connection| {
            connection.attempt.set(0);
            connect(connection);
        });
    }

    fn with_connection(&self, act: impl FnOnce(&Rc<Connection>)) {
        let connection = self.connection.try_with_value(|held| held.as_ref().map(Rc::clone)).flatten();
        if let Some(connection) = connection {
            act(&connection);
        }
    }
}

struct Connection {
    id: RunId,
    live: LiveRun,
    attempt: Cell<u32>,
    ended: Cell<bool>,
    socket: RefCell<Option<Socket>>,
}

fn connect(connection: &Rc<Connection>) {
    let me = Rc::clone(connection);
    let opened = Socket::open(&paths::live_socket(&connection.id), move |incoming| me.receive(incoming));
    match opened {
        Ok(socket) => {
            connection.socket.replace(Some(socket));
        }
        Err(_) => connection.live.link.set(Link::Refused),
    }
}

impl Connection {
    fn receive(self: &Rc<Self>, incoming: Incoming) {
        if self.ended.get() {
            return;
        }
        match incoming {
            Incoming::Opened => {
                self.attempt.set(0);
                self.live.frames.forget_sequence();
                self.live.link.set(Link::Open);
            }
            Incoming::Text(text) => self.fold(&text),
            Incoming::Bytes(bytes) => self.live.frames.receive_live(bytes),
            Incoming::Closed(code) => self.closed(code),
        }
    }

    /// Applies a message. Unknown messages come from a newer server and are ignored.
    fn fold(&self, text: &str) {
        if let Ok(event) = json::read::<LiveEvent>(text) {
            self.live.state.update(|state| state.apply(event));
        }
    }

    /// Loads the final state, if the messages did not include it.
    fn catch_up(&self) {
        let state = self.live.state;
        if state.with_untracked(|state| state.run.state.is_over()) {
            return;
        }
        let id = self.id.clone();
        spawn_local(async move {
            if let Ok(ended) = get_live_state(id).await {
                // The page may be gone by now.
                let _ = state.try_set(ended);
            }
        });
    }

    fn settle(&self, code: u16) {
        let is = |reason: CloseReason| code == reason.code();
        if is(CloseReason::NotAllowed) {
            return self.live.link.set(Link::NotAllowed);
        }
        self.live.link.set(if is(CloseReason::RunOver) { Link::Closed } else { Link::Refused });
        self.catch_up();
    }

    fn closed(self: &Rc<Self>, code: u16) {
        if !CloseReason::worth_reconnecting(code) {
            self.settle(code);
            return;
        }
        self.live.link.set(Link::Reconnecting);
        let attempt = self.attempt.replace(self.attempt.get().saturating_add(1));
        let me = Rc::clone(self);
        let again = move || {
            if !me.ended.get() {
                connect(&me);
            }
        };
        set_timeout(again, backoff::delay(attempt, js_sys::Math::random()));
    }
}
