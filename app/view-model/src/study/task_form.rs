//! A task in the form for a new study.

use super::tasks::TaskKind;
use wire::study::config::{Controls, NaturalnessForm, Scale, Task, TaskConfig};

/// A kind of task with its settings, which it keeps while it is not selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskForm {
    /// The kind.
    pub kind: TaskKind,
    /// Whether it is selected.
    pub is_asked: bool,
    /// Questions about clones for each participant.
    pub items: u32,
    /// The controls.
    pub controls: Controls,
    /// The form of the question; see [`TaskForm::manners`].
    pub manner: usize,
    /// People to choose from; recognition only.
    pub candidates: u32,
    /// Duration of a flash; naturalness only.
    pub flash_ms: u32,
}

impl TaskForm {
    /// The form for a kind, with the settings of a study's task, or of its first task if the kind is not selected.
    pub fn new(kind: TaskKind, tasks: &[TaskConfig]) -> Self {
        let found = tasks.iter().find(|config| TaskKind::of(config.task) == kind);
        let like = found.or_else(|| tasks.first());
        let mut form = Self {
            kind,
            is_asked: found.is_some(),
            items: like.map_or(10, |config| config.items),
            controls: like.map(|config| config.controls).unwrap_or_default(),
            manner: 0,
            candidates: 4,
            flash_ms: 200,
        };
        match found {
            Some(config) => form.take(config.task),
            None if !kind.compares() => form.controls.negative = 0,
            None => {}
        }
        form
    }

    fn take(&mut self, task: Task) {
        self.manner = match task {
            Task::Similarity { scale: Scale::FivePoint } => 0,
            Task::Similarity { scale: Scale::NinePoint } => 1,
            Task::Similarity { scale: Scale::Hundred } => 2,
            Task::Naturalness { form: NaturalnessForm::FivePoint } => 0,
            Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } } => 1,
            Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(time) } } => {
                self.flash_ms = time;
                2
            }
            Task::Recognition { candidates } => {
                self.candidates = candidates;
                0
            }
            Task::Pairwise | Task::SamePerson => 0,
        };
    }

    /// Forms of the question to choose from; empty if there is only one.
    pub fn manners(kind: TaskKind) -> &'static [&'static str] {
        match kind {
            TaskKind::Similarity => &["5 points", "9 points", "0 to 100"],
            TaskKind::Naturalness => {
                &["5 points", "real or made, for as long as wanted", "real or made, after a flash"]
            }
            _ => &[],
        }
    }

    /// Whether the picture is flashed.
    pub fn is_flashed(&self) -> bool {
        self.kind == TaskKind::Naturalness && self.manner == 2
    }

    /// The task.
    pub fn task(&self) -> Task {
        match (self.kind, self.manner) {
            (TaskKind::Similarity, 0) => Task::Similarity { scale: Scale::FivePoint },
            (TaskKind::Similarity, 1) => Task::Similarity { scale: Scale::NinePoint },
            (TaskKind::Similarity, _) => Task::Similarity { scale: Scale::Hundred },
            (TaskKind::Recognition, _) => Task::Recognition { candidates: self.candidates },
            (TaskKind::Naturalness, 0) => Task::Naturalness { form: NaturalnessForm::FivePoint },
            (TaskKind::Naturalness, 1) => Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } },
            (TaskKind::Naturalness, _) => {
                Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(self.flash_ms) } }
            }
            (TaskKind::Pairwise, _) => Task::Pairwise,
            (TaskKind::SamePerson, _) => Task::SamePerson,
        }
    }

    /// The configuration of the task.
    pub fn config(&self) -> TaskConfig {
        TaskConfig { task: self.task(), items: self.items, controls: self.controls }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_asking_comes_back() {
        let forms = [
            Task::Similarity { scale: Scale::FivePoint },
            Task::Similarity { scale: Scale::NinePoint },
            Task::Similarity { scale: Scale::Hundred },
            Task::Recognition { candidates: 7 },
            Task::Naturalness { form: NaturalnessForm::FivePoint },
            Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } },
            Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(90) } },
            Task::Pairwise,
            Task::SamePerson,
        ];
        for task in forms {
            let config = TaskConfig { task, items: 3, controls: Controls::default() };
            let form = TaskForm::new(TaskKind::of(task), &[config]);
            assert_eq!((form.config(), form.is_asked), (config, true));
        }
    }

    #[test]
    fn a_kind_that_a_study_lacks_starts_like_its_first_task() {
        let controls = Controls { negative: 2, seed: 1, ..Controls::default() };
        let config = TaskConfig { task: Task::Pairwise, items: 7, controls };
        let form = TaskForm::new(TaskKind::Naturalness, &[config]);
        assert_eq!((form.is_asked, form.items, form.controls.seed, form.controls.negative), (false, 7, 1, 0));
    }
}
