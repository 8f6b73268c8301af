//! Checks the study with the server, shortly after the last change.

use crate::api::ApiError;
use crate::api::studies::check_study;
use crate::parts::after_changes::{Change, after_changes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_model::study::new_study::{FormSection, NewStudy};
use wire::run::Problem;
use wire::study::summary::StudyCheck;

/// The server's answer for the form's current contents.
#[derive(Clone, Copy)]
pub struct Checks {
    form: RwSignal<NewStudy>,
    answer: RwSignal<Option<Result<StudyCheck, ApiError>>>,
    /// Problems found at the last attempt to create the study; cleared by the next change.
    pub refused: RwSignal<Vec<Problem>>,
}

impl Checks {
    /// Checks the form now and after each change.
    pub fn watch(form: RwSignal<NewStudy>) -> Self {
        let checks = Self { form, answer: RwSignal::new(None), refused: RwSignal::new(Vec::new()) };
        let changed = move || {
            form.track();
            checks.refused.set(Vec::new());
        };
        after_changes(changed, move |change| checks.ask(change));
        checks
    }

    fn ask(self, change: Change) {
        spawn_local(async move {
            let Some(form) = self.form.try_get_untracked() else { return };
            let answer = check_study(form.config()).await;
            if change.is_latest() {
                self.answer.set(Some(answer));
            }
        });
    }

    /// The result of the check, once known.
    pub fn found(self) -> Option<StudyCheck> {
        self.answer.get()?.ok()
    }

    /// Why the check failed, if it did.
    pub fn trouble(self) -> Option<ApiError> {
        self.answer.get()?.err()
    }

    /// All problems that the server found, with the section of the form that shows them.
    pub fn problems(self) -> Vec<(FormSection, Problem)> {
        let mut problems = self.found().map(|checked| checked.problems).unwrap_or_default();
        for refused in self.refused.get() {
            if !problems.contains(&refused) {
                problems.push(refused);
            }
        }
        self.form.with(|form| problems.into_iter().map(|problem| (form.place(&problem), problem)).collect())
    }
}
