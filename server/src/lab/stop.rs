//! The flag that asks a run to stop.

use std::sync::atomic::{AtomicU8, Ordering};

/// Why a run was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A person cancelled it.
    Person,
    /// The program ends; the next one resumes the run.
    Shutdown,
    /// Another worker has the run.
    NotOurs,
}

/// Asks a run to stop; seen at its next event.
#[derive(Debug, Default)]
pub struct StopFlag(AtomicU8);

impl StopFlag {
    /// Sets the cause. The first one stays: the next start must not resume a run that a person cancelled.
    pub fn set(&self, cause: Cause) {
        let value = match cause {
            Cause::Person => 1,
            Cause::Shutdown => 2,
            Cause::NotOurs => 3,
        };
        // A failed exchange means that a cause is set already.
        let _ = self.0.compare_exchange(0, value, Ordering::AcqRel, Ordering::Acquire);
    }

    /// The cause, if the run should stop.
    pub fn cause(&self) -> Option<Cause> {
        match self.0.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Cause::Person),
            2 => Some(Cause::Shutdown),
            _ => Some(Cause::NotOurs),
        }
    }
}
