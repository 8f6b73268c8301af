//! Which snapshots are taken, when a run makes them faster than they can be encoded at a small cost, and how often viewers
//! are shown one.

use super::Snapshot;
use super::effort::Moment;
use std::collections::BTreeMap;
use std::time::Duration;

/// Takes the first snapshot of each target, the last, and of those between only some. Several targets may be attacked at
/// the same time: the more, the more seldom each.
#[derive(Debug, Default)]
pub(super) struct Pace {
    taken: BTreeMap<u16, Moment>,
    /// Of each target, the newest one that came too early to be taken.
    early: BTreeMap<u16, Snapshot>,
}

impl Pace {
    /// Whether a snapshot of a target would be taken now, `interval` being the time between two of a single target.
    pub fn is_due(&self, target: u16, now: Moment, interval: Duration) -> bool {
        let interval = interval * self.taken.len().max(1) as u32;
        self.taken.get(&target).is_none_or(|at| now.since(*at) >= interval)
    }

    /// What to take now that `snapshot` comes.
    pub fn offer(&mut self, snapshot: Snapshot, now: Moment, interval: Duration) -> Option<Snapshot> {
        if !self.is_due(snapshot.target, now, interval) {
            self.early.insert(snapshot.target, snapshot);
            return None;
        }
        self.taken.insert(snapshot.target, now);
        self.early.remove(&snapshot.target);
        Some(snapshot)
    }

    /// Those that wait, when nothing comes after them.
    pub fn last(&mut self) -> impl Iterator<Item = Snapshot> {
        self.taken.clear();
        std::mem::take(&mut self.early).into_values()
    }
}

/// Bytes a second that all viewers together are sent of pictures: what a connection of a gigabit carries. The more watch,
/// the less often they are shown something new.
const SENT_A_SECOND: f64 = 60e6;

/// The same for each second of the processor that the run has: sending so much costs some hundredths of a second.
const SENT_A_SECOND_COMPUTED: f64 = 30e6;

/// A snapshot that was sent to all viewers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// When.
    pub at: Moment,
    /// Its bytes, as often as there were viewers.
    pub bytes: f64,
}

impl Shown {
    /// Whether the next one may follow.
    pub fn leaves_room(self, now: Moment) -> bool {
        now.time.saturating_duration_since(self.at.time).as_secs_f64() >= self.bytes / SENT_A_SECOND
            && now.since(self.at).as_secs_f64() >= self.bytes / SENT_A_SECOND_COMPUTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::recorder::tests::snapshot;
    use std::time::Instant;

    #[test]
    fn viewers_are_shown_the_next_after_the_time_that_the_last_one_takes_and_when_the_run_had_its_share() {
        let at = Moment { time: Instant::now(), effort: Duration::from_secs(5) };
        let shown = Shown { at, bytes: 60e6 };
        let after = |time, effort| Moment {
            time: at.time + Duration::from_millis(time),
            effort: at.effort + Duration::from_millis(effort),
        };
        assert!(!shown.leaves_room(after(900, 9000)), "the connection is busy");
        assert!(!shown.leaves_room(after(1500, 1200)), "others compute");
        assert!(shown.leaves_room(after(1500, 2500)));
        assert!(shown.leaves_room(after(2500, 100)), "the run computes elsewhere");
        assert!(Shown { at, bytes: 0.0 }.leaves_room(at), "nobody watches");
    }

    #[test]
    fn what_comes_too_early_gives_way_to_the_next_and_the_last_of_each_target_is_taken() {
        let start = Instant::now();
        let offer = |pace: &mut Pace, target: u16, iteration: u32, milliseconds: u64| {
            let now = Moment { time: start + Duration::from_millis(milliseconds), effort: Duration::ZERO };
            let offered = Snapshot { target, ..snapshot(iteration) };
            pace.offer(offered, now, Duration::from_millis(100)).map(|one| one.point.iteration)
        };
        let mut pace = Pace::default();
        let alone = [(0, 0), (5, 40), (10, 90), (15, 110), (20, 150), (25, 190)];
        let taken = alone.map(|(iteration, milliseconds)| offer(&mut pace, 0, iteration, milliseconds));
        assert_eq!(taken.into_iter().flatten().collect::<Vec<_>>(), [0, 15]);
        // A second target beside the first: both are taken half as often.
        let together = [(1, 0, 195), (0, 30, 230), (1, 5, 330), (0, 35, 330), (1, 10, 400), (0, 40, 410)];
        let taken = together.map(|(target, iteration, milliseconds)| offer(&mut pace, target, iteration, milliseconds));
        assert_eq!(taken, [Some(0), None, None, Some(35), Some(10), None]);
        let last: Vec<_> = pace.last().map(|one| (one.target, one.point.iteration)).collect();
        assert_eq!(last, [(0, 40)]);
        assert_eq!(pace.last().count(), 0);
    }
}
