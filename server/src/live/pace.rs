//! Which snapshots are taken, when a run makes them faster than they can be encoded at a small cost.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::recorder::tests::snapshot;
    use std::time::Instant;

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
