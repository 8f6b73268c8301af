//! Publications for their readers: the report, one clone, files.

use super::{Gallery, content, films};
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::mark::marked;
use view_model::verdict::headline;
use wire::gallery::{Permalink, PublicationView, PublishedClone};

/// A file of a publication.
pub enum File {
    /// A picture; its content never changes.
    Png(Vec<u8>),
    /// The report's figures.
    Json(String),
}

impl Gallery {
    /// A publication as readers see it.
    pub(super) async fn published(&self, permalink: Permalink) -> Result<PublicationView, Error> {
        let shown = self.shown(&permalink).await?;
        // People's votes may have changed since it was published.
        let people = self.0.store.peoples_words(&permalink).await?.ok_or_else(super::nothing)?;
        Ok(PublicationView {
            files: files(&permalink),
            permalink: Some(permalink),
            run: shown.publication.run.clone(),
            title: shown.publication.title.clone(),
            note: shown.publication.note.clone(),
            published_ms: shown.publication.published_ms,
            report: shown.content.report.clone(),
            people,
            withheld: shown.content.withheld.clone(),
        })
    }

    /// A clone of a publication, with the steps of its film.
    pub(super) async fn published_clone(
        &self,
        permalink: Permalink,
        place: u32,
        clone: u32,
    ) -> Result<PublishedClone, Error> {
        let shown = self.shown(&permalink).await?;
        let (Some(at), Some(number)) = (place.checked_sub(1), clone.checked_sub(1)) else { return Err(no_clone()) };
        let (report, made) = (&shown.content.report, &shown.publication.made);
        let identity = report.identities.get(at as usize).ok_or_else(no_clone)?;
        let found = identity.clones.get(number as usize).ok_or_else(no_clone)?;
        let human = self.0.store.human_of(&permalink, place, clone).await?.unwrap_or_default();
        let seed = identity.seed.seeds.get(number as usize).filter(|seed| !seed.file.is_empty());
        Ok(PublishedClone {
            run: shown.publication.run.clone(),
            title: shown.publication.title.clone(),
            target: identity.name.clone(),
            place,
            clone,
            clones: identity.clones.len() as u32,
            files: files(&permalink),
            report: found.clone(),
            seed: seed.cloned(),
            photograph: identity.photographs.as_ref().and_then(|found| found.photographs.first()).cloned(),
            verdict: headline(report),
            real_face: identity.real_faces.first().cloned(),
            chosen: [identity.attacker_choice == number, identity.oracle_choice == number],
            human,
            config: report.config.clone(),
            recognizer: [made.recognizer.clone(), made.architecture.clone()],
            film: films::steps(self, &shown, place, clone).await?,
            permalink,
        })
    }

    /// A file of a publication by its path in the run's folder, or `report.json`.
    ///
    /// # Errors
    /// If the publication is withdrawn or the file is withheld.
    pub async fn file(&self, permalink: &Permalink, path: &str) -> Result<File, Error> {
        let shown = self.shown(permalink).await?;
        let report = &shown.content.report;
        if path == "report.json" {
            let text = serde_json::to_string_pretty(report);
            return Ok(File::Json(text.map_err(anyhow::Error::from)?));
        }
        if !content::names_file(report, path) {
            return Err(Error::NoFile("this file".into()));
        }
        let (lab, run, path) = (self.0.lab.clone(), shown.publication.run.clone(), path.to_owned());
        blocking(move || {
            let bytes = lab.file(&run, &path)?.ok_or_else(|| Error::NoFile("this file".into()))?;
            let is_clone = path.starts_with("clones/");
            Ok(File::Png(if is_clone { marked(&bytes, &run).map_err(anyhow::Error::from)? } else { bytes }))
        })
        .await
    }
}

/// The prefix of paths to a publication's files.
fn files(permalink: &Permalink) -> String {
    format!("/api/p/{}/files/", permalink.0)
}

fn no_clone() -> Error {
    Error::NoFile("this clone".into())
}
