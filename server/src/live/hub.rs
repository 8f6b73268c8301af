//! The hub of one run: the run's thread writes, viewers read, and neither waits for the other.

use super::fold::{ViewerUpdate, fold};
use super::frames::{FrameBatch, Latest};
use super::outlet::{LiveUpdate, Outlet};
use super::presence::{Presence, Watcher};
use crate::lock::lock;
use crate::store::StoredLiveState;
use axum::extract::ws::Utf8Bytes;
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use wire::live::{CloseReason, LiveEvent, LiveState, Viewers};
use wire::run::RunSummary;

/// Events kept for viewers that lag; a viewer that misses more gets the whole state.
const LOG: usize = 256;

/// Limits the cost of a crowd of viewers to one part in this many: how far the reported number of viewers may be off
/// while there is no other news, and how many events per this many viewers a shared whole state may lag. Otherwise a
/// thousand joining viewers would cost a million messages and a thousand serialised states.
const CROWD: u32 = 16;

/// Waking a viewer and sending it a line costs some ten microseconds of processor time, so optional events are spaced
/// this much further apart for each viewer.
const TURN: Duration = Duration::from_millis(1);

/// The hub of one run.
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
    /// The state as JSON, and the number of the first event that is not in it.
    whole: Option<(u64, Utf8Bytes)>,
    presence: Presence,
    /// The last reported number of viewers, and whose windows those are.
    told: (u32, Viewers),
    frames: Latest,
    end: Option<CloseReason>,
    outlet: Outlet,
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
    /// A hub with the given initial state. No viewers are counted yet.
    pub fn new(state: LiveState, frames: Vec<FrameBatch>) -> Arc<Self> {
        let mut latest = Latest::default();
        frames.into_iter().for_each(|batch| latest.put(batch));
        let inner = Inner {
            state: LiveState { viewers: 0, watching: Viewers::default(), ..state },
            log: VecDeque::new(),
            first: 0,
            whole: None,
            presence: Presence::default(),
            told: (0, Viewers::default()),
            frames: latest,
            end: None,
            outlet: Outlet::default(),
        };
        Arc::new(Self { inner: Mutex::new(inner), changed: watch::Sender::new(()) })
    }

    /// Folds an event into the state and notifies all viewers.
    pub fn publish(&self, event: LiveEvent) {
        if lock(&self.inner).take(event) {
            self.changed.send_replace(());
        }
    }

    /// Folds an event into the state; viewers get it together with the next event.
    pub fn publish_later(&self, event: LiveEvent) {
        lock(&self.inner).take(event);
    }

    /// Minimum interval between optional events; it grows with the number of viewers.
    pub fn spacing(&self) -> Duration {
        TURN * self.viewers()
    }

    /// Changes the state in a way that no event expresses; viewers get the whole state.
    pub fn rewrite(&self, change: impl FnOnce(&mut LiveState)) {
        let mut inner = lock(&self.inner);
        change(&mut inner.state);
        inner.forget_log();
        inner.outlet.send(LiveUpdate::Whole);
        drop(inner);
        self.changed.send_replace(());
    }

    /// Changes the run's summary and notifies all viewers.
    pub fn update_run(&self, change: impl FnOnce(&mut RunSummary)) {
        let mut run = self.run();
        change(&mut run);
        self.publish(LiveEvent::Run { run: Box::new(run) });
    }

    /// Shows new frames.
    pub fn show(&self, frames: impl IntoIterator<Item = FrameBatch>) {
        let mut inner = lock(&self.inner);
        for batch in frames {
            inner.outlet.show(&batch);
            inner.frames.put(batch);
        }
        drop(inner);
        self.changed.send_replace(());
    }

    /// Shows frames that are not stored, to viewers of this hub only, since other servers could not fetch them.
    pub fn show_here(&self, frames: impl IntoIterator<Item = FrameBatch>) {
        let mut inner = lock(&self.inner);
        frames.into_iter().for_each(|batch| inner.frames.put(batch));
        drop(inner);
        self.changed.send_replace(());
    }

    /// Ends the stream; viewers are disconnected once they have received everything. The first reason stays.
    pub fn end(&self, reason: CloseReason) {
        lock(&self.inner).end.get_or_insert(reason);
        self.changed.send_replace(());
    }

    /// Also passes all further updates on to servers elsewhere that show the run.
    pub fn tap(&self) -> mpsc::UnboundedReceiver<LiveUpdate> {
        lock(&self.inner).outlet.open()
    }

    /// Stops passing updates on to other servers.
    pub fn untap(&self) {
        lock(&self.inner).outlet = Outlet::default();
    }

    /// The state to store, and how many of the updates sent to other servers it contains.
    pub fn stored_state(&self) -> StoredLiveState {
        let inner = lock(&self.inner);
        StoredLiveState { state: inner.state.clone(), told: inner.outlet.sent() }
    }

    /// The current state.
    pub fn state(&self) -> LiveState {
        lock(&self.inner).state.clone()
    }

    /// The current summary of the run.
    pub fn run(&self) -> RunSummary {
        lock(&self.inner).state.run.clone()
    }

    /// Number of viewers.
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

    /// Joins as a viewer, which is counted until dropped, and named if its person is known.
    pub fn join(self: &Arc<Self>, who: Option<Watcher>) -> Viewer {
        let changed = self.changed.subscribe();
        self.count(|viewers, presence| {
            presence.come(who.as_ref());
            viewers.saturating_add(1)
        });
        Viewer { hub: self.clone(), changed, cursor: Cursor::default(), who }
    }

    /// Names are sent together with the number, so that a crowd that comes and goes costs no more messages than before.
    fn count(&self, change: impl FnOnce(u32, &mut Presence) -> u32) {
        let mut inner = lock(&self.inner);
        inner.state.viewers = change(inner.state.viewers, &mut inner.presence);
        inner.state.watching = inner.presence.watching();
        let (count, told) = (inner.state.viewers, inner.told.0);
        if inner.end.is_some() || count.abs_diff(told) <= told / CROWD {
            return;
        }
        inner.tell_viewers();
        drop(inner);
        self.changed.send_replace(());
    }

    fn next(&self, cursor: &mut Cursor) -> Next {
        let mut inner = lock(&self.inner);
        if cursor.event.is_some_and(|event| event >= inner.first) {
            return inner.read(cursor);
        }
        if let Some((event, text)) = inner.recent_whole() {
            cursor.event = Some(event);
            return Next::Send(Message::Event(text));
        }
        let (event, state) = (inner.end_of_log(), inner.state.clone());
        // Written without the lock: a long state must not hold up the run.
        drop(inner);
        cursor.event = Some(event);
        let Some(text) = encode(&LiveEvent::Everything { state: Box::new(state) }) else { return Next::Wait };
        lock(&self.inner).whole = Some((event, text.clone()));
        Next::Send(Message::Event(text))
    }
}

