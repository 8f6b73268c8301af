//! Sections of the form for a new study.

use super::tasks::TaskKind;

/// A text that participants read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// The consent text.
    Consent,
    /// The introduction.
    Opening,
    /// The closing text.
    Closing,
}

impl TextKind {
    /// All texts, in the order in which participants see them.
    pub const ALL: [Self; 3] = [Self::Opening, Self::Consent, Self::Closing];

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Consent => "Consent",
            Self::Opening => "Opening",
            Self::Closing => "Closing",
        }
    }

    /// When it is read.
    pub fn line(self) -> &'static str {
        match self {
            Self::Consent => "What a participant agrees to. It is versioned: each answer knows the version agreed to.",
            Self::Opening => "Said before the first question.",
            Self::Closing => "Said after the last question, above the completion code.",
        }
    }
}

/// A section of the form, which shows its problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormSection {
    /// Its name.
    Name,
    /// Runs.
    Runs,
    /// Targets.
    Targets,
    /// The choice of clones.
    Clones,
    /// Tasks as a whole.
    Tasks,
    /// One task.
    Task(TaskKind),
    /// Languages and texts.
    Texts,
    /// The stop rule.
    Stop,
    /// Recruiting.
    Recruiting,
}

impl FormSection {
    /// The id of the element that shows its problems.
    pub fn id(self) -> String {
        match self {
            Self::Task(kind) => format!("problem-{}", kind.key()),
            other => format!("problem-{other:?}").to_ascii_lowercase(),
        }
    }

    /// Its name in a list of problems.
    pub fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Runs => "Runs",
            Self::Targets => "Targets",
            Self::Clones => "Clones",
            Self::Tasks => "Tasks",
            Self::Task(kind) => kind.title(),
            Self::Texts => "Languages and texts",
            Self::Stop => "Enough",
            Self::Recruiting => "Participants",
        }
    }
}
