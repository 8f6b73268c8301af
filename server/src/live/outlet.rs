//! What a run that is computed here tells servers elsewhere, in order.

use super::frames::Parcel;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use wire::live::LiveEvent;

/// What others are told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// What viewers are told.
    Event(Box<LiveEvent>),
    /// The state has changed in a way that no event tells.
    Whole,
    /// A snapshot is shown: of which target, after how many steps.
    Shown(u16, u32),
}

/// Where it goes; nowhere at first.
#[derive(Debug, Default)]
pub struct Outlet {
    to: Option<UnboundedSender<Told>>,
    told: u64,
    last: Option<(u16, u32)>,
}

impl Outlet {
    /// Opens it anew; what was told before is not counted.
    pub fn open(&mut self) -> UnboundedReceiver<Told> {
        let (to, told) = unbounded_channel();
        *self = Self { to: Some(to), told: 0, last: None };
        told
    }

    /// Tells. Each server counts its own viewers, so these are not told.
    pub fn tell(&mut self, what: Told) {
        let is_own = matches!(&what, Told::Event(event) if matches!(**event, LiveEvent::Viewers { .. }));
        if let Some(to) = self.to.as_ref().filter(|_| !is_own) {
            self.told += 1;
            // Whoever listened may have gone.
            let _ = to.send(what);
        }
    }

    /// Tells that a parcel's snapshot is shown, once for all its parcels.
    pub fn show(&mut self, parcel: &Parcel) {
        if self.to.is_none() {
            return;
        }
        let (target, iteration) = (parcel.slot.0, parcel.iteration);
        if self.last.replace((target, iteration)) != Some((target, iteration)) {
            self.tell(Told::Shown(target, iteration));
        }
    }

    /// How many were told since it was opened.
    pub fn told(&self) -> u64 {
        self.told
    }
}
