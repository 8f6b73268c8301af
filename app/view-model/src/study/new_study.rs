//! The state of the form for a new study: all choices, and input that is not a number (yet).

mod numbers;

pub use super::form_section::{FormSection, TextKind};
use super::number_field::NumberField;
use super::task_form::TaskForm;
use super::tasks::TaskKind;
use std::collections::BTreeSet;
use wire::run::{Problem, RunId};
use wire::study::Texts;
use wire::study::config::{CloneChoice, Limits, Recruiting, StopRule, StudyConfig, TaskConfig};
use wire::study::summary::{NewStudyDefaults, RunChoice};

/// The form. Choices among cards are kept as their index on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct NewStudy {
    /// The name, for researchers.
    pub name: String,
    /// Runs to choose from.
    pub runs: Vec<RunChoice>,
    /// Chosen runs.
    pub chosen: Vec<RunId>,
    left_out: BTreeSet<String>,
    /// All, random, best by the target recognizer, oracle's choice.
    pub clones: usize,
    /// Clones of each target of each run.
    pub per_target: u32,
    tasks: Vec<TaskForm>,
    /// Tags of the languages offered; the first is the default.
    pub languages: Vec<String>,
    texts: [Texts; 3],
    /// The stop rule: votes, width, never.
    pub stop: usize,
    /// Votes of each item.
    pub votes: u32,
    /// Half of the interval's width, in percentage points.
    pub half_width: f64,
    /// Recruiting: open, tokens, Prolific, Mechanical Turk.
    pub recruiting: usize,
    /// Number of single-use links.
    pub tokens: u32,
    /// Prolific's completion code.
    pub completion_code: String,
    /// Days until recruiting ids are deleted.
    pub keep_days: u32,
    /// Limits that refuse what no person does.
    pub limits: Limits,
    /// Seed of all random choices.
    pub seed: u64,
    typed: Vec<(NumberField, String)>,
}

impl NewStudy {
    /// The initial form.
    pub fn new(defaults: &NewStudyDefaults) -> Self {
        let config = &defaults.config;
        let (clones, per_target) = clone_choice(config.clones);
        let mut form = Self {
            name: config.name.clone(),
            runs: defaults.runs.clone(),
            chosen: config.runs.clone(),
            left_out: BTreeSet::new(),
            clones,
            per_target,
            tasks: in_order(&config.tasks).into_iter().map(|kind| TaskForm::new(kind, &config.tasks)).collect(),
            languages: config.languages.clone(),
            texts: [config.consent.clone(), config.opening.clone(), config.closing.clone()],
            stop: 0,
            votes: 30,
            half_width: 5.0,
            recruiting: 0,
            tokens: 100,
            completion_code: String::new(),
            keep_days: config.keep_recruits_days,
            limits: config.limits,
            seed: config.seed,
            typed: Vec::new(),
        };
        form.take_ends(config);
        if !config.targets.is_empty() {
            form.left_out = form.targets().into_iter().filter(|name| !config.targets.contains(name)).collect();
        }
        form
    }

    fn take_ends(&mut self, config: &StudyConfig) {
        match config.stop {
            StopRule::Votes { votes } => self.votes = votes,
            StopRule::Width { half_width } => (self.stop, self.half_width) = (1, half_width),
            StopRule::Never => self.stop = 2,
        }
        match &config.recruiting {
            Recruiting::Open => {}
            Recruiting::Tokens { count } => (self.recruiting, self.tokens) = (1, *count),
            Recruiting::Prolific { completion_code } => {
                (self.recruiting, self.completion_code) = (2, completion_code.clone());
            }
            Recruiting::MechanicalTurk => self.recruiting = 3,
        }
    }

    /// Selects or deselects a run.
    pub fn toggle_run(&mut self, run: &RunId) {
        if self.chosen.contains(run) {
            self.chosen.retain(|other| other != run);
        } else {
            self.chosen.push(run.clone());
        }
    }

