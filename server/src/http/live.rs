//! `GET /api/runs/{id}/live`: the live stream of a run over a WebSocket.
//!
//! The [hub](crate::live::Hub) decides what to send, and in which order; this module puts it on the wire. A viewer only
//! ever answers pings: anything else it sends ends the stream.

use super::limits::{Heartbeat, Limits};
use super::state::Sockets;
use crate::access::Caller;
use crate::blocking::blocking;
use crate::error::Error;
use crate::lab::Laboratory;
use crate::live::{Message as Outgoing, Next, Viewer, Watcher};
use crate::people::PeopleService;
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use wire::live::CloseReason;
use wire::run::RunId;

/// Viewers send nothing but control frames.
const INBOUND_LIMIT: usize = 4 * 1024;

/// Bytes of a read; this buffer is held for every viewer, and cleared before each read.
const READ: usize = 512;

/// Small messages that are due at the same time are sent together, up to this many bytes.
const GATHERED: usize = 8 * 1024;

/// Most bytes that wait in memory for one viewer; the whole state of a large run takes some hundred kilobytes.
const OUTBOUND_LIMIT: usize = 4 * 1024 * 1024;

/// How long to wait for a viewer's close frame.
const GOODBYE: Duration = Duration::from_secs(3);

/// Answers with the stream; for an unknown run, with one that says so and closes.
pub async fn live(
    State(lab): State<Laboratory>,
    State(limits): State<Limits>,
    State(sockets): State<Sockets>,
    State(people): State<PeopleService>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<RunId>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Error> {
    let person = caller.signed_in()?;
    let who = Watcher { id: person.id.clone(), name: person.name.clone() };
    let seen = lab.row_seen_by(&caller, &id);
    let permission = Permission { revisions: people.revisions(), people, lab: lab.clone(), caller, run: id.clone() };
    let hub = match seen {
        Ok(_) => blocking(move || lab.hub(&id)).await,
        Err(error) => Err(error),
    };
    let viewer = match hub {
        Ok(hub) => Some(hub.join(Some(who))),
        Err(Error::NoRun(_)) => None,
        Err(other) => return Err(other),
    };
    let upgrade = upgrade
        .max_message_size(INBOUND_LIMIT)
        .max_frame_size(INBOUND_LIMIT)
        .read_buffer_size(READ)
        .write_buffer_size(GATHERED)
        .max_write_buffer_size(OUTBOUND_LIMIT);
    Ok(upgrade.on_upgrade(move |socket| async move {
        serve(socket, viewer, permission, limits.heartbeat).await;
        drop(sockets);
    }))
}

/// A viewer's permission to watch a run, which may be withdrawn.
struct Permission {
    people: PeopleService,
    revisions: watch::Receiver<u64>,
    lab: Laboratory,
    caller: Caller,
    run: RunId,
}

impl Permission {
    /// Waits until it is withdrawn.
    async fn ended(mut self) {
        // The service outlives all connections.
        while self.revisions.changed().await.is_ok() {
            match self.people.again(&self.caller).await {
                Ok(caller) if self.lab.row_seen_by(&caller, &self.run).is_ok() => self.caller = caller,
                Ok(_) => return,
                Err(error) => tracing::warn!(%error, "whether a viewer still may watch is not known"),
            }
        }
        std::future::pending().await
    }
}

async fn serve(socket: WebSocket, viewer: Option<Viewer>, permission: Permission, heartbeat: Heartbeat) {
    let (mut sink, mut stream) = socket.split();
    let reason = match viewer {
        None => Some(CloseReason::UnknownRun),
        Some(viewer) => {
            // Pings since the last answer.
            let unanswered = AtomicU32::new(0);
            tokio::select! {
                reason = listen(&mut stream, &unanswered) => reason,
                reason = speak(&mut sink, viewer, heartbeat, &unanswered) => reason,
                () = permission.ended() => Some(CloseReason::NotAllowed),
            }
        }
    };
    if let Some(reason) = reason {
        close(&mut sink, &mut stream, reason).await;
    }
}

/// Reads until the viewer leaves (without a reason to send) or sends something that viewers do not send.
async fn listen(stream: &mut SplitStream<WebSocket>, unanswered: &AtomicU32) -> Option<CloseReason> {
    while let Some(message) = stream.next().await {
        match message {
            // Any message shows that the viewer is alive.
            Ok(Message::Pong(_) | Message::Ping(_)) => unanswered.store(0, Ordering::Relaxed),
            Ok(Message::Close(_)) => return None,
            Ok(Message::Text(_) | Message::Binary(_)) => return Some(CloseReason::Protocol),
            Err(error) => {
                tracing::debug!(%error, "a viewer's connection ended");
                return Some(CloseReason::Protocol);
            }
        }
    }
    None
}

/// Sends the hub's messages, and a ping now and then, until the hub closes, the viewer is silent or its connection
/// breaks.
async fn speak(
    sink: &mut SplitSink<WebSocket, Message>,
    mut viewer: Viewer,
    heartbeat: Heartbeat,
    unanswered: &AtomicU32,
) -> Option<CloseReason> {
    let mut pings = interval(heartbeat.every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings.tick().await;
    // Whether there are messages that are not flushed yet.
    let mut gathered = false;
    loop {
        let message = match viewer.what_next() {
            Next::Send(message) => Some(outgoing(message)),
            Next::Close(reason) => return Some(reason),
            Next::Wait if gathered => None,
            Next::Wait => tokio::select! {
                () = viewer.changed() => continue,
                _ = pings.tick() => {
                    if unanswered.fetch_add(1, Ordering::Relaxed) >= 2 {
                        return Some(CloseReason::Silent);
                    }
                    Some(Message::Ping(Bytes::new()))
                }
            },
        };
        gathered = message.is_some();
        let sent = async {
            match message {
                Some(message) => sink.feed(message).await,
                None => sink.flush().await,
            }
        };
        // A viewer that reads nothing for this long has left two pings unanswered.
        match timeout(heartbeat.every * 3, sent).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => return Some(CloseReason::Silent),
        }
    }
}

fn outgoing(message: Outgoing) -> Message {
    match message {
        Outgoing::Event(text) => Message::Text(text),
        Outgoing::Frames(bytes) => Message::Binary(bytes),
    }
}

/// Sends the reason, and reads on for a moment until the viewer has answered: cutting the connection while the viewer
/// still sends would lose the last message.
async fn close(sink: &mut SplitSink<WebSocket, Message>, stream: &mut SplitStream<WebSocket>, reason: CloseReason) {
    let frame = CloseFrame { code: reason.code(), reason: format!("{reason:?}").into() };
    let goodbye = async {
        if sink.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    };
    if timeout(GOODBYE, goodbye).await.is_err() {
        tracing::debug!(?reason, "a viewer may not have heard why it was let go");
    }
}
