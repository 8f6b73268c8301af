//! How much of a server its clients may take, and for how long.

use crate::patience::Pace;
use std::time::Duration;

/// Connections at one entrance, where the system allows as many.
const CONNECTIONS: usize = 10_000;

/// Descriptors for everything else: the database, files being read and written, computation.
const RESERVED: usize = 256;

/// When a silent viewer is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Time between pings; a viewer that left two unanswered is given up.
    pub every: Duration,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self { every: Duration::from_secs(15) }
    }
}

/// How much of a server its clients may take, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When a silent viewer of a stream is given up.
    pub heartbeat: Heartbeat,
    /// Connections at the same time, at each entrance; more wait until one ends.
    pub connections: usize,
    /// How long the head of a request may take, and how long a connection may be idle before it.
    pub head: Duration,
    /// How fast the body of a request must come.
    pub bodies: Pace,
    /// How fast an answer must be taken.
    pub answers: Pace,
    /// How long an upload waits for a place among those that are received.
    pub place: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Self {
            heartbeat: Heartbeat::default(),
            connections: CONNECTIONS,
            head: minute / 2,
            bodies: Pace { grace: minute / 2, slowest: 16 * 1024, longest: 120 * minute },
            answers: Pace { grace: minute, slowest: 4 * 1024, longest: Duration::MAX },
            place: minute / 2,
        }
    }
}

impl Limits {
    /// The usual ones, for a process that may open so many descriptors and has so many entrances. A connection may need
    /// two: its own, and that of the file which is sent over it.
    pub fn within(descriptors: usize, entrances: usize) -> Self {
        let each = descriptors.saturating_sub(RESERVED) / 2 / entrances.max(1);
        Self { connections: each.clamp(1, CONNECTIONS), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_stay_below_what_the_system_lets_open() {
        let connections = |descriptors, entrances| Limits::within(descriptors, entrances).connections;
        assert_eq!(connections(65_536, 1), CONNECTIONS);
        assert_eq!((connections(1024, 1), connections(1024, 2)), (384, 192));
        assert_eq!(connections(64, 2), 1, "even then somebody is served");
    }
}
