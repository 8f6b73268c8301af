//! Messages to other programs, over the database, about runs that are computed here.
//!
//! A worker sends every event of its run, numbered, and the ids of its snapshots; [`mirror`](super::mirror) receives
//! them. Nothing is lost for good: the stored state contains the number of its last event, so a program that missed
//! some reads the state instead. With a single program, nothing is sent.

use crate::live::{Hub, LiveUpdate};
use crate::store::database::Database;
use crate::store::runs::Changes;
use crate::store::{LeasedRun, StoreError};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;
use wire::live::LiveEvent;
use wire::run::RunId;

/// Longest message that contains an event, in bytes; PostgreSQL allows 8,000.
const LONGEST: usize = 7_500;

/// Interval at which workers store the live state, and at which programs that missed events read it.
pub const CATCH_UP: Duration = Duration::from_secs(2);

/// A message about a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunMessage {
    /// The program that sends it.
    pub from: String,
    /// The run.
    pub run: RunId,
    /// What.
    pub what: RunChange,
}

/// What changed about a run.
#[derive(Debug, Serialize, Deserialize)]
pub enum RunChange {
    /// Its row was replaced.
    Row,
    /// Somebody cancelled it.
    Cancel,
    /// Its worker reports a live update.
    Live {
        /// The lease's number.
        lease: u64,
        /// Number of this event; the first of a lease is 1.
        number: u64,
        /// What.
        event: LiveChange,
    },
}

/// A live update.
#[derive(Debug, Serialize, Deserialize)]
pub enum LiveChange {
    /// An event for viewers.
    Event(Box<LiveEvent>),
    /// A change that no event describes; the whole state is stored.
    Whole,
    /// A stored snapshot is shown: the target's index, and the number of steps.
    Shown(u16, u32),
}

/// Sends messages to other programs.
#[derive(Clone)]
pub struct Notifier {
    /// This program's name as a sender.
    pub process: String,
    /// Whether other programs can exist.
    pub has_others: bool,
    /// The database that carries the messages.
    pub database: Arc<dyn Database>,
}

impl Notifier {
    /// Sends a change, if other programs can exist.
    pub async fn notify(&self, run: &RunId, what: RunChange) -> Result<(), StoreError> {
        if !self.has_others {
            return Ok(());
        }
        let news = RunMessage { from: self.process.clone(), run: run.clone(), what };
        let text =
            serde_json::to_string(&news).map_err(|source| StoreError::Damaged { path: "news".into(), source })?;
        Ok(self.database.notify(text).await?)
    }

    /// Forwards live updates of a run that is computed here, until its hub closes the channel.
    pub async fn pass_on(self, run: Arc<LeasedRun>, hub: Weak<Hub>, mut told: UnboundedReceiver<LiveUpdate>) {
        let (mut number, mut kept, mut kept_at) = (0, 0, Instant::now());
        loop {
            let next = match timeout(CATCH_UP, told.recv()).await {
                Ok(None) => return,
                Ok(Some(next)) => Some(next),
                Err(_) => None,
            };
            let is_whole = next.as_ref().is_some_and(is_whole);
            number += u64::from(next.is_some());
            if number > kept && (is_whole || kept_at.elapsed() >= CATCH_UP) {
                (kept, kept_at) = (number, Instant::now());
                keep(&run, &hub).await;
            }
            let event = match next {
                None => continue,
                Some(_) if is_whole => LiveChange::Whole,
                Some(LiveUpdate::Event(event)) => LiveChange::Event(event),
                Some(LiveUpdate::Shown(target, iteration)) => LiveChange::Shown(target, iteration),
                Some(LiveUpdate::Whole) => LiveChange::Whole,
            };
            let what = RunChange::Live { lease: run.lease().number, number, event };
            if let Err(error) = self.notify(run.id(), what).await {
                tracing::debug!(%error, "others have missed an event of a run");
            }
        }
    }
}

fn is_whole(told: &LiveUpdate) -> bool {
    match told {
        LiveUpdate::Whole => true,
        LiveUpdate::Shown(..) => false,
        LiveUpdate::Event(event) => serde_json::to_string(event).is_ok_and(|text| text.len() > LONGEST),
    }
}

async fn keep(run: &LeasedRun, hub: &Weak<Hub>) {
    let Some(hub) = hub.upgrade() else { return };
    let live = Some(hub.stored_state());
    let kept = run.archive().database().write_run(run.lease().clone(), Changes { live, ..Changes::default() }).await;
    if let Err(error) = kept {
        tracing::debug!(%error, "the state of a run was not kept");
    }
}
