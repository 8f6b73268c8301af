//! Fan-out of a run to its viewers. Knows sockets' needs, not sockets: of HTTP only the type of a text message, of the
//! engine only its pictures.
//!
//! - [`Hub`]: one a run; the folded state, a short log of events, and the latest frame of every clone. Every message is
//!   encoded once and shared by all viewers. Each viewer has a [`Cursor`]; a slow one finds only the newest frame of a
//!   clone, and the whole state in place of events that it missed. Nothing waits for a viewer.
//! - [`Recorder`]: one for each attempt; a thread of its own that encodes snapshots, keeps each of them, and
//!   hands them to the hub.
//! - [`LiveUpdate`]: what a hub passes on to servers elsewhere, which show the run in hubs of their own.

mod byte_budget;
mod fold;
mod frames;
mod hub;
mod jpeg;
mod outlet;
mod pace;
mod presence;
mod recorder;

pub use frames::{FrameBatch, Slot, of_slot, split_snapshot};
pub use hub::{Cursor, Hub, Message, Next, Viewer};
pub use outlet::LiveUpdate;
pub use presence::Watcher;
pub use recorder::{Recorder, Snapshot};
