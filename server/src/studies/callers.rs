//! The studies for one caller: members of a study's workspace see it; collaborators create and lead studies of runs
//! that they can see.

use super::checks::text_problems;
use super::defaults;
use super::download::Download;
use super::service::{Shared, StudyService};
use crate::access::Caller;
use crate::error::{Error, answer};
use crate::names;
use crate::store::studies::StudyRow;
use app::api::Answer;
use app::api::studies::Studies;
use engine::evaluation::subjective::{raters_for_mean, raters_for_proportion};
use std::sync::Arc;
use wire::people::{Role, WorkspaceId};
use wire::run::RunId;
use wire::study::config::StudyConfig;
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::summary::{HumanScore, NewStudyDefaults, SampleSize, StudyCheck, StudyState, StudySummary, StudyView};
use wire::study::{Population, StudyId, Texts};

/// The studies for one caller.
pub struct CallersStudies {
    /// The study service.
    pub service: StudyService,
    /// The caller.
    pub caller: Caller,
}

impl CallersStudies {
    fn shared(&self) -> &Arc<Shared> {
        &self.service.0
    }

    /// Checks that the caller has this role in the study's workspace.
    async fn require(&self, id: &StudyId, role: Role) -> Result<(), Error> {
        self.caller.signed_in()?;
        let workspace = self.shared().overview(id).await?.study.workspace;
        self.caller.require(&workspace, role).map_err(|refused| match refused {
            Error::NoFile(_) => Error::NoFile("this study".into()),
            refused => refused,
        })
    }

    async fn note(&self, workspace: &WorkspaceId, id: &StudyId, did: String) {
        let action = self.caller.action(Some(workspace), did).about(format!("/studies/{}", id.0));
        self.service.lab().note(action).await;
    }

    /// Checks that the caller may see all these runs.
    fn see(&self, runs: &[RunId]) -> Result<(), Error> {
        runs.iter().try_for_each(|run| self.service.lab().row_seen_by(&self.caller, run).map(drop))
    }

    /// A file with the newest answers, for members; payment data, for collaborators.
    ///
    /// # Errors
    /// If the caller may not have it, there is no such study, or the database fails.
    pub async fn download(
        &self,
        id: &StudyId,
        download: Download,
        population: Population,
        screening: ScreeningConfig,
    ) -> Result<String, Error> {
        let role = if download == Download::Payments { Role::Collaborator } else { Role::Viewer };
        self.require(id, role).await?;
        self.service.download(id, download, population, screening).await
    }

    async fn rewrite_consent(&self, id: &StudyId, consent: Texts) -> Result<u32, Error> {
        self.require(id, Role::Collaborator).await?;
        let study = self.shared().overview(id).await?.study;
        let problems = text_problems("consent", &consent, &study.config.languages);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let version = self.shared().store.set_consent(id, &consent).await?;
        version.ok_or_else(|| Error::NoFile("this study".into()))
    }

    async fn results_since(
        &self,
        id: &StudyId,
        population: Population,
        screening: ScreeningConfig,
        revision: Option<u64>,
    ) -> Result<Option<StudyResults>, Error> {
        self.require(id, Role::Viewer).await?;
        let now = self.shared().store.revision(id).await?;
        if revision == Some(now) {
            return Ok(None);
        }
        let study = self.shared().overview(id).await?.study;
        let results = self.shared().results(&study, population, screening).await?;
        Ok(Some(StudyResults::clone(&results)))
    }
}

impl Studies for CallersStudies {
    fn studies(&self) -> Answer<'_, Vec<StudySummary>> {
        answer(async move {
            let workspace = self.caller.at_work(Role::Viewer)?;
            self.shared().summaries(workspace).await
        })
    }

    fn defaults(&self, run: Option<RunId>) -> Answer<'_, NewStudyDefaults> {
        answer(async move {
            let workspace = self.caller.at_work(Role::Collaborator)?;
            self.see(run.as_slice())?;
            defaults::defaults(self.service.lab(), workspace, run).await
        })
    }

    fn check(&self, config: StudyConfig) -> Answer<'_, StudyCheck> {
        answer(async move {
            self.caller.at_work(Role::Collaborator)?;
            self.see(&config.runs)?;
            self.shared().checked(config).await
        })
    }

    fn create(&self, config: StudyConfig) -> Answer<'_, StudyId> {
        answer(async move {
            let workspace = self.caller.at_work(Role::Collaborator)?.clone();
            self.see(&config.runs)?;
            let name = names::tidy(&config.name);
            let config = StudyConfig { name: name.clone(), ..config };
            let id = self.shared().clone().create(config, workspace.clone()).await?;
            self.note(&workspace, &id, format!("made the study {name}")).await;
            Ok(id)
        })
    }

    fn study(&self, id: StudyId) -> Answer<'_, StudyView> {
        answer(async move {
            self.require(&id, Role::Viewer).await?;
            self.shared().view(&id).await
        })
    }

    fn set_state(&self, id: StudyId, state: StudyState) -> Answer<'_, ()> {
        answer(async move {
            self.require(&id, Role::Collaborator).await?;
            self.shared().set_state(&id, state).await?;
            let StudyRow { workspace, config, .. } = self.shared().overview(&id).await?.study;
            let did = match state {
                StudyState::Draft => "made a draft of",
                StudyState::Pilot => "made a pilot of",
                StudyState::Open => "opened",
                StudyState::Closed => "closed",
            };
            self.note(&workspace, &id, format!("{did} the study {}", config.name)).await;
            Ok(())
        })
    }

    fn set_consent(&self, id: StudyId, consent: Texts) -> Answer<'_, u32> {
        answer(async move { self.rewrite_consent(&id, consent).await })
    }

    fn results(
        &self,
        id: StudyId,
        population: Population,
        screening: ScreeningConfig,
        revision: Option<u64>,
    ) -> Answer<'_, Option<StudyResults>> {
        answer(async move { self.results_since(&id, population, screening, revision).await })
    }

    fn decide(&self, id: StudyId, rater: u64, used: Option<bool>, accepted: Option<bool>) -> Answer<'_, ()> {
        answer(async move {
            self.require(&id, Role::Collaborator).await?;
            let known = self.shared().store.decide(&id, rater, used, accepted).await?;
            known.then_some(()).ok_or_else(|| Error::NoFile(format!("rater {rater}")))
        })
    }

    fn human_scores(&self, run: RunId) -> Answer<'_, Vec<HumanScore>> {
        answer(async move {
            self.see(std::slice::from_ref(&run))?;
            self.shared().human_scores(&run).await
        })
    }

    fn sample_size(&self, half_width: f64, deviation: f64) -> Answer<'_, SampleSize> {
        answer(async move {
            self.caller.signed_in()?;
            let for_mean = raters_for_mean(half_width, deviation);
            let for_share = raters_for_proportion(half_width / 100.0, 0.5);
            Ok(SampleSize { half_width, deviation, for_mean, for_share })
        })
    }
}
