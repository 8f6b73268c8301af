//! Publishing runs, and what readers get of them.
//!
//! The content is fixed once, when an owner publishes: the report without its withheld parts is kept with the
//! publication, and only the files that it names may be read. Every request checks whether the publication still
//! stands, so a withdrawn one is gone at once. Pictures made for the gallery are kept beside the runs and can be made
//! again.

mod browse;
mod callers;
mod content;
mod films;
mod pictures;
mod publish;
mod shown;
mod tend;

pub use callers::CallersGallery;
pub use content::seeds_are_faces;
pub use pictures::Kind;
pub use shown::File;

use crate::error::Error;
use crate::experiment::completed;
use crate::lab::Laboratory;
use crate::lock::lock;
use crate::store::database::Database;
use crate::store::gallery::{Content, Publication, PublicationStatus};
use crate::studies::StudyService;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use wire::gallery::Permalink;

/// Publications kept in memory; their content never changes.
const KEPT: usize = 64;

/// The gallery; a cheap handle.
#[derive(Clone)]
pub struct Gallery(Arc<Shared>);

struct Shared {
    store: Arc<dyn Database>,
    lab: Laboratory,
    service: StudyService,
    kept: Mutex<HashMap<Permalink, Arc<LoadedPublication>>>,
}

/// A visible publication with its content.
struct LoadedPublication {
    publication: Publication,
    content: Content,
}

impl Gallery {
    /// The gallery over the runs and studies of a study service.
    pub fn new(service: &StudyService) -> Self {
        let (store, lab, service) = (service.store().clone(), service.lab().clone(), service.clone());
        Self(Arc::new(Shared { store, lab, service, kept: Mutex::default() }))
    }

    /// A publication that is visible now.
    async fn shown(&self, permalink: &Permalink) -> Result<Arc<LoadedPublication>, Error> {
        self.stands(permalink).await?;
        if let Some(kept) = lock(&self.0.kept).get(permalink) {
            return Ok(kept.clone());
        }
        let mut publication = self.0.store.publication(permalink).await?.ok_or_else(nothing)?;
        let mut content = publication.content.take().ok_or_else(withdrawn)?;
        content.report = completed(content.report);
        let shown = Arc::new(LoadedPublication { publication, content });
        let mut kept = lock(&self.0.kept);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(permalink.clone(), shown.clone());
        Ok(shown)
    }

    /// Checks that a publication is visible now.
    async fn stands(&self, permalink: &Permalink) -> Result<(), Error> {
        match self.0.store.standing(permalink).await? {
            Some(PublicationStatus::Shown) => Ok(()),
            Some(PublicationStatus::Withdrawn) => {
                self.forget(permalink);
                Err(withdrawn())
            }
            None => Err(nothing()),
        }
    }

    fn forget(&self, permalink: &Permalink) {
        lock(&self.0.kept).remove(permalink);
    }
}

fn nothing() -> Error {
    Error::NoFile("this publication".into())
}

fn withdrawn() -> Error {
    Error::NoFile(wire::gallery::WITHDRAWN.into())
}
