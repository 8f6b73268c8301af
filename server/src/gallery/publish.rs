//! Publishing and withdrawing.

use super::{Gallery, content, pictures};
use crate::blocking::blocking;
use crate::digits;
use crate::error::Error;
use crate::names;
use crate::store::gallery::{Content, NewPublication, Publication, PublishedVerdict};
use crate::studies::PeopleOfRun;
use crate::time::now_ms;
use wire::gallery::{
    HumanFigures, Permalink, PublicationDefaults, PublicationRequest, PublicationSummary, PublicationView,
    PublishedHumanScore, Visibility,
};
use wire::people::PersonId;
use wire::report::Report;
use wire::run::{Problem, RunId};

/// Most letters of a title.
const TITLE: usize = 120;
/// Most letters of a note.
const NOTE: usize = 2000;

impl Gallery {
    /// Defaults of the form for publishing a run.
    pub(super) async fn publishing(&self, run: RunId) -> Result<PublicationDefaults, Error> {
        let report = self.report(&run).await?;
        let targets = report.identities.iter().map(|one| (one.name.clone(), one.clones.len() as u32)).collect();
        let publications = self.0.store.publications_of(&run).await?.into_iter().map(summary).collect();
        let synthetic = report.config.faces.synthetic.is_some();
        Ok(PublicationDefaults { run, name: report.config.name, targets, synthetic, publications })
    }

    /// What others would see; with the pictures of the run.
    pub(super) async fn preview(&self, publish: PublicationRequest) -> Result<PublicationView, Error> {
        let report = self.report(&publish.run).await?;
        self.check(&publish, &report).await?;
        let shown = content::content(report, &publish.targets, publish.real_faces);
        let people = words(&shown, &self.0.service.people_of(&publish.run).await?);
        Ok(PublicationView {
            permalink: None,
            files: format!("/api/runs/{}/files/", publish.run.0),
            run: publish.run,
            title: publish.title,
            note: publish.note,
            published_ms: now_ms(),
            report: shown.report,
            people,
            withheld: shown.withheld,
        })
    }

    /// Publishes.
    pub(super) async fn publish(
        &self,
        publish: PublicationRequest,
        publisher: Option<PersonId>,
    ) -> Result<Permalink, Error> {
        let row = self.0.lab.row(&publish.run)?;
        let report = self.report(&publish.run).await?;
        self.check(&publish, &report).await?;
        let (asked, whole) = (publish.clone(), report.clone());
        let (lab, run) = (self.0.lab.clone(), publish.run.clone());
        let description = blocking(move || lab.file(&run, "recognizers/target.json")).await?;
        let made = content::made(&report, description.as_deref());
        let shown = content::content(report, &publish.targets, publish.real_faces);
        let people = self.0.service.people_of(&publish.run).await?;
        let mut clones = content::clones(&shown);
        for clone in &mut clones {
            clone.human = figures(&shown, &people, clone.place, clone.clone);
        }
        let permalink = new_permalink()?;
        let publication = Publication {
            permalink: permalink.clone(),
            run: publish.run,
            workspace: row.workspace,
            publisher,
            published_ms: now_ms(),
            withdrawn_ms: None,
            visibility: publish.visibility,
            real_faces: publish.real_faces,
            title: names::tidy(&publish.title),
            note: names::lines(&publish.note),
            made,
            verdict: PublishedVerdict::of(&shown.report),
            people: words(&shown, &people),
            people_seen: people.seen,
            content: Some(shown),
        };
        if let Err(error) = self.0.store.publish(NewPublication { publication, clones }).await {
            // Somebody else may have published the same targets meanwhile.
            self.check(&asked, &whole).await?;
            return Err(error.into());
        }
        Ok(permalink)
    }

    /// Withdraws a publication.
    pub(super) async fn withdraw(&self, permalink: &Permalink) -> Result<(), Error> {
        let was_shown = self.0.store.take_back(permalink, now_ms()).await?;
        self.forget(permalink);
        let folder = pictures::folder(&self.0.lab, permalink);
        // Nobody reads leftover files: each request first checks that the publication stands.
        let removed = blocking(move || Ok(std::fs::remove_dir_all(folder))).await?;
        if let Err(error) = removed.or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        }) {
            tracing::warn!(%error, "pictures of a publication that was withdrawn are left");
        }
        was_shown.then_some(()).ok_or_else(|| Error::Conflict("this publication was withdrawn before".into()))
    }

    /// A publication, withdrawn or not.
    pub(super) async fn any(&self, permalink: &Permalink) -> Result<Publication, Error> {
        self.0.store.publication(permalink).await?.ok_or_else(super::nothing)
    }

    async fn check(&self, publish: &PublicationRequest, report: &Report) -> Result<(), Error> {
        let before = self.0.store.publications_of(&publish.run).await?.into_iter().map(summary).collect::<Vec<_>>();
        check(publish, report, &before)
    }

    async fn report(&self, run: &RunId) -> Result<Report, Error> {
        self.0.lab.report_of(run.clone()).await
    }
}

/// 128 bits from the system's random source.
fn new_permalink() -> Result<Permalink, Error> {
    Ok(Permalink(digits::random(16)?))
}

