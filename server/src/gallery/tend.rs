//! Updates people's votes beside publications as answers come in, and adds verdicts that earlier versions did not keep.

use super::{Gallery, publish};
use crate::error::Error;
use crate::experiment::completed;
use crate::store::gallery::{PeopleNow, PublishedVerdict};
use std::time::Duration;
use wire::run::RunId;

/// How often studies are checked.
const ROUND: Duration = Duration::from_secs(60);

impl Gallery {
    /// Updates publications periodically. Never returns.
    pub async fn tend(self) {
        let mut rounds = tokio::time::interval(ROUND);
        loop {
            rounds.tick().await;
            if let Err(error) = self.listen_to_people().await {
                tracing::error!(%error, "what is said of published clones could not be brought up to date");
            }
        }
    }

    /// Updates every publication whose studies have changed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn listen_to_people(&self) -> Result<(), Error> {
        for run in self.0.store.published_runs().await? {
            self.listen_about(&run).await?;
        }
        Ok(())
    }

    async fn listen_about(&self, run: &RunId) -> Result<(), Error> {
        let seen = self.0.service.seen_of(run).await?;
        let publications = self.0.store.publications_of(run).await?;
        for earlier in publications.iter().filter(|one| one.verdict == PublishedVerdict::Unknown) {
            let Some(content) = &earlier.content else { continue };
            let verdict = PublishedVerdict::of(&completed(content.report.clone()));
            self.0.store.set_verdict(&earlier.permalink, verdict).await?;
        }
        let mut stale = publications.into_iter().filter(|one| one.people_seen != seen && one.content.is_some());
        let Some(first) = stale.next() else { return Ok(()) };
        let people = self.0.service.people_of(run).await?;
        for publication in std::iter::once(first).chain(stale) {
            let Some(content) = publication.content else { continue };
            let places = content.report.identities.iter().zip(1_u32..);
            let numbers =
                places.flat_map(|(identity, place)| (1..=identity.clones.len() as u32).map(move |at| (place, at)));
            let clones = numbers.map(|(place, at)| (place, at, publish::figures(&content, &people, place, at)));
            let clones = clones.filter(|(_, _, figures)| *figures != Default::default()).collect();
            let now = PeopleNow { words: publish::words(&content, &people), seen: people.seen.clone(), clones };
            self.0.store.set_people(&publication.permalink, now).await?;
        }
        Ok(())
    }
}
