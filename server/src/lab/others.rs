//! Runs that are computed here and seen elsewhere: what is told of them, over the database.
//!
//! A worker tells every event of its run, numbered, and the names of the snapshots that it shows; what servers make of it is
//! [`mirror`](super::mirror)'s. Nothing is lost for good: the state that is kept says how many events are in it, so that
//! whoever missed some takes that instead. Where there is one program only, nothing of this is done.

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

/// The longest event that is told as it is; PostgreSQL takes 8,000 bytes.
const LONGEST: usize = 7_500;

/// The state is kept so often while events are told, and read so often by whoever has missed some.
pub const CATCH_UP: Duration = Duration::from_secs(2);

/// What is told of a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunMessage {
    /// The program that tells.
    pub from: String,
    /// The run.
    pub run: RunId,
    /// What.
    pub what: RunChange,
}

/// What is told of a run.
#[derive(Debug, Serialize, Deserialize)]
pub enum RunChange {
    /// Its row is another.
    Row,
    /// Its end is asked for.
    Cancel,
    /// Something happened to whoever computes it.
    Live {
        /// The lease's number.
        lease: u64,
        /// Of this event; the first of a lease is number one.
        number: u64,
        /// What.
        event: LiveChange,
    },
}

/// What happened.
#[derive(Debug, Serialize, Deserialize)]
pub enum LiveChange {
    /// What viewers are told.
    Event(Box<LiveEvent>),
    /// Something that only the whole state tells, which is kept.
    Whole,
    /// A snapshot is shown, which is kept: of which target, after how many steps.
    Shown(u16, u32),
}

/// Tells other programs.
#[derive(Clone)]
pub struct Notifier {
    /// This program's name among those that tell.
    pub process: String,
    /// Whether there can be any to tell.
    pub has_others: bool,
    /// By which it is told.
    pub database: Arc<dyn Database>,
}

impl Notifier {
    /// Tells, if there is anybody.
    pub async fn notify(&self, run: &RunId, what: RunChange) -> Result<(), StoreError> {
        if !self.has_others {
            return Ok(());
        }
        let news = RunMessage { from: self.process.clone(), run: run.clone(), what };
        let text =
            serde_json::to_string(&news).map_err(|source| StoreError::Damaged { path: "news".into(), source })?;
        Ok(self.database.notify(text).await?)
    }

    /// Tells what happens to a run that is computed here, until its hub tells nothing more.
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