/// Whether a report can be published like this, given the run's earlier publications, `before`.
fn check(publish: &PublicationRequest, report: &Report, before: &[PublicationSummary]) -> Result<(), Error> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, message: String| problems.push(Problem { field: field.into(), message });
    if let Err(why) = names::checked(&publish.title, 1..=TITLE) {
        wrong("title", why);
    }
    let letters = publish.note.trim().chars().count();
    if letters > NOTE {
        wrong("note", format!("write {NOTE} letters at most; it has {letters}"));
    }
    if publish.targets.is_empty() {
        wrong("targets", "choose at least one target".into());
    }
    let unknown = |name: &&String| !report.identities.iter().any(|identity| identity.name == **name);
    if let Some(name) = publish.targets.iter().find(unknown) {
        wrong("targets", format!("{name} is no target of this run"));
    }
    if publish.visibility == Visibility::Public
        && let Some(message) = is_in_gallery(&publish.targets, before)
    {
        wrong("visibility", message);
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Why targets cannot be added to the gallery, if clones of one of them are there already: each is there once.
fn is_in_gallery(targets: &[String], before: &[PublicationSummary]) -> Option<String> {
    let is_listed = |one: &&PublicationSummary| one.visibility == Visibility::Public && one.withdrawn_ms.is_none();
    before.iter().filter(is_listed).find_map(|listed| {
        let target = targets.iter().find(|target| listed.targets.contains(target))?;
        Some(format!(
            "clones of {target} are in the gallery already, in “{}”: withdraw that first, leave out its targets, or publish \
             this unlisted",
            listed.title
        ))
    })
}

fn summary(publication: Publication) -> PublicationSummary {
    let identities = publication.content.into_iter().flat_map(|content| content.report.identities);
    PublicationSummary {
        permalink: publication.permalink,
        title: publication.title,
        visibility: publication.visibility,
        targets: identities.map(|identity| identity.name).collect(),
        real_faces: publication.real_faces,
        published_ms: publication.published_ms,
        withdrawn_ms: publication.withdrawn_ms,
    }
}

/// People's votes on all clones; empty if some targets are not shown, since the votes are on those, too.
pub(super) fn words(shown: &Content, people: &PeopleOfRun) -> Vec<PublishedHumanScore> {
    let is_whole = shown.report.config.split.targets as usize == shown.report.identities.len();
    if !is_whole {
        return Vec::new();
    }
    let word = |score: &wire::study::summary::HumanScore| PublishedHumanScore {
        question: score.question.clone(),
        screened: score.screened.clone(),
        raw: score.raw.clone(),
        raters: score.raters.clone(),
    };
    people.words.iter().map(word).collect()
}

/// People's votes on one clone.
pub(super) fn figures(shown: &Content, people: &PeopleOfRun, place: u32, clone: u32) -> HumanFigures {
    let identity = (place as usize).checked_sub(1).and_then(|at| shown.report.identities.get(at));
    let found = identity.and_then(|identity| people.clones.get(&(identity.name.clone(), clone.checked_sub(1)?)));
    found.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;

    fn publish() -> PublicationRequest {
        PublicationRequest {
            run: RunId("run".into()),
            targets: vec!["A".into()],
            visibility: Visibility::Public,
            real_faces: false,
            title: "Title".into(),
            note: String::new(),
        }
    }

    #[test]
    fn invalid_publications_are_reported_by_field() {
        let report = report_of(&["A", "B"]);
        let fields = |publish: PublicationRequest| match check(&publish, &report, &[]) {
            Ok(()) => vec![],
            Err(Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(fields(publish()), Vec::<String>::new());
        assert_eq!(
            fields(PublicationRequest { title: " ".into(), note: "x".repeat(2001), ..publish() }),
            ["title", "note"]
        );
        assert_eq!(
            fields(PublicationRequest { title: "é".repeat(120), note: "é".repeat(2000), ..publish() }),
            Vec::<String>::new()
        );
        assert_eq!(fields(PublicationRequest { targets: vec![], ..publish() }), ["targets"]);
        assert_eq!(fields(PublicationRequest { targets: vec!["A".into(), "C".into()], ..publish() }), ["targets"]);
    }

    /// A run published twice once appeared in the gallery twice.
    #[test]
    fn clones_of_a_target_come_into_the_gallery_once() {
        let report = report_of(&["A", "B"]);
        let listed = PublicationSummary {
            permalink: Permalink("one".into()),
            title: "First".into(),
            visibility: Visibility::Public,
            targets: vec!["A".into()],
            real_faces: false,
            published_ms: 1,
            withdrawn_ms: None,
        };
        let refused =
            |publish: &PublicationRequest, before: PublicationSummary| match check(publish, &report, &[before]) {
                Ok(()) => None,
                Err(Error::Invalid(problems)) => Some((problems[0].field.clone(), problems[0].message.clone())),
                Err(other) => panic!("{other}"),
            };
        let (field, message) = refused(&publish(), listed.clone()).expect("it is there already");
        assert_eq!(field, "visibility");
        assert!(message.contains("clones of A") && message.contains("“First”"), "{message}");
        assert_eq!(refused(&PublicationRequest { targets: vec!["B".into()], ..publish() }, listed.clone()), None);
        assert_eq!(
            refused(&PublicationRequest { visibility: Visibility::Unlisted, ..publish() }, listed.clone()),
            None
        );
        let unlisted = PublicationSummary { visibility: Visibility::Unlisted, ..listed.clone() };
        let withdrawn = PublicationSummary { withdrawn_ms: Some(2), ..listed };
        assert_eq!([unlisted, withdrawn].map(|before| refused(&publish(), before)), [None, None]);
    }

    #[test]
    fn permalinks_are_long_and_differ() {
        let link = new_permalink().expect("randomness");
        assert_eq!(link.0.len(), 32);
        assert_ne!(link, new_permalink().expect("randomness"));
    }
}
