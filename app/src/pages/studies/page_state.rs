//! State shared by the components of a study's page: the study and its results, updated while the page is visible.

use crate::api::studies::{get_study, get_study_results};
use crate::parts::error_note::sentence;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use view_model::chart::Colour;
use view_model::study::thresholds::Thresholds;
use wire::study::results::{ScreeningConfig, StudyResults, TaskResults};
use wire::study::summary::StudyView;
use wire::study::{Population, StudyId};

/// Time between requests for new results; if there are none, a request is cheap.
const POLL: Duration = Duration::from_secs(3);
/// Wait after the last change of a threshold.
const QUIET: Duration = Duration::from_millis(350);

/// The state of the page.
#[derive(Clone, Copy)]
pub struct StudyPageState {
    /// The study.
    pub study: RwSignal<StudyView>,
    /// The latest results, for some population and thresholds.
    pub results: RwSignal<StudyResults>,
    /// The selected population.
    pub population: RwSignal<Population>,
    /// The selected thresholds.
    pub thresholds: RwSignal<Thresholds>,
    /// Why the last request failed, if it did.
    pub trouble: RwSignal<Option<String>>,
    identities: StoredValue<Vec<String>>,
    latest: StoredValue<u64>,
    answered: StoredValue<u64>,
}

impl StudyPageState {
    /// Keeps a study and its results up to date.
    pub fn watch(study: StudyView, identities: Vec<String>, results: StudyResults) -> Self {
        let page = Self {
            population: RwSignal::new(results.population),
            thresholds: RwSignal::new(Thresholds::new(&results.screening)),
            study: RwSignal::new(study),
            results: RwSignal::new(results),
            trouble: RwSignal::new(None),
            identities: StoredValue::new(identities),
            latest: StoredValue::new(0),
            answered: StoredValue::new(0),
        };
        page.ask_when_changed();
        page.ask_again_and_again();
        page
    }

    /// The study's id.
    pub fn id(self) -> StudyId {
        self.study.with_untracked(|study| study.summary.id.clone())
    }

    /// Reads a task's results.
    pub fn task<T>(self, at: usize, read: impl FnOnce(&TaskResults) -> T) -> Option<T> {
        self.results.with(|results| results.tasks.get(at).map(read))
    }

    /// The colour of an identity, the same as in its report.
    pub fn colour(self, identity: &str) -> Option<usize> {
        self.identities.with_value(|all| all.iter().position(|name| name == identity))
    }

    /// The colour of an identity's marks in charts.
    pub fn mark_colour(self, identity: &str) -> Colour {
        self.colour(identity).map_or(Colour::Muted, Colour::Series)
    }

    /// The selected thresholds, or those of the results while the input is invalid.
    pub fn screening(self) -> ScreeningConfig {
        let wanted = self.thresholds.with(Thresholds::config);
        wanted.unwrap_or_else(|| self.results.with(|results| results.screening))
    }

    /// Loads the study and its results again.
    pub fn refresh(self) {
        self.ask(None);
        self.refresh_study();
    }

    fn ask_when_changed(self) {
        let wanted = Memo::new(move |_| (self.population.get(), self.screening()));
        Effect::new(move |before: Option<(Population, ScreeningConfig)>| {
            let now = wanted.get();
            let shown = self.results.with_untracked(|results| (results.population, results.screening));
            let Some(before) = before.filter(|before| *before != now) else { return now };
            self.forget();
            if shown != now {
                let current = move || wanted.try_get_untracked() == Some(now);
                let wait = if before.0 == now.0 { QUIET } else { Duration::ZERO };
                let ask = move || {
                    if current() {
                        self.ask(None);
                    }
                };
                set_timeout(ask, wait);
            }
            now
        });
    }

    fn ask_again_and_again(self) {
        Effect::new(move || {
            let poll = move || {
                let is_waiting = self.latest.get_value() != self.answered.get_value();
                if !is_waiting && !document().hidden() {
                    self.ask(untrack(|| self.known()));
                }
            };
            let timer = set_interval_with_handle(poll, POLL);
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        });
    }

    /// The revision of the results shown, if they match the selection.
    fn known(self) -> Option<u64> {
        let wanted = (self.population.get(), self.screening());
        self.results.with(|results| ((results.population, results.screening) == wanted).then_some(results.revision))
    }

    /// Ignores answers to earlier requests.
    fn forget(self) {
        self.latest.update_value(|count| *count += 1);
        self.answered.set_value(self.latest.get_value());
    }

    fn ask(self, revision: Option<u64>) {
        self.latest.update_value(|count| *count += 1);
        let mine = self.latest.get_value();
        let (id, population, screening) = untrack(|| (self.id(), self.population.get(), self.screening()));
        spawn_local(async move {
            let answer = get_study_results(id, population, screening, revision).await;
            if self.latest.try_get_value() != Some(mine) {
                return; // asked anew meanwhile, or the page was left
            }
            self.answered.set_value(mine);
            match answer {
                Ok(None) => self.trouble.set(None),
                Ok(Some(results)) => {
                    self.trouble.set(None);
                    self.results.set(results);
                    if revision.is_some() {
                        self.refresh_study();
                    }
                }
                Err(error) => self.trouble.set(Some(sentence(&error.to_string()))),
            }
        });
    }

    fn refresh_study(self) {
        let id = self.id();
        spawn_local(async move {
            if let Ok(study) = get_study(id).await {
                // The page may be closed by now.
                let _ = self.study.try_set(study);
            }
        });
    }
}
