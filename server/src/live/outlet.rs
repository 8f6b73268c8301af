//! The ordered updates that a run computed here sends to servers elsewhere.

use super::frames::FrameBatch;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use wire::live::LiveEvent;

/// An update for other servers.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveUpdate {
    /// An event for viewers.
    Event(Box<LiveEvent>),
    /// The state has changed in a way that no event expresses.
    Whole,
    /// A snapshot is shown: the target, and the number of steps.
    Shown(u16, u32),
}

/// Sends updates to a receiver; there is none at first.
#[derive(Debug, Default)]
pub struct Outlet {
    to: Option<UnboundedSender<LiveUpdate>>,
    sent: u64,
    last: Option<(u16, u32)>,
}

impl Outlet {
    /// Opens it anew; earlier updates are not counted.
    pub fn open(&mut self) -> UnboundedReceiver<LiveUpdate> {
        let (to, updates) = unbounded_channel();
        *self = Self { to: Some(to), sent: 0, last: None };
        updates
    }

    /// Sends an update. Each server counts its own viewers, so their numbers are not sent.
    pub fn send(&mut self, what: LiveUpdate) {
        let is_own = matches!(&what, LiveUpdate::Event(event) if matches!(**event, LiveEvent::Viewers { .. }));
        if let Some(to) = self.to.as_ref().filter(|_| !is_own) {
            self.sent += 1;
            // The receiver may be gone.
            let _ = to.send(what);
        }
    }

    /// Announces that a batch's snapshot is shown, once for all its batches.
    pub fn show(&mut self, batch: &FrameBatch) {
        if self.to.is_none() {
            return;
        }
        let (target, iteration) = (batch.slot.0, batch.iteration);
        if self.last.replace((target, iteration)) != Some((target, iteration)) {
            self.send(LiveUpdate::Shown(target, iteration));
        }
    }

    /// Updates sent since it was opened.
    pub fn sent(&self) -> u64 {
        self.sent
    }
}
