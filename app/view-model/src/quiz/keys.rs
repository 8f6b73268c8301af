//! Keyboard control of a question. Focused controls keep the keys that they handle themselves.

use super::question_layout::{AnswerForm, QuestionLayout};

/// The focused control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that handles keys.
    Elsewhere,
    /// A choice, which handles arrows.
    Choice,
    /// A slider or number field, which handles digits and arrows.
    Number,
    /// A button or link, which handles Enter and the space bar.
    Button,
}

impl Focus {
    /// Whether the control handles Enter.
    pub fn takes_enter(self) -> bool {
        self == Self::Button
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Choose this value.
    Choose(i32),
    /// Confirm the choice, or go on.
    Confirm,
}

/// The meaning of `key` (its browser name), with `chosen` chosen.
pub fn meaning(key: &str, focus: Focus, layout: &QuestionLayout, chosen: Option<i32>) -> Option<Meaning> {
    if key == "Enter" {
        return (!focus.takes_enter()).then_some(Meaning::Confirm);
    }
    let value = match key {
        "ArrowLeft" | "ArrowRight" if matches!(focus, Focus::Choice | Focus::Number) => None,
        "ArrowLeft" => layout.beside(chosen, -1),
        "ArrowRight" => layout.beside(chosen, 1),
        "PageDown" if is_slider(layout) => layout.beside(chosen, -10),
        "PageUp" if is_slider(layout) => layout.beside(chosen, 10),
        _ if focus == Focus::Number => None,
        _ => by_digit(key, layout),
    };
    value.map(Meaning::Choose)
}

fn is_slider(layout: &QuestionLayout) -> bool {
    matches!(layout.form, AnswerForm::Slider(_))
}

fn by_digit(key: &str, layout: &QuestionLayout) -> Option<i32> {
    let &[digit @ b'0'..=b'9'] = key.as_bytes() else { return None };
    layout.choices.iter().find(|choice| choice.digit == u32::from(digit - b'0')).map(|choice| choice.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question_layout::tests::question;
    use wire::study::config::Scale;
    use wire::study::quiz::{CANNOT_TELL, QuestionTask};

    #[test]
    fn digits_choose_arrows_move_and_enter_confirms() {
        let layout = QuestionLayout::of(&question(QuestionTask::Recognition, 4));
        let on = |key, chosen| meaning(key, Focus::Elsewhere, &layout, chosen);
        assert_eq!(on("2", None), Some(Meaning::Choose(1)));
        assert_eq!(on("0", None), Some(Meaning::Choose(CANNOT_TELL)));
        assert_eq!((on("4", None), on("a", None), on("F2", None)), (None, None, None));
        assert_eq!(on("ArrowRight", Some(1)), Some(Meaning::Choose(2)));
        assert_eq!(on("Enter", None), Some(Meaning::Confirm));
    }

    #[test]
    fn controls_keep_their_keys() {
        let layout = QuestionLayout::of(&question(QuestionTask::Similarity { scale: Scale::NinePoint }, 2));
        assert_eq!(meaning("ArrowRight", Focus::Choice, &layout, Some(2)), None);
        assert_eq!(meaning("9", Focus::Choice, &layout, Some(2)), Some(Meaning::Choose(9)));
        assert_eq!(meaning("Enter", Focus::Button, &layout, Some(2)), None);
        let slider = QuestionLayout::of(&question(QuestionTask::Similarity { scale: Scale::Hundred }, 2));
        assert_eq!(meaning("7", Focus::Number, &slider, None), None);
        assert_eq!(meaning("PageUp", Focus::Elsewhere, &slider, Some(60)), Some(Meaning::Choose(70)));
        assert_eq!(meaning("PageUp", Focus::Elsewhere, &layout, Some(6)), None);
        assert_eq!(meaning("Enter", Focus::Number, &slider, Some(60)), Some(Meaning::Confirm));
    }
}
