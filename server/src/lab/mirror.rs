//! Runs that other programs compute: a thread that receives their workers' messages and applies them to this program's
//! hubs.

use super::Shared;
use super::others::{CATCH_UP, LiveChange, RunChange, RunMessage};
use super::stop::Cause;
use crate::live::{Hub, split_snapshot};
use crate::store::jobs::Notification;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Instant;
use tokio::sync::mpsc::Receiver;
use wire::run::RunId;

/// Which events of a run's worker have arrived.
#[derive(Clone, Copy, Debug)]
struct EventPosition {
    lease: u64,
    /// The hub's state contains all events up to this one.
    number: u64,
    /// When the state was last taken from the store, while events are missing.
    behind: Option<Instant>,
}

/// Receives messages until the database is closed or the lab is dropped.
pub fn listen(lab: &Weak<Shared>, mut heard: Receiver<Notification>) {
    let mut seen = HashMap::new();
    while let Some(first) = heard.blocking_recv() {
        let Some(shared) = lab.upgrade() else { return };
        let mut batch = vec![first];
        while let Ok(next) = heard.try_recv() {
            batch.push(next);
        }
        for (at, one) in batch.iter().enumerate() {
            match one {
                Notification::Disconnected => {}
                Notification::Listening => {
                    seen.clear();
                    shared.catch_up();
                }
                Notification::Text(text) => match serde_json::from_str::<RunMessage>(text) {
                    Ok(news) if news.from == shared.notifier.process => {}
                    Ok(news) => shared.hear(news, &mut seen, || is_last(&batch[at..])),
                    Err(error) => tracing::debug!(%error, "another program's news are not understood"),
                },
            }
        }
    }
}

/// Whether the first message is the last of its kind in the batch: if pictures arrive faster than they can be fetched,
/// only the newest are.
fn is_last(batch: &[Notification]) -> bool {
    let shown = |heard: &Notification| match heard {
        Notification::Text(text) => match serde_json::from_str(text) {
            Ok(RunMessage { run, what: RunChange::Live { event: LiveChange::Shown(target, _), .. }, .. }) => {
                Some((run, target))
            }
            _ => None,
        },
        _ => None,
    };
    let (Some(first), rest) = (batch.first().and_then(shown), batch.iter().skip(1)) else { return true };
    !rest.filter_map(shown).any(|other| other == first)
}

impl Shared {
    fn hear(
        &self,
        RunMessage { run, what, .. }: RunMessage,
        seen: &mut HashMap<RunId, EventPosition>,
        is_last: impl Fn() -> bool,
    ) {
        match what {
            RunChange::Row => {
                self.refresh(&run);
                self.wake.call();
            }
            RunChange::Cancel => {
                if let Some((_, stop)) = self.active_runs.of(&run) {
                    stop.set(Cause::Person);
                }
            }
            RunChange::Live { lease, number, event } => {
                match self.active_runs.of(&run) {
                    // This attempt is the late one.
                    Some((ours, stop)) if lease > ours => return stop.set(Cause::NotOurs),
                    Some(_) => return,
                    None => {}
                }
                let Some((_, Some(hub))) = self.entries.find(&run) else { return };
                let before = seen.get(&run).copied().filter(|before| before.lease == lease);
                let before = before.unwrap_or(EventPosition { lease, number: 0, behind: None });
                seen.insert(run.clone(), self.follow(&run, &hub, before, number, event, is_last()));
            }
        }
    }

    /// Applies one event, or the whole state if earlier events are missing.
    fn follow(
        &self,
        run: &RunId,
        hub: &Arc<Hub>,
        before: EventPosition,
        number: u64,
        event: LiveChange,
        is_last: bool,
    ) -> EventPosition {
        let mut now = before;
        let misses = number > before.number + 1;
        if matches!(event, LiveChange::Whole) || misses && before.behind.is_none_or(|at| at.elapsed() >= CATCH_UP) {
            let told = self.show_from_store(run).unwrap_or(before.number);
            now.number = told;
            now.behind = (told + 1 < number).then(Instant::now);
        }
        match event {
            LiveChange::Event(event) if number > now.number => hub.publish(*event),
            LiveChange::Shown(target, iteration) if is_last => self.fetch(run, hub, target, iteration),
            _ => {}
        }
        if now.behind.is_none() {
            now.number = now.number.max(number);
        }
        now
    }

