//! Results that were computed already: many pages ask for the same ones every few seconds.

use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::{Population, StudyId};

/// Most results kept; beyond that, the oldest is dropped.
const KEPT: usize = 32;
/// Whether there is enough is looked at anew after so long.
const LOOK: Duration = Duration::from_secs(10);

type Key = (StudyId, Population, String);

/// The results of some studies, and when they were computed.
#[derive(Debug, Default)]
pub struct ResultsCache {
    results: Mutex<HashMap<Key, (Instant, Arc<StudyResults>)>>,
    enough: Mutex<HashMap<StudyId, (Instant, bool)>>,
}

impl ResultsCache {
    /// Results of this revision, if they are there.
    pub fn find(
        &self,
        id: &StudyId,
        population: Population,
        screening: &ScreeningConfig,
        revision: u64,
    ) -> Option<Arc<StudyResults>> {
        let results = lock(&self.results);
        let (_, found) = results.get(&key(id, population, screening))?;
        (found.revision == revision).then(|| found.clone())
    }

    /// Keeps results.
    pub fn keep(&self, id: &StudyId, results: Arc<StudyResults>) {
        let key = key(id, results.population, &results.screening);
        let mut kept = lock(&self.results);
        kept.insert(key, (Instant::now(), results));
        if kept.len() > KEPT {
            let oldest = kept.iter().min_by_key(|(_, (since, _))| *since).map(|(key, _)| key.clone());
            oldest.map(|key| kept.remove(&key));
        }
    }

    /// The last value given to [`ResultsCache::set_enough`].
    pub fn is_enough(&self, id: &StudyId) -> Option<bool> {
        lock(&self.enough).get(id).filter(|(since, _)| since.elapsed() < LOOK).map(|(_, narrow)| *narrow)
    }

    /// Keeps whether a study has enough.
    pub fn set_enough(&self, id: &StudyId, is_enough: bool) {
        lock(&self.enough).insert(id.clone(), (Instant::now(), is_enough));
    }
}

/// Thresholds are numbers with a fraction, which no map takes as they are.
fn key(id: &StudyId, population: Population, screening: &ScreeningConfig) -> Key {
    (id.clone(), population, format!("{screening:?}"))
}
