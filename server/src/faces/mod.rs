//! Sets of faces and recognizers that workspaces keep for their runs: added by collaborators who state who authorises
//! the audit, deleted by owners.
//!
//! Images from outside are decoded and only their pixels are kept; uploaded files are never handed out. A set is filled
//! first and then finished: it cannot change once runs may use it.

mod archive;
mod authority;
mod calibration;
mod callers;
mod names;
mod picture;
mod recognizers;
mod sets;
mod taking;

pub use callers::CallersFaces;

use calibration::Calibrations;

use crate::access::Caller;
use crate::error::Error;
use crate::lab::Laboratory;
use crate::permits::Permits;
use crate::store::database::Database;
use crate::store::faces::CountedSet;
use crate::studies::StudyService;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use wire::faces::FaceSetId;

/// Pictures decoded at the same time: each may take some hundred megabytes.
const DECODING: usize = 2;
/// Images received at the same time, in memory: in all, and per person.
const RECEIVING: (usize, usize) = (16, 4);
/// Archives and weights received at the same time: in all, and per person.
const LARGE: (usize, usize) = (6, 2);
/// Archives and weights processed at the same time, once received.
const READING: usize = 2;

/// The face service; a cheap handle.
#[derive(Clone)]
pub struct FaceService(Arc<Shared>);

struct Shared {
    store: Arc<dyn Database>,
    lab: Laboratory,
    decoding: Semaphore,
    receiving: Permits,
    large: Permits,
    reading: Semaphore,
    calibrations: Calibrations,
    /// Longest wait for a permit.
    patience: Duration,
}

impl FaceService {
    /// Uses the store and the lab of a study service. An upload waits at most `patience` for a permit.
    pub fn new(service: &StudyService, patience: Duration) -> Self {
        Self(Arc::new(Shared {
            store: service.store().clone(),
            lab: service.lab().clone(),
            decoding: Semaphore::new(DECODING),
            receiving: Permits::new("images", RECEIVING.0, RECEIVING.1),
            large: Permits::new("archives or recognizers", LARGE.0, LARGE.1),
            reading: Semaphore::new(READING),
            calibrations: Calibrations::default(),
            patience,
        }))
    }

    /// A folder for incoming data.
    pub fn scratch(&self) -> PathBuf {
        self.0.lab.cache().join("uploads")
    }

    /// A set, if the caller is in its workspace. For others it does not exist.
    async fn set_seen_by(&self, caller: &Caller, id: &FaceSetId) -> Result<CountedSet, Error> {
        caller.signed_in()?;
        let found = self.0.store.face_set(id).await?.filter(|found| caller.sees(&found.set.workspace));
        found.ok_or_else(no_set)
    }
}

fn no_set() -> Error {
    Error::NoFile("this set of faces".into())
}
