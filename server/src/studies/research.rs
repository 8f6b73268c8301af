//! Creating a study, monitoring it, and its results.

use super::blueprint::Source;
use super::checks::check;
use super::service::Shared;
use super::{pictures, results};
use crate::blocking::blocking;
use crate::digits;
use crate::error::Error;
use crate::store::studies::{NewStudy, StudyOverview, StudyRow};
use crate::time::now_ms;
use std::sync::Arc;
use wire::people::WorkspaceId;
use wire::study::config::{Recruiting, StudyConfig, Task};
use wire::study::quiz::QuizLink;
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::summary::{ParticipantCounts, StudyCheck, StudyState, StudySummary, StudyView};
use wire::study::{Population, StudyId};

/// Populations whose votes are shown.
const SHOWN: [Population; 3] = [Population::People, Population::Pilot, Population::Simulated];

type Planned = (StudyCheck, Vec<Vec<super::blueprint::Draft>>);

impl Shared {
    /// Checks a study on a thread that may compute.
    async fn planned(&self, config: StudyConfig, sources: Vec<Source>) -> Result<Planned, Error> {
        blocking(move || Ok(check(&config, &sources))).await
    }

    /// Whether a study can be created.
    pub(super) async fn checked(&self, config: StudyConfig) -> Result<StudyCheck, Error> {
        match self.sources(&config.runs).await {
            Ok(sources) => Ok(self.planned(config, sources).await?.0),
            Err(Error::Invalid(problems)) => {
                Ok(StudyCheck { problems, items: Vec::new(), questions: 0, participants: None })
            }
            Err(error) => Err(error),
        }
    }

    /// All studies of a workspace, newest first.
    pub(super) async fn summaries(&self, workspace: &WorkspaceId) -> Result<Vec<StudySummary>, Error> {
        let overviews = self.store.overviews().await?.into_iter();
        Ok(overviews.filter(|overview| overview.study.workspace == *workspace).map(summary).collect())
    }

    /// Creates a study, as a draft.
    pub(super) async fn create(self: Arc<Self>, config: StudyConfig, workspace: WorkspaceId) -> Result<StudyId, Error> {
        let sources = self.sources(&config.runs).await?;
        let (checked, drafts) = self.planned(config.clone(), sources).await?;
        if !checked.problems.is_empty() {
            return Err(Error::Invalid(checked.problems));
        }
        let lab = self.lab.clone();
        let (stimuli, names) = blocking(move || {
            let (stimuli, names) = pictures::stimuli(&drafts, &|run, file| lab.file(run, file))?;
            Ok((stimuli, (drafts, names)))
        })
        .await?;
        let (drafts, names) = names;
        let items = (0..).zip(drafts).flat_map(|(task, drafts)| {
            let names = &names;
            drafts.into_iter().map(move |draft| {
                let stimuli = draft.pictures.iter().filter_map(|picture| names.get(picture).cloned()).collect();
                draft.into_item(task, stimuli)
            })
        });
        let items = items.collect();
        let tokens = match config.recruiting {
            Recruiting::Tokens { count } => (0..count).map(|_| digits::random(12)).collect::<Result<_, _>>()?,
            _ => Vec::new(),
        };
        let id = StudyId(digits::random(8)?);
        let study = StudyRow {
            id: id.clone(),
            workspace,
            link: digits::random(8)?,
            state: StudyState::Draft,
            created_ms: now_ms(),
            config,
            consent_version: 1,
        };
        self.store.create(NewStudy { study, items, stimuli, tokens }).await?;
        Ok(id)
    }

    /// A study without its results.
    pub(super) async fn view(&self, id: &StudyId) -> Result<StudyView, Error> {
        let overview = self.overview(id).await?;
        let mut votes = Vec::new();
        for population in SHOWN {
            let is_answered = |crowd: &ParticipantCounts| crowd.population == population && crowd.answers > 0;
            // Questions given to somebody who has not answered are no votes.
            votes.push(match overview.crowds.iter().any(is_answered) {
                true => {
                    let results = self.results(&overview.study, population, ScreeningConfig::default()).await?;
                    (population, fewest_and_most(&results))
                }
                false => (population, [0, 0]),
            });
        }
        let StudyRow { link, config, consent_version, .. } = overview.study.clone();
        let unused_tokens = self.store.unused_tokens(id).await?;
        Ok(StudyView {
            summary: summary(overview),
            config,
            link: QuizLink(link),
            consent_version,
            unused_tokens,
            votes,
        })
    }

