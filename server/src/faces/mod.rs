//! Sets of faces and recognizers that workspaces keep for their runs: added by collaborators who state who authorises
//! the audit, deleted by owners.
//!
//! Images from outside are decoded and only their pixels are kept; uploaded files are never handed out. A set is filled
//! first and then finished: it cannot change once runs may use it.

mod archive;
mod authority;
mod callers;
mod names;
mod picture;
mod recognizers;
mod sets;
mod taking;

pub use callers::CallersFaces;

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

/// Pictures that are decoded at the same time: each may take some hundred megabytes.
const DECODING: usize = 2;
/// Images that are received at the same time, in memory: of all, and of one person.
const RECEIVING: (usize, usize) = (16, 4);
/// Archives and weights that are received at the same time: of all, and of one person.
const LARGE: (usize, usize) = (6, 2);
/// Archives and weights that are read at the same time, once they have come.
const READING: usize = 2;

/// Faces; a handle that can be copied.
#[derive(Clone)]
pub struct FaceService(Arc<Shared>);

struct Shared {
    store: Arc<dyn Database>,
    lab: Laboratory,
    decoding: Semaphore,
    receiving: Permits,
    large: Permits,
    reading: Semaphore,
    /// How long a place is waited for.
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
            patience,
        }))
    }

    /// A folder for incoming data.
    pub fn scratch(&self) -> PathBuf {
        self.0.lab.cache().join("uploads")
    }

    /// A set, if the caller is in its workspace. To others it is not there.
    async fn set_seen_by(&self, caller: &Caller, id: &FaceSetId) -> Result<CountedSet, Error> {
        caller.signed_in()?;
        let found = self.0.store.face_set(id).await?.filter(|found| caller.sees(&found.set.workspace));
        found.ok_or_else(no_set)
    }
}

fn no_set() -> Error {
    Error::NoFile("this set of faces".into())
}
