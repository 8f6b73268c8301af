//! Where it is kept what was published.

pub(super) mod columns;
mod rows;
#[cfg(test)]
pub(crate) mod scenario;

use super::database::error::StoreFuture;
pub use rows::*;
use wire::gallery::{GalleryChoices, PeoplesWord, Permalink};
use wire::run::RunId;

/// Keeps what was published.
pub trait GalleryStore: Send + Sync + 'static {
    /// Keeps a new publication; fails if it is public and a target of the run is in the gallery already.
    fn publish(&self, new: NewPublication) -> StoreFuture<'_, ()>;
    /// Takes one back: all that it shows is deleted, what remains is that there was one. False if there is none that
    /// others can see.
    fn take_back<'a>(&'a self, permalink: &'a Permalink, now_ms: u64) -> StoreFuture<'a, bool>;
    /// Where a publication stands: this is asked before anything of it is shown.
    fn standing<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<PublicationStatus>>;
    /// A publication, with all that it shows unless it was withdrawn.
    fn publication<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Publication>>;
    /// What was published of a run, newest first.
    fn publications_of<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, Vec<Publication>>;
    /// Runs of which others see something. None of them may be deleted.
    fn published_runs(&self) -> StoreFuture<'_, Vec<RunId>>;
    /// A page of the gallery.
    fn browse<'a>(&'a self, browse: &'a Browse) -> StoreFuture<'a, Vec<ListedClone>>;
    /// How many clones the filters let through.
    fn count<'a>(&'a self, filters: &'a Filters) -> StoreFuture<'a, u64>;
    /// What can be chosen in the filters.
    fn choices(&self) -> StoreFuture<'_, GalleryChoices>;
    /// What people say of all clones of a publication.
    fn peoples_words<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Vec<PeoplesWord>>>;
    /// What people say of one clone.
    fn human_of<'a>(
        &'a self,
        permalink: &'a Permalink,
        place: u32,
        clone: u32,
    ) -> StoreFuture<'a, Option<wire::gallery::HumanFigures>>;
    /// Keeps the verdict on what an earlier version published.
    fn set_verdict<'a>(&'a self, permalink: &'a Permalink, verdict: PublishedVerdict) -> StoreFuture<'a, ()>;
    /// Keeps what people say by now of what was published.
    fn set_people<'a>(&'a self, permalink: &'a Permalink, people: PeopleNow) -> StoreFuture<'a, ()>;
}
