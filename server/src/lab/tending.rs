//! Periodic work while the program runs: renews leases, tracks workers, removes unnamed objects, and returns memory to
//! the system when idle.

use super::Shared;
use super::lane::lane;
use super::stop::Cause;
use crate::convert;
use crate::effort::EffortReading;
use crate::lock::lock;
use crate::memory::Tidy;
use crate::store::StoreError;
use crate::store::jobs::{HEARTBEAT, LeaseStatus, WorkerRow};
use std::sync::Weak;
use tokio::time::{MissedTickBehavior, interval};

/// Looks after all of it until the lab has ended.
pub async fn tend(shared: Weak<Shared>) {
    let mut rounds = interval(*HEARTBEAT);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut memory, mut before) = (Tidy::default(), EffortReading::now());
    loop {
        rounds.tick().await;
        let Some(shared) = shared.upgrade() else { return };
        shared.renew().await;
        if shared.wake.calls().is_none() && shared.active_runs.all().is_empty() {
            return;
        }
        if let Err(error) = shared.look_around().await {
            tracing::warn!(%error, "workers are not known now");
        }
        let (now, computes) = (EffortReading::now(), !shared.active_runs.all().is_empty());
        let busy = now.busy_since(before);
        before = now;
        if !computes {
            memory = tidied(memory, busy).await;
        }
    }
}

/// On a thread that may block.
async fn tidied(mut memory: Tidy, busy: f64) -> Tidy {
    let look = move || {
        memory.look(busy);
        memory
    };
    tokio::task::spawn_blocking(look).await.unwrap_or_default()
}

impl Shared {
    async fn renew(&self) {
        for (run, stop) in self.active_runs.all() {
            match run.renew().await {
                Ok(LeaseStatus::Held) => {}
                Ok(LeaseStatus::Cancelled) => stop.set(Cause::Person),
                Ok(LeaseStatus::Lost) => stop.set(Cause::NotOurs),
                // It may have run out when the database is back; if nobody took the run, it holds again.
                Err(error) => tracing::warn!(%error, run = run.id().0, "a lease was not renewed"),
            }
        }
    }

    async fn look_around(&self) -> Result<(), StoreError> {
        let database = self.archive.database();
        if let Some(me) = self.as_worker().filter(|_| self.wake.calls().is_some()) {
            database.see_worker(me).await?;
        }
        let workers = database.workers().await?;
        *lock(&self.workers) = workers;
        self.archive.tidy().await?;
        Ok(())
    }

    /// This program as a worker, if it is one.
    pub(super) fn as_worker(&self) -> Option<WorkerRow> {
        let device = self.device.as_ref()?;
        Some(WorkerRow {
            id: self.name.clone(),
            lane: lane(device.kind),
            device: convert::device_report(device),
            speed: self.speed.get().copied(),
        })
    }
}
