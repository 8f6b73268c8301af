//! Which snapshots are taken, when a run makes them faster than they can be encoded at a small cost, and how often viewers
//! are shown one.

use super::Snapshot;
use super::effort::Moment;
use std::time::Duration;

/// Takes the first snapshot of each target, the last, and of those between only some.
#[derive(Debug, Default)]
pub(super) struct Pace {
    taken: Option<(u16, Moment)>,
    /// The newest one that came too early to be taken.
    early: Option<Snapshot>,
}

impl Pace {
    /// What to take now that `snapshot` comes: perhaps nothing, perhaps the last one of the target before it as well.
    pub fn offer(&mut self, snapshot: Snapshot, now: Moment, interval: Duration) -> Vec<Snapshot> {
        let before = self.taken.filter(|(target, _)| *target == snapshot.target);
        if before.is_some_and(|(_, at)| now.since(at) < interval) {
            self.early = Some(snapshot);
            return Vec::new();
        }
        self.taken = Some((snapshot.target, now));
        let last_of_another = self.early.take().filter(|early| early.target != snapshot.target);
        last_of_another.into_iter().chain([snapshot]).collect()
    }

    /// The one that waits, if nothing came after it.
    pub fn last(&mut self) -> Option<Snapshot> {
        self.early.take()
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
    fn what_comes_too_early_gives_way_to_the_next_and_the_last_of_a_target_is_taken() {
        let mut pace = Pace::default();
        let start = Instant::now();
        let mut taken = Vec::new();
        let mut offer = |target: u16, iteration: u32, milliseconds: u64| {
            let now = Moment { time: start + Duration::from_millis(milliseconds), effort: Duration::ZERO };
            let offered = Snapshot { target, ..snapshot(iteration) };
            let now_taken = pace.offer(offered, now, Duration::from_millis(100));
            taken.extend(now_taken.into_iter().map(|one| (one.target, one.point.iteration)));
        };
        for (iteration, milliseconds) in [(0, 0), (5, 40), (10, 90), (15, 110), (20, 150), (25, 190)] {
            offer(0, iteration, milliseconds);
        }
        offer(1, 0, 195);
        offer(1, 5, 200);
        assert_eq!(taken, [(0, 0), (0, 15), (0, 25), (1, 0)]);
        assert_eq!(pace.last().map(|one| (one.target, one.point.iteration)), Some((1, 5)));
        assert!(pace.last().is_none());
    }
}
