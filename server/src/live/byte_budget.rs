//! Limits the bytes waiting to be recorded: pictures of a thousand clones take fifty megabytes.

use crate::lock::lock;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Most bytes that may wait; a single snapshot may exceed it.
const MOST: usize = 64 << 20;

/// The bytes that wait now.
#[derive(Debug, Default)]
pub(super) struct ByteBudget {
    used: Mutex<usize>,
    freed: Condvar,
}

/// Reserved bytes, released on drop.
#[derive(Debug)]
pub(super) struct Reservation {
    room: Arc<ByteBudget>,
    bytes: usize,
}

impl ByteBudget {
    /// Reserves bytes, and waits until there is room for them.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Reservation {
        let is_full = |used: &mut usize| *used > 0 && *used + bytes > MOST;
        let mut used = self.freed.wait_while(lock(&self.used), is_full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Reservation { room: self.clone(), bytes }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        *lock(&self.used) == 0
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        *lock(&self.room.used) -= self.bytes;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_any_size_finds_place_and_the_next_when_it_has_gone() {
        let room = Arc::new(ByteBudget::default());
        let large = room.take(2 * MOST);
        std::thread::scope(|scope| {
            let next = scope.spawn(|| room.take(1));
            drop(large);
            assert_eq!(next.join().expect("no panic").bytes, 1);
        });
        assert!(room.is_empty());
        let half = room.take(MOST / 2);
        drop((room.take(MOST / 2), half));
    }
}
