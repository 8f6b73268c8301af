//! Guessing passwords: how many are tried of a name, by one source and by all.
//!
//! An attempt counts before its password is looked at, so that a thousand sent together are no more than the few that
//! are allowed; the right one is given back. Strangers are counted by source and name, and all together by name, more
//! loosely, so that who guesses from one place locks nobody out elsewhere; no number of places gets further than the
//! second bound. A browser in which the person has signed in before has a count of its own.
//!
//! Counts leak away with time. They stand in rows of fixed number that names fall into by a hash whose key nobody
//! knows: nothing is forgotten to make room, however many names are tried, and who shares a row with a name that is
//! being guessed (one in some ten thousands) waits with it.

use super::origin::Origin;
use crate::lock::lock;
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Of one source for one name: so many at once, and another each time this has passed.
const BY_SOURCE: (f32, Duration) = (10.0, Duration::from_secs(5 * 60));
/// Of all strangers for one name. Five sources that never rest use it up; one alone does not.
const BY_NAME: (f32, Duration) = (60.0, Duration::from_secs(60));
/// Rows of a table: far more than hashing fills in the time in which counts leak away.
const ROWS: usize = 1 << 18;

/// Passwords that were tried of late.
#[derive(Debug)]
pub struct Attempts {
    began: Instant,
    key: RandomState,
    tables: Mutex<Tables>,
}

#[derive(Debug)]
struct Tables {
    by_source: Table,
    by_name: Table,
}

/// An attempt that counts, until it is given back.
#[derive(Debug, PartialEq, Eq)]
pub struct Attempt {
    by_source: usize,
    by_name: Option<usize>,
}

impl Attempts {
    /// None yet.
    pub fn new() -> Self {
        let tables = Tables { by_source: Table::new(BY_SOURCE), by_name: Table::new(BY_NAME) };
        Self { began: Instant::now(), key: RandomState::new(), tables: Mutex::new(tables) }
    }

    /// Counts one more password for a name.
    ///
    /// # Errors
    /// How long to wait first, if too many were tried; this one does not count then.
    pub fn begin(&self, login: &str, from: &Origin, now: Instant) -> Result<Attempt, Duration> {
        let seconds = now.saturating_duration_since(self.began).as_secs_f32();
        let attempt = Attempt {
            by_source: self.row(&(login, from)),
            by_name: matches!(from, Origin::Stranger(_)).then(|| self.row(&login)),
        };
        let mut tables = lock(&self.tables);
        let wait = tables.by_source.wait(attempt.by_source, seconds);
        let wait = wait.max(attempt.by_name.and_then(|row| tables.by_name.wait(row, seconds)));
        match wait {
            Some(wait) => Err(wait),
            None => {
                tables.by_source.add(attempt.by_source, 1.0, seconds);
                attempt.by_name.into_iter().for_each(|row| tables.by_name.add(row, 1.0, seconds));
                Ok(attempt)
            }
        }
    }

    /// It was right, or was not looked at: it does not count.
    pub fn give_back(&self, attempt: &Attempt, now: Instant) {
        let seconds = now.saturating_duration_since(self.began).as_secs_f32();
        let mut tables = lock(&self.tables);
        tables.by_source.add(attempt.by_source, -1.0, seconds);
        attempt.by_name.into_iter().for_each(|row| tables.by_name.add(row, -1.0, seconds));
    }

    fn row(&self, of: &impl std::hash::Hash) -> usize {
        self.key.hash_one(of) as usize % ROWS
    }
}

/// Counts that leak away.
#[derive(Debug)]
struct Table {
    most: f32,
    every: f32,
    // Two lists of numbers rather than one of pairs: zeros take no memory until they are written over.
    counts: Vec<f32>,
    seconds: Vec<f32>,
}

impl Table {
    fn new((most, every): (f32, Duration)) -> Self {
        Self { most, every: every.as_secs_f32(), counts: vec![0.0; ROWS], seconds: vec![0.0; ROWS] }
    }

    fn count(&self, row: usize, seconds: f32) -> f32 {
        (self.counts[row] - (seconds - self.seconds[row]).max(0.0) / self.every).max(0.0)
    }

    /// How long until one more may be added.
    fn wait(&self, row: usize, seconds: f32) -> Option<Duration> {
        let over = self.count(row, seconds) + 1.0 - self.most;
        (over > 0.0).then(|| Duration::from_secs_f32(over * self.every))
    }

    fn add(&mut self, row: usize, some: f32, seconds: f32) {
        self.counts[row] = (self.count(row, seconds) + some).max(0.0);
        self.seconds[row] = seconds;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(n: u32) -> Origin {
        Origin::Stranger(Some(n.into()))
    }

    /// How many of `times` are let through.
    fn tried(attempts: &Attempts, login: &str, from: &Origin, times: u32, now: Instant) -> usize {
        (0..times).filter(|_| attempts.begin(login, from, now).is_ok()).count()
    }

    #[test]
    fn a_source_tries_some_at_once_and_then_one_each_five_minutes() {
        let (attempts, now) = (Attempts::new(), Instant::now());
        assert_eq!(tried(&attempts, "ada", &stranger(1), 60, now), 10);
        let wait = attempts.begin("ada", &stranger(1), now).expect_err("too many");
        assert!(wait <= BY_SOURCE.1 && wait > BY_SOURCE.1 / 2, "{wait:?}");
        assert_eq!(tried(&attempts, "ada", &stranger(1), 60, now + BY_SOURCE.1 + Duration::from_secs(1)), 1);
        assert_eq!(tried(&attempts, "grace", &stranger(1), 60, now), 10);
    }

    #[test]
    fn constant_guessing_locks_the_owner_out_nowhere_else() {
        let (attempts, mut now) = (Attempts::new(), Instant::now());
        for _ in 0..24 * 60 {
            now += Duration::from_secs(60);
            let _: Result<Attempt, Duration> = attempts.begin("ada", &stranger(1), now);
        }
        assert!(attempts.begin("ada", &stranger(1), now).is_err());
        assert!(attempts.begin("ada", &stranger(2), now).is_ok());
    }

    #[test]
    fn many_sources_get_no_further_than_the_bound_of_the_name_and_its_own_browser_does() {
        let (attempts, now) = (Attempts::new(), Instant::now());
        let let_through: usize = (0..1000).map(|n| tried(&attempts, "ada", &stranger(n), 2, now)).sum();
        assert_eq!(let_through, 60);
        assert_eq!(tried(&attempts, "ada", &Origin::Known("00".into()), 60, now), 10);
    }

    #[test]
    fn the_right_password_does_not_count() {
        let (attempts, now) = (Attempts::new(), Instant::now());
        for _ in 0..200 {
            let attempt = attempts.begin("ada", &stranger(1), now).expect("let through");
            attempts.give_back(&attempt, now);
        }
        assert_eq!(tried(&attempts, "ada", &stranger(1), 60, now), 10);
    }

    #[test]
    fn a_flood_of_names_frees_none_that_must_wait() {
        let (attempts, now) = (Attempts::new(), Instant::now());
        tried(&attempts, "ada", &stranger(1), 10, now);
        for n in 0..100_000 {
            let _: Result<Attempt, Duration> = attempts.begin(&n.to_string(), &stranger(2), now);
        }
        assert!(attempts.begin("ada", &stranger(1), now).is_err(), "not forgotten");
        let after = tried(&attempts, "a name after the flood", &stranger(2), 60, now);
        assert!((1..=10).contains(&after), "{after}: names that come later are counted as well");
    }
}