    /// Target identities that all chosen runs share, in the order of the first run.
    pub fn targets(&self) -> Vec<String> {
        let mut chosen = self.runs.iter().filter(|run| self.chosen.contains(&run.id));
        let Some(first) = chosen.next() else { return Vec::new() };
        let others: Vec<_> = chosen.collect();
        let shared = |name: &String| others.iter().all(|run| run.targets.iter().any(|(other, _)| other == name));
        first.targets.iter().map(|(name, _)| name).filter(|name| shared(name)).cloned().collect()
    }

    /// Whether clones of a target are shown.
    pub fn has_target(&self, name: &str) -> bool {
        !self.left_out.contains(name)
    }

    /// Selects or deselects a target.
    pub fn toggle_target(&mut self, name: &str) {
        if !self.left_out.remove(name) {
            self.left_out.insert(name.to_owned());
        }
    }

    /// All kinds of tasks, in the study's order.
    pub fn kinds(&self) -> Vec<TaskKind> {
        self.tasks.iter().map(|task| task.kind).collect()
    }

    /// The form of a kind of task.
    pub fn task(&self, kind: TaskKind) -> &TaskForm {
        &self.tasks[self.place_of(kind)]
    }

    /// The form of a kind of task, to change it.
    pub fn task_mut(&mut self, kind: TaskKind) -> &mut TaskForm {
        let at = self.place_of(kind);
        &mut self.tasks[at]
    }

    /// The index of a kind; there is a form for each.
    fn place_of(&self, kind: TaskKind) -> usize {
        self.tasks.iter().position(|task| task.kind == kind).unwrap_or(0)
    }

    /// Selected tasks, in the study's order.
    pub fn asked(&self) -> Vec<TaskKind> {
        self.tasks.iter().filter(|task| task.is_asked).map(|task| task.kind).collect()
    }

    /// Selects or deselects a language.
    pub fn toggle_language(&mut self, tag: &str) {
        if self.languages.iter().any(|other| other == tag) {
            self.languages.retain(|other| other != tag);
        } else {
            self.languages.push(tag.to_owned());
        }
    }

    /// Makes a language the default.
    pub fn put_first(&mut self, tag: &str) {
        self.languages.retain(|other| other != tag);
        self.languages.insert(0, tag.to_owned());
    }

    /// A text in a language.
    pub fn words(&self, kind: TextKind, language: &str) -> String {
        self.texts[kind as usize].get(language).cloned().unwrap_or_default()
    }

    /// Sets a text in a language.
    pub fn write(&mut self, kind: TextKind, language: &str, text: &str) {
        self.texts[kind as usize].insert(language.to_owned(), text.to_owned());
    }

    /// The contents of a field.
    pub fn text(&self, field: NumberField) -> String {
        let typed = self.typed.iter().find(|(other, _)| *other == field).map(|(_, text)| text.clone());
        typed.unwrap_or_else(|| field.show(field.value(self)))
    }

    /// Sets a field.
    pub fn enter(&mut self, field: NumberField, text: &str) {
        self.typed.retain(|(other, _)| *other != field);
        match field.read(text) {
            Ok(value) => field.set(self, value),
            Err(_) => self.typed.push((field, text.to_owned())),
        }
    }

    /// The problem with the input of a field that applies.
    pub fn problem(&self, field: NumberField) -> Option<String> {
        let (_, text) = self.typed.iter().find(|(other, _)| *other == field && self.concerns(field))?;
        field.read(text).err()
    }

    /// Whether all input is valid, and a target is selected.
    pub fn is_readable(&self) -> bool {
        self.typed.iter().all(|(field, _)| self.problem(*field).is_none()) && !self.lacks_targets()
    }

    /// Whether no target is selected.
    pub fn lacks_targets(&self) -> bool {
        let targets = self.targets();
        !targets.is_empty() && targets.iter().all(|name| !self.has_target(name))
    }

