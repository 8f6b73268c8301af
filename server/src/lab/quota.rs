//! Limits of one workspace on shared resources: runs, places in the queue, disk.

use super::Shared;
use crate::error::Error;
use crate::experiment::{Needs, Plan};
use crate::lock::lock;
use crate::store::StoreError;
use crate::store::runs::Usage;
use engine::device::Kind;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use view_model::number::{bytes, counted};
use wire::people::WorkspaceId;

/// The most that a workspace may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Stored runs, finished or not.
    pub runs: u64,
    /// Queued runs.
    pub waiting: u64,
    /// Bytes of files of runs, face sets and recognizers.
    pub bytes: u64,
}

impl Default for Quota {
    fn default() -> Self {
        Self { runs: 5_000, waiting: 100, bytes: 200_000_000_000 }
    }
}

impl Quota {
    /// The reason why a workspace with this usage may not queue another run, if so.
    fn refuses_waiting(&self, has: Usage) -> Option<String> {
        (has.waiting >= self.waiting).then(|| {
            format!(
                "this workspace has {} waiting already, and no more may wait; stop some, or start this one when some of them \
                 are done (the server's operator allows more by --max-waiting)",
                counted(has.waiting, "run")
            )
        })
    }

    /// The reason why a workspace with this usage, whose unfinished runs may need `reserved` more bytes, may not have
    /// another run that leaves `more` bytes, if so.
    fn refuses_run(&self, has: Usage, reserved: u64, more: u64) -> Option<String> {
        if let Some(why) = self.refuses_waiting(has) {
            return Some(why);
        }
        if has.runs >= self.runs {
            return Some(format!(
                "this workspace has {}, and no more may be kept; ask the server's operator to allow more, by --max-runs",
                counted(has.runs, "run")
            ));
        }
        self.refuses_bytes(has, reserved, more, "ask for fewer clones or snapshots")
    }

    /// The reason why a workspace with this usage, whose unfinished runs may need `reserved` more bytes, may not store
    /// `more` bytes, if so; `instead` suggests an alternative.
    fn refuses_bytes(&self, has: Usage, reserved: u64, more: u64, instead: &str) -> Option<String> {
        let all = has.bytes.saturating_add(reserved).saturating_add(more);
        (all > self.bytes).then(|| {
            let needs = if more > 0 { format!(", this needs about {}", bytes(more)) } else { String::new() };
            let waits = match reserved {
                0 => String::new(),
                reserved => format!(", runs under way may need {} more", bytes(reserved)),
            };
            format!(
                "this workspace keeps {} of files{waits}{needs}, and it may keep {} in all; {instead}, or ask the server's operator \
                 to allow more, by --max-disk",
                bytes(has.bytes),
                bytes(self.bytes)
            )
        })
    }
}

/// How long a counted usage stays valid during uploads: counting takes longer than storing a file.
const BELIEVED: Duration = Duration::from_secs(5);

/// The last counted usage of each workspace.
pub(super) type UsageCache = Mutex<HashMap<WorkspaceId, CountedUsage>>;

/// The usage of a workspace.
#[derive(Debug)]
pub(super) struct CountedUsage {
    /// When it was counted.
    at: Instant,
    /// Including everything added since.
    usage: Usage,
    /// Bytes that unfinished runs may still need.
    reserved: u64,
}

impl CountedUsage {
    fn is_recent(&self) -> bool {
        self.at.elapsed() < BELIEVED
    }

    fn take(&mut self, more: u64, quota: &Quota) -> Result<(), Error> {
        let instead = "delete face sets or recognizers that are not needed";
        refused(quota.refuses_bytes(self.usage, self.reserved, more, instead))?;
        self.usage.bytes = self.usage.bytes.saturating_add(more);
        Ok(())
    }
}

impl Shared {
    /// Admits another run of so many bytes to a workspace, or returns the reason not to. Blocks on the store.
    pub(super) fn allow_run(&self, workspace: &WorkspaceId, more: u64) -> Result<(), Error> {
        let has = self.usage(workspace)?;
        refused(self.quota.refuses_run(has, self.reserved(workspace, has), more))
    }

    /// Admits one of a workspace's own runs to the queue, or returns the reason not to. Blocks on the store.
    pub(super) fn allow_waiting(&self, workspace: &WorkspaceId) -> Result<(), Error> {
        refused(self.quota.refuses_waiting(self.usage(workspace)?))
    }

    /// Discards the counted usage of a workspace, since a run was added.
    pub(super) fn forget_usage(&self, workspace: &WorkspaceId) {
        lock(&self.seen).remove(workspace);
    }

    fn usage(&self, workspace: &WorkspaceId) -> Result<Usage, StoreError> {
        Ok(self.archive.runtime().block_on(self.archive.database().usage(workspace))?)
    }

    /// Bytes that a workspace's unfinished runs may still need beyond their current files. A running one counts with
    /// its peak, a queued one with what it will leave, since it runs after the others have ended.
    fn reserved(&self, workspace: &WorkspaceId, has: Usage) -> u64 {
        let under_way = self.entries.configs_under_way(workspace).into_iter();
        let needs = under_way.map(|(config, is_waiting)| {
            let needs = Needs::of(&Plan::of_checked(config, &self.cache), Kind::Cpu);
            if is_waiting { needs.kept() } else { needs.disk() }
        });
        needs.fold(0, u64::saturating_add).saturating_sub(has.under_way)
    }
}

impl super::Laboratory {
    /// Whether a workspace may store more at all.
    ///
    /// # Errors
    /// If the quota does not allow it, with the reason in words, or if the store fails.
    pub async fn allow_bytes(&self, workspace: &WorkspaceId) -> Result<(), Error> {
        self.take_bytes(workspace, 0).await
    }

    /// Reserves bytes for a workspace. Check and count are one step, so concurrent requests cannot both pass.
    ///
    /// # Errors
    /// If the quota does not allow it, with the reason in words, or if the store fails; nothing is counted then.
    pub async fn take_bytes(&self, workspace: &WorkspaceId, more: u64) -> Result<(), Error> {
        loop {
            if let Some(counted) = lock(&self.0.seen).get_mut(workspace).filter(|counted| counted.is_recent()) {
                return counted.take(more, &self.0.quota);
            }
            let usage = self.0.archive.database().usage(workspace).await?;
            let reserved = self.0.reserved(workspace, usage);
            lock(&self.0.seen).insert(workspace.clone(), CountedUsage { at: Instant::now(), usage, reserved });
        }
    }
}

fn refused(why: Option<String>) -> Result<(), Error> {
    why.map_or(Ok(()), |why| Err(Error::Conflict(why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_quota_and_the_remedy() {
        let quota = Quota { runs: 10, waiting: 2, bytes: 1_000_000 };
        let refused =
            |runs, waiting, bytes| quota.refuses_run(Usage { runs, waiting, bytes, under_way: 0 }, 0, 100_000);
        assert_eq!(refused(9, 1, 900_000), None);
        for (has, word) in [
            (refused(9, 2, 0), "--max-waiting"),
            (refused(10, 0, 0), "--max-runs"),
            (refused(0, 0, 900_001), "--max-disk"),
        ] {
            assert!(has.as_ref().is_some_and(|why| why.contains(word)), "{has:?}");
        }
        let has = Usage { bytes: 500_000, ..Usage::default() };
        assert_eq!(quota.refuses_run(has, 400_000, 100_000), None);
        let why = quota.refuses_run(has, 400_001, 100_000).expect("refused");
        assert!(why.contains("runs under way may need"), "{why}");
    }
}