impl Inner {
    /// Folds an event into the state. Returns whether there is news for viewers.
    fn take(&mut self, event: LiveEvent) -> bool {
        match fold(&mut self.state, event) {
            ViewerUpdate::Event(event) => {
                self.append(&event);
                self.outlet.send(LiveUpdate::Event(Box::new(event)));
            }
            ViewerUpdate::Whole => {
                self.forget_log();
                self.outlet.send(LiveUpdate::Whole);
            }
            ViewerUpdate::Nothing => return false,
        }
        if self.told.0 != self.state.viewers || self.told.1 != self.state.watching {
            self.tell_viewers();
        }
        true
    }

    fn tell_viewers(&mut self) {
        self.told = (self.state.viewers, self.state.watching.clone());
        let (count, watching) = self.told.clone();
        self.append(&LiveEvent::Viewers { count, watching });
    }

    fn end_of_log(&self) -> u64 {
        self.first + self.log.len() as u64
    }

    /// A state serialised for another viewer, if it is recent and the log has the events since.
    fn recent_whole(&self) -> Option<(u64, Utf8Bytes)> {
        let oldest = self.end_of_log().saturating_sub(u64::from(self.state.viewers / CROWD));
        self.whole.clone().filter(|(event, _)| *event >= self.first.max(oldest))
    }

    fn append(&mut self, event: &LiveEvent) {
        let Some(text) = encode(event) else { return };
        self.log.push_back(text);
        if self.log.len() > LOG {
            self.log.pop_front();
            self.first += 1;
        }
    }

    /// Every cursor is then before the first event, and gets the whole state.
    fn forget_log(&mut self) {
        self.first = self.end_of_log() + 1;
        self.log.clear();
    }

    /// Events before frames, so that a viewer never gets a frame of an unknown target.
    fn read(&mut self, cursor: &mut Cursor) -> Next {
        let at = cursor.event.unwrap_or(self.first);
        if let Some(text) = self.log.get((at - self.first) as usize) {
            cursor.event = Some(at + 1);
            return Next::Send(Message::Event(text.clone()));
        }
        if let Some(batch) = self.frames.after(cursor.frame) {
            cursor.frame = batch.sequence;
            return Next::Send(Message::Frames(batch.bytes.clone()));
        }
        self.end.map_or(Next::Wait, Next::Close)
    }
}

fn encode(event: &LiveEvent) -> Option<Utf8Bytes> {
    match serde_json::to_string(event) {
        Ok(text) => Some(text.into()),
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
    who: Option<Watcher>,
}

impl Viewer {
    /// What to do next; never waits.
    pub fn what_next(&mut self) -> Next {
        self.hub.next(&mut self.cursor)
    }

    /// Waits until something has changed since the last call.
    pub async fn changed(&mut self) {
        // The sender lives in the hub that this viewer holds.
        let _ = self.changed.changed().await;
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.hub.count(|viewers, presence| {
            presence.go(self.who.as_ref());
            viewers.saturating_sub(1)
        });
    }
}

#[cfg(test)]
mod tests;
