//! Checks the configuration with the server, shortly after the last change, and the expected time of each preset.

use crate::api::{ApiError, check_experiment};
use crate::parts::after_changes::{Change, after_changes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_model::new_run::NewRun;
use wire::experiment::Preset;
use wire::run::{ConfigCheck, Problem};

type Answer = Result<ConfigCheck, ApiError>;

/// The server's answers for the form's current contents.
#[derive(Clone, Copy)]
pub struct Checks {
    form: RwSignal<NewRun>,
    answers: RwSignal<Vec<(Preset, Answer)>>,
    /// Problems found at the last attempt to start; cleared by the next change.
    pub refused: RwSignal<Vec<Problem>>,
}

impl Checks {
    /// Checks the form now and after each change.
    pub fn watch(form: RwSignal<NewRun>) -> Self {
        let checks = Self { form, answers: RwSignal::new(Vec::new()), refused: RwSignal::new(Vec::new()) };
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
            let mut presets = Preset::OFFERED;
            presets.sort_by_key(|&preset| preset != form.preset());
            for preset in presets {
                let answer = check_experiment(form.config_with(preset)).await;
                if !change.is_latest() {
                    return;
                }
                self.answers.update(|answers| {
                    answers.retain(|(other, _)| *other != preset);
                    answers.push((preset, answer));
                });
            }
        });
    }

    fn answer(self, preset: Preset) -> Option<Answer> {
        self.answers.with(|all| all.iter().find(|(other, _)| *other == preset).map(|(_, answer)| answer.clone()))
    }

    /// Expected seconds with a preset, once known.
    pub fn seconds(self, preset: Preset) -> Option<f64> {
        self.answer(preset)?.ok()?.expected_seconds
    }

    /// The configuration as a file, once known.
    pub fn toml(self) -> Option<String> {
        Some(self.answer(self.form.with(NewRun::preset))?.ok()?.toml)
    }

    /// Why the check failed, if it did.
    pub fn trouble(self) -> Option<ApiError> {
        self.answer(self.form.with(NewRun::preset))?.err()
    }

    /// What will rule out a verdict, although the run can start.
    pub fn warnings(self) -> Vec<Problem> {
        match self.answer(self.form.with(NewRun::preset)) {
            Some(Ok(checked)) => checked.warnings,
            _ => Vec::new(),
        }
    }

    /// All problems of the form: unreadable input, and what the server found. One for each field.
    pub fn problems(self) -> Vec<Problem> {
        let mut problems = self.form.with(NewRun::problems);
        let found = match self.answer(self.form.with(NewRun::preset)) {
            Some(Ok(checked)) => checked.problems,
            _ => Vec::new(),
        };
        for problem in found.into_iter().chain(self.refused.get()) {
            if problems.iter().all(|other| other.field != problem.field) {
                problems.push(problem);
            }
        }
        problems
    }
}
