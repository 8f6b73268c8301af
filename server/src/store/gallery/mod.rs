//! Stored publications.

pub(super) mod columns;
mod rows;
#[cfg(test)]
pub(crate) mod scenario;

use super::database::error::StoreFuture;
pub use rows::*;
use wire::gallery::{GalleryChoices, Permalink, PublishedHumanScore};
use wire::run::RunId;

/// Stores publications.
pub trait GalleryStore: Send + Sync + 'static {
    /// Adds a publication; fails if it is public and the gallery already shows a target of the run.
    fn publish(&self, new: NewPublication) -> StoreFuture<'_, ()>;
    /// Withdraws a publication and deletes its content; only the fact that it existed remains. False if no such
    /// publication is visible.
    fn take_back<'a>(&'a self, permalink: &'a Permalink, now_ms: u64) -> StoreFuture<'a, bool>;
    /// Status of a publication, checked before any of it is served.
    fn standing<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<PublicationStatus>>;
    /// A publication, with its content unless withdrawn.
    fn publication<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Publication>>;
    /// Publications of a run, newest first.
    fn publications_of<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, Vec<Publication>>;
    /// Runs with visible publications, which must not be deleted.
    fn published_runs(&self) -> StoreFuture<'_, Vec<RunId>>;
    /// A page of the gallery.
    fn browse<'a>(&'a self, browse: &'a Browse) -> StoreFuture<'a, Vec<ListedClone>>;
    /// Number of clones that match the filters.
    fn count<'a>(&'a self, filters: &'a Filters) -> StoreFuture<'a, u64>;
    /// Available values of the filters.
    fn choices(&self) -> StoreFuture<'_, GalleryChoices>;
    /// Human scores over all clones of a publication, in words.
    fn peoples_words<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Vec<PublishedHumanScore>>>;
    /// Human scores of one clone.
    fn human_of<'a>(
        &'a self,
        permalink: &'a Permalink,
        place: u32,
        clone: u32,
    ) -> StoreFuture<'a, Option<wire::gallery::HumanFigures>>;
    /// Sets the verdict of a publication by an earlier version.
    fn set_verdict<'a>(&'a self, permalink: &'a Permalink, verdict: PublishedVerdict) -> StoreFuture<'a, ()>;
    /// Updates the human scores of a publication.
    fn set_people<'a>(&'a self, permalink: &'a Permalink, people: PeopleNow) -> StoreFuture<'a, ()>;
}
