//! The engine's threads, one per device, and how they wait for jobs.

use crate::lock::lock;
use crate::store::jobs::JobLane;
use engine::device::Kind;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The devices that have a thread.
pub const LANES: [Kind; 2] = [Kind::Cpu, Kind::Gpu];

/// The lane of a device's jobs.
pub fn lane(kind: Kind) -> JobLane {
    match kind {
        Kind::Cpu => JobLane::Cpu,
        Kind::Gpu => JobLane::Gpu,
    }
}

/// Wakes threads that wait for jobs.
#[derive(Debug, Default)]
pub struct Wake {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    calls: u64,
    is_closed: bool,
}

impl Wake {
    /// Signals that there may be work.
    pub fn call(&self) {
        lock(&self.inner).calls += 1;
        self.changed.notify_all();
    }

    /// Signals that there will be no more work.
    pub fn close(&self) {
        lock(&self.inner).is_closed = true;
        self.changed.notify_all();
    }

    /// Number of calls so far; `None` once closed.
    pub fn calls(&self) -> Option<u64> {
        let inner = lock(&self.inner);
        (!inner.is_closed).then_some(inner.calls)
    }

    /// Waits until there are more than `seen` calls, or it is closed, or the time is up.
    pub fn wait(&self, seen: u64, most: Duration) {
        let inner = lock(&self.inner);
        let idle = |inner: &mut Inner| inner.calls == seen && !inner.is_closed;
        drop(self.changed.wait_timeout_while(inner, most, idle).unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_before_the_wait_is_not_missed_and_closing_wakes_all_waiters() {
        let wake = Wake::default();
        let seen = wake.calls().expect("open");
        wake.call();
        wake.wait(seen, Duration::from_secs(60));
        std::thread::scope(|scope| {
            let seen = wake.calls().expect("open");
            let waiting = scope.spawn({
                let wake = &wake;
                move || wake.wait(seen, Duration::from_secs(60))
            });
            wake.close();
            waiting.join().expect("no panic");
        });
        assert_eq!(wake.calls(), None);
    }
}