    /// Opens or closes a study, or makes it a pilot.
    pub(super) async fn set_state(&self, id: &StudyId, state: StudyState) -> Result<(), Error> {
        let now = self.overview(id).await?.study.state;
        if state == StudyState::Draft && now != StudyState::Draft {
            return Err(Error::Conflict("a study that has begun cannot be a draft again; close it instead".into()));
        }
        self.store.set_state(id, state).await?;
        Ok(())
    }

    /// Results of the newest revision.
    pub(super) async fn results(
        &self,
        study: &StudyRow,
        population: Population,
        screening: ScreeningConfig,
    ) -> Result<Arc<StudyResults>, Error> {
        // The revision first: data read after it is at least as new.
        let revision = self.store.revision(&study.id).await?;
        if let Some(found) = self.results.find(&study.id, population, &screening, revision) {
            return Ok(found);
        }
        let records = self.records(study.clone(), population).await?;
        let computed = blocking(move || Ok(results::results(&records, population, &screening, revision))).await?;
        let computed = Arc::new(computed);
        self.results.keep(&study.id, computed.clone());
        Ok(computed)
    }

    /// All data behind a study's results.
    pub(super) async fn records(&self, study: StudyRow, population: Population) -> Result<results::Records, Error> {
        let overview = self.overview(&study.id).await?;
        let crowd = overview.crowds.iter().find(|crowd| crowd.population == population);
        Ok(results::Records {
            withdrawn: crowd.map_or(0, |crowd| crowd.withdrawn),
            turned_away: overview.turned_away,
            items: self.store.items(&study.id).await?,
            answers: self.store.answers(&study.id, population).await?,
            raters: self.store.raters(&study.id, population).await?,
            names: self.lab.run_names(&study.config.runs),
            study,
        })
    }

    /// Whether people have answered every item about a clone at least `votes` times.
    pub(super) async fn is_voted(&self, study: &StudyRow, votes: u32) -> Result<bool, Error> {
        if let Some(known) = self.results.is_enough(&study.id) {
            return Ok(known);
        }
        let results = self.results(study, Population::People, ScreeningConfig::default()).await?;
        let items = results.tasks.iter().flat_map(|task| &task.items);
        let is_voted = items.map(|item| item.score.raw.votes).min().is_some_and(|fewest| fewest >= votes);
        self.results.set_enough(&study.id, is_voted);
        Ok(is_voted)
    }

    /// Whether every task's interval over the raters used is at most `half_width` to either side.
    pub(super) async fn is_narrow(&self, study: &StudyRow, half_width: f64) -> Result<bool, Error> {
        if let Some(known) = self.results.is_enough(&study.id) {
            return Ok(known);
        }
        let results = self.results(study, Population::People, ScreeningConfig::default()).await?;
        // Pairs have no figure over all clones.
        let with_figure = || results.tasks.iter().filter(|task| task.task != Task::Pairwise);
        let is_narrow = with_figure().count() > 0
            && with_figure().all(|task| {
                let of_raters = task.clones.score.screened.raters;
                of_raters.is_some_and(|[low, high]| high - low <= 2.0 * half_width)
            });
        self.results.set_enough(&study.id, is_narrow);
        Ok(is_narrow)
    }
}

fn summary(overview: StudyOverview) -> StudySummary {
    let StudyRow { id, state, created_ms, config, .. } = overview.study;
    StudySummary {
        id,
        name: config.name,
        state,
        created_ms,
        runs: config.runs,
        items: overview.items,
        participants: overview.crowds,
    }
}

fn fewest_and_most(results: &StudyResults) -> [u32; 2] {
    let votes = || results.tasks.iter().flat_map(|task| &task.items).map(|item| item.score.raw.votes);
    [votes().min().unwrap_or(0), votes().max().unwrap_or(0)]
}
