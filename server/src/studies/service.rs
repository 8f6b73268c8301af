//! The service for studies and their participants, over the database and the lab's runs.

use super::blueprint::Source;
use super::cache::ResultsCache;
use super::digests::Digests;
use super::joins::Joins;
use crate::access::Caller;
use crate::error::Error;
use crate::lab::Laboratory;
use crate::store::database::Database;
use crate::store::database::error::DatabaseError;
use crate::store::studies::{StudyOverview, StudyRow};
use crate::time::now_ms;
use std::sync::Arc;
use std::time::Duration;
use wire::run::RunId;
use wire::study::StudyId;
use wire::study::summary::StudyState;

/// Questions of someone who has answered nothing for so long are given to others.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// How often that, and ids that are due, are looked after.
const ROUND: Duration = Duration::from_secs(60);

/// The service for studies; clones share one state.
#[derive(Clone)]
pub struct StudyService(pub(super) Arc<Shared>);

pub(super) struct Shared {
    pub store: Arc<dyn Database>,
    pub lab: Laboratory,
    pub results: ResultsCache,
    pub joins: Joins,
    pub digests: Digests,
}

impl StudyService {
    /// The lab whose runs are studied.
    pub fn lab(&self) -> &Laboratory {
        &self.0.lab
    }

    /// The database.
    pub fn store(&self) -> &Arc<dyn Database> {
        &self.0.store
    }

    /// Over a database and the lab whose runs are studied.
    pub fn new(store: Arc<dyn Database>, lab: Laboratory) -> Self {
        let (results, joins, digests) = (ResultsCache::default(), Joins::default(), Digests::default());
        Self(Arc::new(Shared { store, lab, results, joins, digests }))
    }

    /// Reassigns abandoned questions and deletes data when due. Never returns.
    pub async fn tend(self) {
        let mut rounds = tokio::time::interval(ROUND);
        loop {
            rounds.tick().await;
            let now = now_ms();
            let store = &self.0.store;
            let patience = PATIENCE.as_millis() as u64;
            for done in [store.release(now.saturating_sub(patience)).await, store.forget_recruits(now).await] {
                if let Err(error) = done {
                    tracing::error!(%error, "studies could not be looked after");
                }
            }
        }
    }

    /// A picture as it is served: to everybody who has its name while people answer, else to members of the study's
    /// workspace.
    ///
    /// # Errors
    /// If there is none of this name for the caller, or the database fails.
    pub async fn stimulus(&self, caller: &Caller, id: &str) -> Result<Vec<u8>, Error> {
        let found = self.0.store.stimulus(id).await?;
        let is_open = |state| matches!(state, StudyState::Pilot | StudyState::Open);
        let found = found.filter(|found| is_open(found.state) || caller.sees(&found.workspace));
        found.map(|found| found.png).ok_or_else(|| Error::NoFile("this picture".into()))
    }
}

impl Shared {
    /// A study with its numbers.
    pub async fn overview(&self, id: &StudyId) -> Result<StudyOverview, Error> {
        self.store.overview(id).await?.ok_or_else(|| Error::NoFile("this study".into()))
    }

    /// The study of a link.
    pub async fn by_link(&self, link: &str) -> Result<StudyRow, Error> {
        self.store.by_link(link).await?.ok_or_else(|| Error::NoFile("this study".into()))
    }

    /// Finished runs with their reports.
    pub async fn sources(&self, runs: &[RunId]) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::new();
        for run in runs {
            let report = self.lab.report_of(run.clone()).await.map_err(|error| match error {
                Error::NoRun(_) | Error::NoFile(_) => Error::Invalid(vec![wire::run::Problem {
                    field: "runs".into(),
                    message: format!("{} is no finished run", run.0),
                }]),
                error => error,
            })?;
            sources.push(Source { run: run.clone(), report });
        }
        Ok(sources)
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        Self::Other(error.into())
    }
}
