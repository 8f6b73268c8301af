//! Wrong passwords: whoever gives several for one name waits longer and longer, in whatever name they come.

use crate::lock::lock;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// So many wrong ones cost nothing.
const FREE: u32 = 5;
/// The longest wait. Short enough that nobody is locked out by somebody else, and long enough to end guessing.
const LONGEST: Duration = Duration::from_secs(60);
/// Names are forgotten when nothing was tried for so long.
const MEMORY: Duration = Duration::from_secs(15 * 60);
/// So many names are remembered at most.
const NAMES: usize = 10_000;

/// Wrong passwords of late, by name.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Wrong>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    times: u32,
    last: Instant,
}

impl Wrong {
    fn wait(self) -> Duration {
        match self.times.checked_sub(FREE) {
            None => Duration::ZERO,
            Some(more) => Duration::from_secs(1 << more.min(6)).min(LONGEST),
        }
    }
}

impl Attempts {
    /// How long whoever signs in by this name must wait first.
    pub fn wait(&self, login: &str, now: Instant) -> Option<Duration> {
        let wrong = *lock(&self.0).get(login)?;
        (wrong.last + wrong.wait()).checked_duration_since(now).filter(|wait| !wait.is_zero())
    }

    /// A wrong password was given.
    pub fn note_wrong(&self, login: &str, now: Instant) {
        let mut names = lock(&self.0);
        if names.len() >= NAMES {
            names.retain(|_, wrong| now.duration_since(wrong.last) < MEMORY);
        }
        if names.len() >= NAMES && !names.contains_key(login) {
            return;
        }
        let wrong = names.entry(login.into()).or_insert(Wrong { times: 0, last: now });
        let times = if now.duration_since(wrong.last) < MEMORY { wrong.times.saturating_add(1) } else { 1 };
        *wrong = Wrong { times, last: now };
    }

    /// The right one was given.
    pub fn forget(&self, login: &str) {
        lock(&self.0).remove(login);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_end_with_the_right_password() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..FREE - 1 {
            attempts.note_wrong("ada", now);
        }
        assert_eq!(attempts.wait("ada", now), None);
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            attempts.note_wrong("ada", now);
            assert_eq!(attempts.wait("ada", now), Some(Duration::from_secs(seconds)));
        }
        assert_eq!(attempts.wait("ada", now + LONGEST), None);
        assert_eq!(attempts.wait("grace", now), None);
        attempts.forget("ada");
        assert_eq!(attempts.wait("ada", now), None);
    }

    #[test]
    fn old_attempts_count_no_more_and_few_names_are_remembered() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..FREE {
            attempts.note_wrong("ada", now);
        }
        let later = now + MEMORY;
        attempts.note_wrong("ada", later);
        assert_eq!(attempts.wait("ada", later), None);
        for name in 0..2 * NAMES {
            attempts.note_wrong(&name.to_string(), later);
        }
        assert_eq!(lock(&attempts.0).len(), NAMES);
    }
}
