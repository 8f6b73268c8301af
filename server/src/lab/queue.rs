//! Runs that wait, one line a device.

use crate::lock::lock;
use app::wire::run::RunId;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

/// A device's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The processor.
    Cpu,
    /// The graphics card.
    Gpu,
}

impl Lane {
    /// All lines.
    pub const ALL: [Self; 2] = [Self::Cpu, Self::Gpu];
}

/// The lines.
#[derive(Debug, Default)]
pub struct Queue {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<(Lane, RunId)>,
    closed: bool,
}

impl Queue {
    /// Adds a run at the end.
    pub fn push(&self, lane: Lane, id: RunId) {
        lock(&self.inner).waiting.push_back((lane, id));
        self.changed.notify_all();
    }

    /// Waits for the next run of a line; none once the queue is closed.
    pub fn pop(&self, lane: Lane) -> Option<RunId> {
        let mut inner = lock(&self.inner);
        loop {
            if inner.closed {
                return None;
            }
            if let Some(at) = inner.waiting.iter().position(|(of, _)| *of == lane) {
                return inner.waiting.remove(at).map(|(_, id)| id);
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes a run out; false if it was not waiting.
    pub fn remove(&self, id: &RunId) -> bool {
        let waiting = &mut lock(&self.inner).waiting;
        let before = waiting.len();
        waiting.retain(|(_, other)| other != id);
        waiting.len() < before
    }

    /// Nothing is handed out any more.
    pub fn close(&self) {
        lock(&self.inner).closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> RunId {
        RunId(name.into())
    }

    #[test]
    fn each_device_takes_its_own_runs_in_order() {
        let queue = Queue::default();
        queue.push(Lane::Cpu, id("a"));
        queue.push(Lane::Gpu, id("b"));
        queue.push(Lane::Cpu, id("c"));
        assert_eq!(queue.pop(Lane::Gpu), Some(id("b")));
        assert_eq!(queue.pop(Lane::Cpu), Some(id("a")));
        assert!(queue.remove(&id("c")));
        assert!(!queue.remove(&id("c")));
    }

    #[test]
    fn closing_wakes_whoever_waits() {
        let queue = Queue::default();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.pop(Lane::Cpu));
            queue.close();
            assert_eq!(waiting.join().expect("no panic"), None);
        });
    }
}
