//! One run's meeting point: its thread writes, viewers read, and neither waits for the other.

use super::fold::{Folded, fold};
use super::frames::{Latest, Parcel};
use super::lock;
use app::wire::live::{CloseReason, LiveEvent, LiveState};
use app::wire::run::RunSummary;
use axum::body::Bytes;
use axum::extract::ws::Utf8Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Events kept for viewers who lag; one who misses more is sent the whole state.
const LOG: usize = 256;

/// One run's meeting point.
#[derive(Debug)]
pub struct Hub {
    inner: Mutex<Inner>,
    changed: watch::Sender<()>,
}

#[derive(Debug)]
struct Inner {
    state: LiveState,
    log: VecDeque<Utf8Bytes>,
    /// Number of the first event in the log.
    first: u64,
    frames: Latest,
    end: Option<CloseReason>,
}

/// How far a viewer has read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    /// The next event; none before the first whole state.
    event: Option<u64>,
    /// The last frame.
    frame: u64,
}

/// A message for a viewer.
#[derive(Clone, Debug)]
pub enum Message {
    /// A [`LiveEvent`] as JSON.
    Event(Utf8Bytes),
    /// Frames, one after another.
    Frames(Bytes),
}

/// What a viewer should do next.
#[derive(Clone, Debug)]
pub enum Next {
    /// Send this.
    Send(Message),
    /// Wait for [`Viewer::changed`].
    Wait,
    /// All was sent, and nothing more will come.
    Close(CloseReason),
}

impl Hub {
    /// A hub with what is known so far. No viewers are counted yet.
    pub fn new(state: LiveState, frames: Vec<Parcel>) -> Arc<Self> {
        let mut latest = Latest::default();
        frames.into_iter().for_each(|parcel| latest.put(parcel));
        let state = LiveState { viewers: 0, ..state };
        let inner = Inner { state, log: VecDeque::new(), first: 0, frames: latest, end: None };
        Arc::new(Self { inner: Mutex::new(inner), changed: watch::Sender::new(()) })
    }

    /// Folds an event into the state and tells all viewers.
    pub fn publish(&self, event: LiveEvent) {
        let mut inner = lock(&self.inner);
        match fold(&mut inner.state, event) {
            Folded::Event(event) => inner.append(&event),
            Folded::Whole => inner.forget_log(),
            Folded::Nothing => return,
        }
        drop(inner);
        self.changed.send_replace(());
    }

    /// Changes the state in a way that no event tells; viewers get the whole.
    pub fn rewrite(&self, change: impl FnOnce(&mut LiveState)) {
        let mut inner = lock(&self.inner);
        change(&mut inner.state);
        inner.forget_log();
        drop(inner);
        self.changed.send_replace(());
    }

    /// Changes the run's summary and tells all viewers.
    pub fn update_run(&self, change: impl FnOnce(&mut RunSummary)) {
        let mut run = self.run();
        change(&mut run);
        self.publish(LiveEvent::Run { run: Box::new(run) });
    }

    /// Shows new frames.
    pub fn show(&self, frames: impl IntoIterator<Item = Parcel>) {
        let mut inner = lock(&self.inner);
        frames.into_iter().for_each(|parcel| inner.frames.put(parcel));
        drop(inner);
        self.changed.send_replace(());
    }

    /// Nothing more will come; viewers are let go once they have all. The first reason stays.
    pub fn end(&self, reason: CloseReason) {
        lock(&self.inner).end.get_or_insert(reason);
        self.changed.send_replace(());
    }

    /// The state as it is.
    pub fn state(&self) -> LiveState {
        lock(&self.inner).state.clone()
    }

    /// The run's summary as it is.
    pub fn run(&self) -> RunSummary {
        lock(&self.inner).state.run.clone()
    }

    /// How many watch.
    pub fn viewers(&self) -> u32 {
        lock(&self.inner).state.viewers
    }

    /// The highest sequence number of a frame so far; 0 without any.
    pub fn sequence(&self) -> u64 {
        lock(&self.inner).frames.newest().map_or(0, |frame| frame.sequence)
    }

    /// A frame for lists: the first clone of the target that moved last.
    pub fn thumbnail(&self) -> Option<Bytes> {
        let inner = lock(&self.inner);
        let newest = inner.frames.newest()?;
        Some(inner.frames.of((newest.slot.0, 0)).unwrap_or(newest).bytes.clone())
    }

    /// Joins as a viewer, who is counted until dropped.
    pub fn join(self: &Arc<Self>) -> Viewer {
        let changed = self.changed.subscribe();
        self.count(|viewers| viewers.saturating_add(1));
        Viewer { hub: self.clone(), changed, cursor: Cursor::default() }
    }

    fn count(&self, change: impl FnOnce(u32) -> u32) {
        let mut inner = lock(&self.inner);
        let count = change(inner.state.viewers);
        inner.state.viewers = count;
        inner.append(&LiveEvent::Viewers { count });
        drop(inner);
        self.changed.send_replace(());
    }

    fn next(&self, cursor: &mut Cursor) -> Next {
        let mut inner = lock(&self.inner);
        if cursor.event.is_none_or(|event| event < inner.first) {
            cursor.event = Some(inner.first + inner.log.len() as u64);
            let state = inner.state.clone();
            // Written without the lock: a long state must not hold up the run.
            drop(inner);
            return encode(&LiveEvent::Everything { state: Box::new(state) }).map_or(Next::Wait, Next::Send);
        }
        inner.read(cursor)
    }
}

impl Inner {
    fn append(&mut self, event: &LiveEvent) {
        let Some(Message::Event(text)) = encode(event) else { return };
        self.log.push_back(text);
        if self.log.len() > LOG {
            self.log.pop_front();
            self.first += 1;
        }
    }

    /// Every cursor is before the first event then, and asks for the whole.
    fn forget_log(&mut self) {
        self.first += self.log.len() as u64 + 1;
        self.log.clear();
    }

    /// Events before frames, so that a frame never shows a target which its viewer does not know.
    fn read(&mut self, cursor: &mut Cursor) -> Next {
        let at = cursor.event.unwrap_or(self.first);
        if let Some(text) = self.log.get((at - self.first) as usize) {
            cursor.event = Some(at + 1);
            return Next::Send(Message::Event(text.clone()));
        }
        if let Some(parcel) = self.frames.after(cursor.frame) {
            cursor.frame = parcel.sequence;
            return Next::Send(Message::Frames(parcel.bytes.clone()));
        }
        self.end.map_or(Next::Wait, Next::Close)
    }
}

fn encode(event: &LiveEvent) -> Option<Message> {
    match serde_json::to_string(event) {
        Ok(text) => Some(Message::Event(text.into())),
        Err(error) => {
            tracing::error!(%error, "an event cannot be written as JSON");
            None
        }
    }
}

/// A viewer of a run.
#[derive(Debug)]
pub struct Viewer {
    hub: Arc<Hub>,
    changed: watch::Receiver<()>,
    cursor: Cursor,
}

impl Viewer {
    /// What to do next; never waits.
    pub fn what_next(&mut self) -> Next {
        self.hub.next(&mut self.cursor)
    }

    /// Until something has changed since the last call.
    pub async fn changed(&mut self) {
        // The sender lives in the hub that this viewer holds.
        let _ = self.changed.changed().await;
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.hub.count(|viewers| viewers.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests;