    fn concerns(&self, field: NumberField) -> bool {
        match field {
            NumberField::PerTarget => self.clones > 0,
            NumberField::Items(kind) | NumberField::Control(kind, _) => self.task(kind).is_asked,
            NumberField::Candidates => self.task(TaskKind::Recognition).is_asked,
            NumberField::FlashMs => {
                let task = self.task(TaskKind::Naturalness);
                task.is_asked && task.is_flashed()
            }
            NumberField::Votes => self.stop == 0,
            NumberField::HalfWidth => self.stop == 1,
            NumberField::Tokens => self.recruiting == 1,
            NumberField::KeepDays => self.recruiting >= 2,
            NumberField::JoinsPerNetwork => self.recruiting != 1,
            NumberField::FastestMs | NumberField::Seed => true,
        }
    }

    /// The configuration, without invalid input.
    pub fn config(&self) -> StudyConfig {
        let per_target = self.per_target;
        let targets = if self.left_out.is_empty() { Vec::new() } else { self.targets() };
        let texts = |kind: TextKind| {
            let wanted = |tag: &String| (tag.clone(), self.words(kind, tag));
            self.languages.iter().map(wanted).collect::<Texts>()
        };
        StudyConfig {
            name: self.name.trim().to_owned(),
            seed: self.seed,
            runs: self.chosen.clone(),
            targets: targets.into_iter().filter(|name| self.has_target(name)).collect(),
            clones: match self.clones {
                0 => CloneChoice::All,
                1 => CloneChoice::Random { per_target },
                2 => CloneChoice::BestByTarget { per_target },
                _ => CloneChoice::Oracle { per_target },
            },
            tasks: self.tasks.iter().filter(|task| task.is_asked).map(TaskForm::config).collect(),
            languages: self.languages.clone(),
            consent: texts(TextKind::Consent),
            opening: texts(TextKind::Opening),
            closing: texts(TextKind::Closing),
            stop: match self.stop {
                0 => StopRule::Votes { votes: self.votes },
                1 => StopRule::Width { half_width: self.half_width },
                _ => StopRule::Never,
            },
            recruiting: match self.recruiting {
                0 => Recruiting::Open,
                1 => Recruiting::Tokens { count: self.tokens },
                2 => Recruiting::Prolific { completion_code: self.completion_code.trim().to_owned() },
                _ => Recruiting::MechanicalTurk,
            },
            keep_recruits_days: self.keep_days,
            limits: self.limits,
        }
    }

    /// The section of the form that shows a problem.
    pub fn place(&self, problem: &Problem) -> FormSection {
        let mut path = problem.field.split(['.', '[', ']']);
        match path.next().unwrap_or_default() {
            "runs" => FormSection::Runs,
            "targets" => FormSection::Targets,
            "clones" => FormSection::Clones,
            "tasks" => {
                let at = path.next().and_then(|index| index.parse::<usize>().ok());
                at.and_then(|at| self.asked().get(at).copied()).map_or(FormSection::Tasks, FormSection::Task)
            }
            "languages" | "consent" | "opening" | "closing" => FormSection::Texts,
            "stop" => FormSection::Stop,
            "recruiting" | "keep_recruits_days" | "limits" => FormSection::Recruiting,
            _ => FormSection::Name,
        }
    }
}

/// All kinds of tasks: those of the study in its order, then the others.
fn in_order(tasks: &[TaskConfig]) -> Vec<TaskKind> {
    let mut kinds: Vec<TaskKind> = tasks.iter().map(|config| TaskKind::of(config.task)).collect();
    kinds
        .extend(TaskKind::ALL.into_iter().filter(|kind| tasks.iter().all(|config| TaskKind::of(config.task) != *kind)));
    kinds
}

fn clone_choice(choice: CloneChoice) -> (usize, u32) {
    match choice {
        CloneChoice::All => (0, 4),
        CloneChoice::Random { per_target } => (1, per_target),
        CloneChoice::BestByTarget { per_target } => (2, per_target),
        CloneChoice::Oracle { per_target } => (3, per_target),
    }
}

#[cfg(test)]
mod tests;
