//! Copies a run's files into the store while it is computed, on its own thread. The run only lists the files.

use super::stop::{Cause, StopFlag};
use super::work_folder::{Listing, WorkFolder};
use crate::store::StoreError;
use crate::store::runs::Changes;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// The files to save, and a channel that reports completion.
type SaveRequest = (Listing, Option<SyncSender<()>>);

/// Saves a run's files; held by the attempt.
pub struct FileSaver {
    listings: Option<Sender<SaveRequest>>,
    thread: Option<JoinHandle<()>>,
    place: Arc<WorkFolder>,
}

impl FileSaver {
    /// Starts the thread. Should the run have been given to another worker, `stop` is set.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(place: Arc<WorkFolder>, stop: Arc<StopFlag>) -> std::io::Result<Self> {
        let (listings, waiting) = channel();
        let at = place.clone();
        let thread = std::thread::Builder::new().name("file-saver".into()).spawn(move || work(&at, &waiting, &stop))?;
        Ok(Self { listings: Some(listings), thread: Some(thread), place })
    }

    /// Requests that all present files are saved.
    pub fn save(&self) {
        self.request(None);
    }

    /// Like [`FileSaver::save`], and waits until saving succeeded or failed.
    pub fn save_now(&self) {
        let (tell, told) = sync_channel(1);
        self.request(Some(tell));
        // Without an answer the thread has panicked, or nothing could be looked at, which is in the log.
        let _ = told.recv();
    }

    fn request(&self, tell: Option<SyncSender<()>>) {
        match self.place.look() {
            // The thread only ends before us when it has panicked; all is kept once more in the end.
            Ok(listing) => drop(self.listings.as_ref().map(|listings| listings.send((listing, tell)))),
            Err(error) => tracing::error!(%error, "a run's files cannot be seen"),
        }
    }
}

impl Drop for FileSaver {
    /// Waits until all requested files are saved.
    fn drop(&mut self) {
        drop(self.listings.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that saves a run's files has panicked");
        }
    }
}

fn work(place: &WorkFolder, waiting: &Receiver<SaveRequest>, stop: &StopFlag) {
    while let Ok(first) = waiting.recv() {
        // Of those that came while the last was kept, the newest has all.
        let (mut listing, tell) = first;
        let mut whom: Vec<_> = tell.into_iter().collect();
        for (newer, tell) in waiting.try_iter() {
            listing = newer;
            whom.extend(tell);
        }
        match place.keep(&listing, Changes::default()) {
            Ok(()) => {}
            Err(StoreError::NotYours) => stop.set(Cause::NotOurs),
            // The next time all is tried again.
            Err(error) => tracing::warn!(%error, "a run's files were not kept"),
        }
        for tell in whom {
            // The caller waits for nothing else.
            let _ = tell.send(());
        }
    }
}
