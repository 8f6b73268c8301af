//! The flag by which a run is asked to stop.

use std::sync::atomic::{AtomicU8, Ordering};

/// Why a run was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A person does not want it any more.
    Person,
    /// The program ends; the next one takes the run up again.
    Shutdown,
    /// Another worker has the run.
    NotOurs,
}

/// Asks a run to stop; seen at its next event.
#[derive(Debug, Default)]
pub struct StopFlag(AtomicU8);

impl StopFlag {
    /// Asks. The first cause stays: what a person has stopped is not taken up by the next start.
    pub fn set(&self, cause: Cause) {
        let value = match cause {
            Cause::Person => 1,
            Cause::Shutdown => 2,
            Cause::NotOurs => 3,
        };
        // A failed exchange means that a cause is there already.
        let _ = self.0.compare_exchange(0, value, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Why the run should stop, if it should.
    pub fn cause(&self) -> Option<Cause> {
        match self.0.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Cause::Person),
            2 => Some(Cause::Shutdown),
            _ => Some(Cause::NotOurs),
        }
    }
}
