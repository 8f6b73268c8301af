//! Permits for uploads and downloads: a limited number in all, and fewer for each person, so that nobody blocks
//! everybody else.

use crate::error::Error;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wire::people::PersonId;

/// When a client without a permit should retry.
const AGAIN: Duration = Duration::from_secs(30);

/// Permits for operations of one kind.
pub struct Permits {
    /// The operations, in words.
    what: &'static str,
    all: Arc<Semaphore>,
    each: usize,
    people: Mutex<HashMap<PersonId, Arc<Semaphore>>>,
}

/// A permit, returned when dropped.
#[derive(Debug)]
pub struct Permit {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Permits {
    /// At most `all` permits at a time, and `each` for one person.
    pub fn new(what: &'static str, all: usize, each: usize) -> Self {
        Self { what, all: Arc::new(Semaphore::new(all)), each, people: Mutex::default() }
    }

    /// Waits at most `patience` for a permit.
    ///
    /// # Errors
    /// If none is returned in time.
    pub async fn take(&self, person: &PersonId, patience: Duration) -> Result<Permit, Error> {
        let own = timeout(patience, self.of(person).acquire_owned()).await.map_err(|_| self.yours())?;
        let of_all = timeout(patience, self.all.clone().acquire_owned()).await.map_err(|_| self.everybodys())?;
        Ok(Permit { _own: own.map_err(anyhow::Error::from)?, _of_all: of_all.map_err(anyhow::Error::from)? })
    }

    /// One person's permits; those of people who hold none are dropped.
    fn of(&self, person: &PersonId) -> Arc<Semaphore> {
        let mut people = lock(&self.people);
        people.retain(|_, places| Arc::strong_count(places) > 1);
        people.entry(person.clone()).or_insert_with(|| Arc::new(Semaphore::new(self.each))).clone()
    }

    fn yours(&self) -> Error {
        let why = format!(
            "{} {} of yours are on their way already, as many as one person may have; wait until one has come",
            self.each, self.what
        );
        Error::Busy { why, is_yours: true, again: AGAIN }
    }

    fn everybodys(&self) -> Error {
        let why = format!(
            "as many {} are on their way as this server takes at once; try again in {} seconds",
            self.what,
            AGAIN.as_secs()
        );
        Error::Busy { why, is_yours: false, again: AGAIN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_takes_the_places_of_others_and_each_becomes_free_again() {
        let places = Permits::new("archives", 3, 2);
        let take = async |name: &str| places.take(&PersonId(name.into()), Duration::ZERO).await;
        let (first, second) = (take("a").await.expect("free"), take("a").await.expect("free"));
        let refused = take("a").await.expect_err("both are taken");
        assert!(matches!(&refused, Error::Busy { is_yours: true, .. }), "{refused}");
        let other = take("b").await.expect("somebody else's");
        let refused = take("c").await.expect_err("all are taken");
        assert!(matches!(&refused, Error::Busy { is_yours: false, .. }), "{refused}");
        drop(first);
        let last = take("c").await.expect("free again");
        drop((second, other, last));
        drop(take("d").await.expect("free"));
        places.of(&PersonId("e".into()));
        assert_eq!(lock(&places.people).len(), 1, "only whoever asked last is known");
    }
}
