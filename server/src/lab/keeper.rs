//! Brings a run's files into the store while it is computed, on a thread of its own: the run looks which files there are,
//! and goes on.

use super::stop::{Cause, Stop};
use super::workplace::{Listing, Workplace};
use crate::store::StoreError;
use crate::store::runs::Changes;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// The handle that the run holds.
pub struct Keeper {
    listings: Option<Sender<(Listing, f64)>>,
    thread: Option<JoinHandle<()>>,
    place: Arc<Workplace>,
}

impl Keeper {
    /// Starts the thread. Should the run have been given to another worker, `stop` is set.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(place: Arc<Workplace>, stop: Arc<Stop>) -> std::io::Result<Self> {
        let (listings, waiting) = channel();
        let at = place.clone();
        let thread = std::thread::Builder::new().name("keeper".into()).spawn(move || work(&at, &waiting, &stop))?;
        Ok(Self { listings: Some(listings), thread: Some(thread), place })
    }

    /// Has all files kept that are there now; the run is that far, in [0,1].
    pub fn keep(&self, progress: f64) {
        match self.place.look() {
            // The thread only ends before us when it has panicked; all is kept once more in the end.
            Ok(listing) => drop(self.listings.as_ref().map(|listings| listings.send((listing, progress)))),
            Err(error) => tracing::error!(%error, "a run's files cannot be seen"),
        }
    }
}

impl Drop for Keeper {
    /// Waits until what was looked at is kept.
    fn drop(&mut self) {
        drop(self.listings.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the keeper of a run's files has panicked");
        }
    }
}

fn work(place: &Workplace, waiting: &Receiver<(Listing, f64)>, stop: &Stop) {
    while let Ok(first) = waiting.recv() {
        // Of those that came while the last was kept, the newest has all.
        let (listing, progress) = waiting.try_iter().last().unwrap_or(first);
        match place.keep(&listing, Changes { progress: Some(progress), ..Changes::default() }) {
            Ok(()) => {}
            Err(StoreError::NotYours) => stop.set(Cause::NotOurs),
            // The next time all is tried again.
            Err(error) => tracing::warn!(%error, "a run's files were not kept"),
        }
    }
}
