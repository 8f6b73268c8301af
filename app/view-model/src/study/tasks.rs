//! Tasks in words.

use wire::study::config::{NaturalnessForm, Scale, Task};

/// The kinds of tasks, without settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// How alike?
    Similarity,
    /// Which of them?
    Recognition,
    /// How natural?
    Naturalness,
    /// Which of the two?
    Pairwise,
    /// The same person?
    SamePerson,
}

impl TaskKind {
    /// All kinds; the first three are the paper's.
    pub const ALL: [Self; 5] =
        [Self::Similarity, Self::Recognition, Self::Naturalness, Self::Pairwise, Self::SamePerson];

    /// The kind of a task.
    pub fn of(task: Task) -> Self {
        match task {
            Task::Similarity { .. } => Self::Similarity,
            Task::Recognition { .. } => Self::Recognition,
            Task::Naturalness { .. } => Self::Naturalness,
            Task::Pairwise => Self::Pairwise,
            Task::SamePerson => Self::SamePerson,
        }
    }

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Similarity => "Similarity",
            Self::Recognition => "Recognition",
            Self::Naturalness => "Naturalness",
            Self::Pairwise => "Which of two",
            Self::SamePerson => "Same person",
        }
    }

    /// A description for researchers.
    pub fn line(self) -> &'static str {
        match self {
            Self::Similarity => "A clone beside a real face of the target: how alike are they?",
            Self::Recognition => "A clone and one photo of each of several people: whom does it show?",
            Self::Naturalness => "A single picture: how natural does it look?",
            Self::Pairwise => "Two clones: which looks more like the target?",
            Self::SamePerson => "A clone and four photos of the target: is it the same person?",
        }
    }

    /// Whether a photo of somebody else can replace the clone.
    pub fn compares(self) -> bool {
        matches!(self, Self::Similarity | Self::SamePerson)
    }

    /// Part of an element's id.
    pub fn key(self) -> &'static str {
        match self {
            Self::Similarity => "similarity",
            Self::Recognition => "recognition",
            Self::Naturalness => "naturalness",
            Self::Pairwise => "pairwise",
            Self::SamePerson => "same-person",
        }
    }
}

/// The name of the task at `at`; later tasks of the same kind are numbered.
pub fn title(tasks: &[Task], at: usize) -> String {
    let kind = TaskKind::of(tasks[at]);
    match tasks[..at].iter().filter(|&&task| TaskKind::of(task) == kind).count() {
        0 => kind.title().to_owned(),
        before => format!("{} {}", kind.title(), before + 1),
    }
}

/// Whether the result of a task is a share of answers rather than a mean on a scale.
pub fn is_share(task: Task) -> bool {
    !matches!(task, Task::Similarity { .. } | Task::Naturalness { form: NaturalnessForm::FivePoint })
}

/// The form of the question, in a line.
pub fn manner(task: Task) -> String {
    match task {
        Task::Similarity { scale: Scale::FivePoint } => "On five points; 1 is 0 %, 5 is 100 %.".into(),
        Task::Similarity { scale: Scale::NinePoint } => "On nine points; 1 is 0 %, 9 is 100 %.".into(),
        Task::Similarity { scale: Scale::Hundred } => "On a scale from 0 to 100.".into(),
        Task::Recognition { candidates } => format!("One of {candidates} people, or \"can't tell\"."),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => "On five points; 1 is 0 %, 5 is 100 %.".into(),
        Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } } => {
            "\"A real photo, or made by a computer?\", for as long as wanted.".into()
        }
        Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(time) } } => {
            format!("\"A real photo, or made by a computer?\", after {time} ms.")
        }
        Task::Pairwise => "One of the two must be chosen.".into(),
        Task::SamePerson => "Yes or no.".into(),
    }
}

/// The meaning of the task's figure, in a line.
pub fn figure_words(task: Task) -> &'static str {
    match TaskKind::of(task) {
        TaskKind::Similarity => "Mean similarity in per cent of the scale.",
        TaskKind::Recognition => "Share of answers that name the target.",
        TaskKind::Naturalness if is_share(task) => "Share of answers that say \"a real photo\".",
        TaskKind::Naturalness => "Mean naturalness in per cent of the scale.",
        TaskKind::Pairwise => "Bradley-Terry scores order the clones of each target.",
        TaskKind::SamePerson => "Share of answers that say \"yes\".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_have_means_and_choices_have_shares() {
        let forms = [NaturalnessForm::FivePoint, NaturalnessForm::RealOrFake { flash_ms: Some(100) }];
        assert_eq!(forms.map(|form| is_share(Task::Naturalness { form })), [false, true]);
        assert!(is_share(Task::Recognition { candidates: 5 }) && is_share(Task::SamePerson));
        assert!(!is_share(Task::Similarity { scale: Scale::Hundred }));
    }

    #[test]
    fn several_tasks_of_a_kind_have_names_of_their_own() {
        let tasks = [Task::SamePerson, Task::Pairwise, Task::SamePerson];
        assert_eq!([0, 1, 2].map(|at| title(&tasks, at)), ["Same person", "Which of two", "Same person 2"]);
    }

    #[test]
    fn a_flash_says_its_time() {
        let form = NaturalnessForm::RealOrFake { flash_ms: Some(100) };
        assert!(manner(Task::Naturalness { form }).ends_with("after 100 ms."));
    }
}
