//! How often viewers get pictures: every snapshot, as far as the connection allows, and some between snapshots that are
//! far apart.

use crate::effort::EffortReading;
use std::time::Duration;

/// Shortest interval between pictures of a target while that is cheap: five a second, with some time to spare.
const OFTEN: Duration = Duration::from_millis(160);

/// The share of a run's processor time that pictures between snapshots may take.
const SHARE: f64 = 0.0035;

/// Whether pictures between snapshots are due, if the last ones were taken at `last` and cost `cost`.
pub(super) fn is_glimpse_due(last: Option<EffortReading>, cost: Duration, now: EffortReading) -> bool {
    last.is_some_and(|last| {
        now.time.saturating_duration_since(last.time) >= OFTEN && now.since(last) >= cost.div_f64(SHARE)
    })
}

/// Bytes of pictures a second for all viewers together: the capacity of a gigabit connection. The more viewers, the
/// less often they get new pictures.
const SENT_A_SECOND: f64 = 60e6;

/// Bytes of pictures per second of the run's processor time: sending that much costs some hundredths of a second.
const SENT_A_SECOND_COMPUTED: f64 = 30e6;

/// Pictures that were sent to all viewers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    /// The time of sending.
    pub at: EffortReading,
    /// Their bytes, times the number of viewers.
    pub bytes: f64,
}

impl Sent {
    /// Whether the next pictures may follow.
    pub fn leaves_room(self, now: EffortReading) -> bool {
        now.time.saturating_duration_since(self.at.time).as_secs_f64() >= self.bytes / SENT_A_SECOND
            && now.since(self.at).as_secs_f64() >= self.bytes / SENT_A_SECOND_COMPUTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn after(at: EffortReading, time: u64, effort: u64) -> EffortReading {
        EffortReading { time: at.time + Duration::from_millis(time), effort: at.effort + Duration::from_millis(effort) }
    }

    fn start() -> EffortReading {
        EffortReading { time: Instant::now(), effort: Duration::from_secs(5) }
    }

    #[test]
    fn viewers_are_shown_the_next_after_the_time_that_the_last_one_takes_and_when_the_run_had_its_share() {
        let at = start();
        let sent = Sent { at, bytes: 60e6 };
        assert!(!sent.leaves_room(after(at, 900, 9000)), "the connection is busy");
        assert!(!sent.leaves_room(after(at, 1500, 1200)), "others compute");
        assert!(sent.leaves_room(after(at, 1500, 2500)));
        assert!(sent.leaves_room(after(at, 2500, 100)), "the run computes elsewhere");
        assert!(Sent { at, bytes: 0.0 }.leaves_room(at), "nobody watches");
    }

    #[test]
    fn between_snapshots_there_are_pictures_five_times_a_second_or_as_often_as_they_are_cheap() {
        let at = start();
        let cost = Duration::from_micros(700);
        let due = |now| is_glimpse_due(Some(at), cost, now);
        assert!(!due(after(at, 150, 9000)), "there were some just now");
        assert!(!due(after(at, 190, 190)), "the run did little");
        assert!(due(after(at, 190, 201)) && due(after(at, 201, 0)));
        assert!(!is_glimpse_due(None, cost, at), "nothing was shown yet");
    }
}
