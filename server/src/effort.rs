//! What work costs the processor: unlike the time that passes, it does not grow when others use the machine too.

use std::time::{Duration, Instant};

/// A point in time, and what the process had cost by then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EffortReading {
    /// The time.
    pub time: Instant,
    /// Processor time of all threads of the process so far.
    pub effort: Duration,
}

impl EffortReading {
    /// This one.
    pub fn now() -> Self {
        Self { time: Instant::now(), effort: of_process() }
    }

    /// Processor time since `earlier`, or, while others compute (a graphics card, say), the time that one processor
    /// had.
    pub fn since(self, earlier: Self) -> Duration {
        self.effort.saturating_sub(earlier.effort).max(self.time.saturating_duration_since(earlier.time))
    }
}

impl EffortReading {
    /// The share of one processor that the process used since `earlier`; more than one if it used several.
    pub fn busy_since(self, earlier: Self) -> f64 {
        let passed = self.time.saturating_duration_since(earlier.time).as_secs_f64();
        self.effort.saturating_sub(earlier.effort).as_secs_f64() / passed.max(1e-9)
    }
}

/// Processor time of the calling thread so far.
#[cfg(unix)]
pub(crate) fn of_thread() -> Duration {
    on(rustix::time::ClockId::ThreadCPUTime)
}

#[cfg(unix)]
fn of_process() -> Duration {
    on(rustix::time::ClockId::ProcessCPUTime)
}

#[cfg(unix)]
fn on(clock: rustix::time::ClockId) -> Duration {
    let time = rustix::time::clock_gettime(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time that passed: this system is not asked for more.
#[cfg(not(unix))]
pub(crate) fn of_thread() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

#[cfg(not(unix))]
fn of_process() -> Duration {
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_counts_if_it_exceeds_wall_time() {
        let start = EffortReading { time: Instant::now(), effort: Duration::from_secs(7) };
        let later = |time, effort| EffortReading {
            time: start.time + Duration::from_secs(time),
            effort: start.effort + Duration::from_secs(effort),
        };
        assert_eq!(later(3, 5).since(start), Duration::from_secs(5));
        assert_eq!(later(3, 1).since(start), Duration::from_secs(3));
        assert_eq!(start.since(later(3, 1)), Duration::ZERO);
        assert_eq!((later(4, 1).busy_since(start), later(2, 3).busy_since(start)), (0.25, 1.5));
    }
}
