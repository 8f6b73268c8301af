//! Publications and the gallery.

mod browse;
mod publications;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::gallery::*;
use wire::gallery::{GalleryChoices, HumanFigures, Permalink, PublishedHumanScore};
use wire::run::RunId;

impl GalleryStore for Sql {
    fn publish(&self, new: NewPublication) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(publications::insert(connection, new))))
    }

    fn take_back<'a>(&'a self, permalink: &'a Permalink, now_ms: u64) -> StoreFuture<'a, bool> {
        let permalink = permalink.clone();
        Box::pin(self.writer.write_first(move |connection| {
            Box::pin(async move { publications::withdraw(connection, &permalink, now_ms).await })
        }))
    }

    fn standing<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<PublicationStatus>> {
        Box::pin(async move { publications::standing(&mut *self.reader().await?, permalink).await })
    }

    fn publication<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Publication>> {
        Box::pin(async move { publications::find(&mut *self.reader().await?, permalink).await })
    }

    fn publications_of<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, Vec<Publication>> {
        Box::pin(async move { publications::of_run(&mut *self.reader().await?, run).await })
    }

    fn published_runs(&self) -> StoreFuture<'_, Vec<RunId>> {
        Box::pin(async move { publications::runs(&mut *self.reader().await?).await })
    }

    fn browse<'a>(&'a self, browse: &'a Browse) -> StoreFuture<'a, Vec<ListedClone>> {
        Box::pin(async move { browse::page(&mut *self.reader().await?, browse).await })
    }

    fn count<'a>(&'a self, filters: &'a Filters) -> StoreFuture<'a, u64> {
        Box::pin(async move { browse::count(&mut *self.reader().await?, filters).await })
    }

    fn choices(&self) -> StoreFuture<'_, GalleryChoices> {
        Box::pin(async move { browse::choices(&mut *self.reader().await?).await })
    }

    fn peoples_words<'a>(&'a self, permalink: &'a Permalink) -> StoreFuture<'a, Option<Vec<PublishedHumanScore>>> {
        Box::pin(async move { publications::words(&mut *self.reader().await?, permalink).await })
    }

    fn human_of<'a>(
        &'a self,
        permalink: &'a Permalink,
        place: u32,
        clone: u32,
    ) -> StoreFuture<'a, Option<HumanFigures>> {
        Box::pin(async move { browse::human_of(&mut *self.reader().await?, permalink, place, clone).await })
    }

    fn set_verdict<'a>(&'a self, permalink: &'a Permalink, verdict: PublishedVerdict) -> StoreFuture<'a, ()> {
        let permalink = permalink.clone();
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move { publications::set_verdict(connection, &permalink, verdict).await })
        }))
    }

    fn set_people<'a>(&'a self, permalink: &'a Permalink, people: PeopleNow) -> StoreFuture<'a, ()> {
        let permalink = permalink.clone();
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move { publications::set_people(connection, &permalink, &people).await })
        }))
    }
}