    fn fetch(&self, run: &RunId, hub: &Hub, target: u16, iteration: u32) {
        match self.archive.snapshot(run, target, iteration) {
            Ok(Some(frames)) => match split_snapshot(frames) {
                Ok(frames) => hub.show(frames),
                Err(error) => tracing::warn!(%error, "a snapshot is no frames"),
            },
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, run = run.0, "a snapshot cannot be shown now"),
        }
    }

    /// Reads everything that may have changed while the connection was lost.
    fn catch_up(&self) {
        match self.archive.rows() {
            Ok(rows) => {
                for row in rows {
                    let is_over = row.state.is_over();
                    if is_over != self.entries.find(&row.id).is_some_and(|(known, _)| known.state.is_over()) || !is_over
                    {
                        self.refresh(&row.id);
                    }
                    if !is_over && self.active_runs.of(&row.id).is_none() {
                        self.show_from_store(&row.id);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "runs cannot be read now"),
        }
        self.wake.call();
    }

    /// Shows the stored state of a run that is computed elsewhere. Returns how many events it contains.
    pub(super) fn show_from_store(&self, id: &RunId) -> Option<u64> {
        let (row, hub) = self.entries.find(id)?;
        let hub = hub?;
        let kept =
            self.archive.live(id).inspect_err(|error| tracing::warn!(%error, "a run's state cannot be read now"));
        let told = kept.ok().flatten().map_or(0, |kept| kept.told);
        match (self.state_from_store(&row), self.frames_from_store(id)) {
            (Ok(fresh), Ok(frames)) => {
                hub.rewrite(|state| {
                    let (viewers, watching, run) = (state.viewers, state.watching.clone(), state.run.clone());
                    *state = fresh;
                    (state.viewers, state.watching) = (viewers, watching);
                    // The row has no progress while the run is being computed.
                    if !row.state.is_over() && run.progress > state.run.progress {
                        (state.run.progress, state.run.doing) = (run.progress, run.doing);
                    }
                });
                hub.show(frames);
                Some(told)
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(error = %error, run = id.0, "a run cannot be shown as it is");
                None
            }
        }
    }

    /// Replaces a run's row by the stored one.
    pub(super) fn refresh(&self, id: &RunId) {
        let row = match self.archive.row(id) {
            Ok(row) => row,
            Err(error) => return tracing::warn!(%error, run = id.0, "a run's row cannot be read now"),
        };
        match (row, self.entries.find(id)) {
            (None, _) => self.entries.remove(id),
            (Some(row), _) if row.state.is_over() => self.settle(row),
            (Some(row), Some((_, Some(hub)))) => {
                let state = row.state;
                self.entries.update(row);
                hub.update_run(|run| run.state = state);
            }
            (Some(row), _) => match self.hub_from_store(&row) {
                Ok(hub) => self.entries.insert_active(row, hub),
                Err(error) => tracing::warn!(%error, run = id.0, "a run cannot be shown"),
            },
        }
    }

    /// Ends a run that finished elsewhere.
    pub(super) fn settle(&self, row: crate::store::RunRow) {
        let hub = self.entries.find(&row.id).and_then(|(_, hub)| hub);
        let id = row.id.clone();
        if let Some(hub) = hub {
            self.entries.update(row.clone());
            self.show_from_store(&id);
            self.entries.insert_over(row);
            hub.end(wire::live::CloseReason::RunOver);
        } else {
            self.entries.insert_over(row);
        }
    }

    /// Ends a run that finished in the queue.
    pub(super) fn settle_and_notify(&self, id: &RunId) {
        self.refresh(id);
        self.notify(id, RunChange::Row);
    }
}
