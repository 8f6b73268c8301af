//! The screens of the quiz.

use wire::study::quiz::QuizState;

/// A screen; questions carry their assignment's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Introduction and consent.
    Consent,
    /// The participant declined.
    Left,
    /// Instructions for the next task.
    Instructions(u64),
    /// A question.
    Question(u64),
    /// Thanks and codes.
    Done,
    /// The study was closed meanwhile.
    Ended,
    /// Too many people have joined from the same network.
    Crowded,
    /// The study is closed.
    Closed,
    /// The link gives no access.
    NoEntry,
    /// All answers were withdrawn.
    Withdrawn,
}

impl Screen {
    /// The screen for a state. `has_left`: the participant declined. `begun`: the assignment whose instructions were
    /// read.
    pub fn of(state: &QuizState, has_left: bool, begun: Option<u64>) -> Self {
        match state {
            QuizState::Consent { .. } if has_left => Self::Left,
            QuizState::Consent { .. } => Self::Consent,
            QuizState::Question(question) if question.begins_task && begun != Some(question.assignment) => {
                Self::Instructions(question.assignment)
            }
            QuizState::Question(question) => Self::Question(question.assignment),
            QuizState::Done { .. } => Self::Done,
            QuizState::Ended { .. } => Self::Ended,
            QuizState::Crowded { .. } => Self::Crowded,
            QuizState::Closed => Self::Closed,
            QuizState::NoEntry => Self::NoEntry,
            QuizState::Withdrawn => Self::Withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question_layout::tests::question;
    use wire::study::quiz::QuestionTask;

    #[test]
    fn instructions_come_once_before_a_task() {
        let mut first = question(QuestionTask::Pairwise, 3);
        first.begins_task = true;
        let id = first.assignment;
        let state = QuizState::Question(Box::new(first.clone()));
        assert_eq!(Screen::of(&state, false, None), Screen::Instructions(id));
        assert_eq!(Screen::of(&state, false, Some(id)), Screen::Question(id));
        assert_eq!(Screen::of(&state, false, Some(id + 1)), Screen::Instructions(id), "those of another task");
        first.begins_task = false;
        assert_eq!(Screen::of(&QuizState::Question(Box::new(first)), false, None), Screen::Question(id));
    }

    #[test]
    fn whoever_leaves_has_not_joined() {
        let consent = QuizState::Consent {
            opening: String::new(),
            consent: String::new(),
            version: 1,
            questions: 3,
            is_pilot: false,
        };
        assert_eq!(Screen::of(&consent, false, None), Screen::Consent);
        assert_eq!(Screen::of(&consent, true, None), Screen::Left);
        assert_eq!(Screen::of(&QuizState::Closed, true, None), Screen::Closed);
    }
}
