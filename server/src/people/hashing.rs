//! The threads that hash passwords. Hashing is slow by design: it has few threads of its own, so that it delays nothing
//! else and does not fill the memory. They serve sources in turn, one password at a time, known people before
//! strangers, so that a source of many passwords delays only itself.

use crate::error::Error;
use crate::lock::lock;
use crate::people::origin::Origin;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Most waiting passwords of one source.
const OF_ONE: usize = 16;
/// Most waiting sources.
const SOURCES: usize = 500;

type Work = Box<dyn FnOnce() + Send>;

/// The hashing threads; a cheap handle.
#[derive(Clone)]
pub struct Hashing(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

impl Hashing {
    /// Starts the threads, which live as long as the program.
    pub fn start(threads: usize) -> Self {
        let shared = Arc::new(Shared::default());
        for _ in 0..threads {
            let shared = shared.clone();
            std::thread::spawn(move || shared.work());
        }
        Self(shared)
    }

    /// Does the work in its turn, if the caller still waits for it then.
    ///
    /// # Errors
    /// If too many wait, or the work panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        from: &Origin,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = oneshot::channel();
        let work = move || {
            if !tell.is_closed() {
                // The caller may be gone by now.
                let _ = tell.send(work());
            }
        };
        if !lock(&self.0.waiting).push(from, Box::new(work)) {
            let why = "too many passwords are being looked at for your part of the network; try again in a moment";
            return Err(Error::Conflict(why.into()));
        }
        self.0.more.notify_one();
        told.await.map_err(|_| Error::Other(anyhow::anyhow!("hashing a password panicked")))
    }
}

impl Shared {
    fn work(&self) {
        loop {
            let waiting = self.more.wait_while(lock(&self.waiting), |waiting| waiting.is_empty());
            let next = waiting.unwrap_or_else(PoisonError::into_inner).next();
            // The thread goes on; the caller learns of a panic because its channel closes.
            let _ = next.map(|work| catch_unwind(AssertUnwindSafe(work)));
        }
    }
}

#[derive(Default)]
struct Waiting {
    known: Round,
    strangers: Round,
}

impl Waiting {
    fn push(&mut self, from: &Origin, work: Work) -> bool {
        match from {
            Origin::Known(_) => self.known.push(from, work),
            Origin::Stranger(_) => self.strangers.push(from, work),
        }
    }

    fn next(&mut self) -> Option<Work> {
        self.known.next().or_else(|| self.strangers.next())
    }

    fn is_empty(&self) -> bool {
        self.known.0.is_empty() && self.strangers.0.is_empty()
    }
}

/// Sources in the order of their turns, each with its waiting work.
#[derive(Default)]
struct Round(VecDeque<(Origin, VecDeque<Work>)>);

impl Round {
    fn push(&mut self, from: &Origin, work: Work) -> bool {
        let is_full = self.0.len() >= SOURCES;
        match self.0.iter_mut().find(|(origin, _)| origin == from) {
            Some((_, waiting)) if waiting.len() >= OF_ONE => return false,
            Some((_, waiting)) => waiting.push_back(work),
            None if is_full => return false,
            None => self.0.push_back((from.clone(), VecDeque::from([work]))),
        }
        true
    }

    fn next(&mut self) -> Option<Work> {
        let (from, mut waiting) = self.0.pop_front()?;
        let work = waiting.pop_front();
        if !waiting.is_empty() {
            self.0.push_back((from, waiting));
        }
        work
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// The order in which pushed work is done.
    fn order(pushed: &[(&str, u32)]) -> Vec<u32> {
        let (done, order) = mpsc::channel();
        let mut waiting = Waiting::default();
        for &(from, n) in pushed {
            let done = done.clone();
            let origin = match from.strip_prefix("known ") {
                Some(mark) => Origin::Known(mark.into()),
                None => Origin::Stranger(Some(from.parse().expect("a number"))),
            };
            waiting.push(&origin, Box::new(move || done.send(n).expect("heard")));
        }
        while let Some(work) = waiting.next() {
            work();
        }
        drop(done);
        order.iter().collect()
    }

    #[test]
    fn a_busy_source_delays_only_itself_and_known_people_come_first() {
        let flood = [("1", 1), ("1", 2), ("1", 3)];
        let more = [("2", 4), ("known a", 5), ("known b", 6), ("known a", 7)];
        assert_eq!(order(&[&flood[..], &more].concat()), [5, 6, 7, 1, 4, 2, 3]);
    }

    #[test]
    fn one_source_has_few_places() {
        let flood: Vec<_> = (0..100).map(|n| ("1", n)).collect();
        assert_eq!(order(&flood).len(), OF_ONE);
    }

    #[tokio::test]
    async fn work_is_done_and_a_panic_ends_no_thread() {
        let (hashing, from) = (Hashing::start(1), Origin::Stranger(None));
        let panicked = hashing.run(&from, || -> u32 { panic!("on purpose") }).await;
        assert!(matches!(panicked, Err(Error::Other(_))), "{panicked:?}");
        assert_eq!(hashing.run(&from, || 7).await.ok(), Some(7));
    }
}
