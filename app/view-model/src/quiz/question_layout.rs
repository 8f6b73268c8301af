//! The layout of a question: its text, pictures and possible answers.

use super::words::Words;
use wire::study::config::{NaturalnessForm, Scale};
use wire::study::quiz::{CANNOT_TELL, Question, QuestionTask};

/// A possible answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer's value.
    pub value: i32,
    /// The digit that chooses it.
    pub digit: u32,
    /// Its label.
    pub name: Label,
}

/// The label of a choice or picture: a text key, and a number to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text key.
    pub key: &'static str,
    /// The value of `{n}`.
    pub number: i32,
}

impl Label {
    const fn of(key: &'static str) -> Self {
        Self { key, number: 0 }
    }

    /// In words.
    pub fn in_words(self, words: &Words) -> String {
        words.fill(self.key, &[("n", &self.number.to_string())])
    }
}

/// The form of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// A row of points, with the text keys of both ends.
    Points([&'static str; 2]),
    /// A slider from 0 to 100, with the text keys of both ends.
    Slider([&'static str; 2]),
    /// Words.
    Words,
    /// Pictures, with optional words below.
    Pictures,
}

/// The arrangement of the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureLayout {
    /// One.
    Single,
    /// Two to compare.
    Pair,
    /// One to compare with several.
    OneAndSeveral,
}

/// The layout of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionLayout {
    /// Text key of the question.
    pub question: &'static str,
    /// Text key of the task's instructions.
    pub instructions: &'static str,
    /// The form of the answers.
    pub form: AnswerForm,
    /// The arrangement of the pictures.
    pub picture_layout: PictureLayout,
    /// Labels of the pictures, in the order of their addresses.
    pub pictures: Vec<Label>,
    /// Possible answers; empty for a slider.
    pub choices: Vec<Choice>,
    /// How long the picture is shown, in milliseconds; until the answer, if absent.
    pub flash_ms: Option<u32>,
}

const PICTURE: Label = Label::of("picture.picture");
const PHOTO: Label = Label::of("picture.photo");
const LIKENESS: [&str; 2] = ["answer.alike.low", "answer.alike.high"];
const NATURALNESS: [&str; 2] = ["answer.natural.low", "answer.natural.high"];

impl QuestionLayout {
    /// The layout of a question.
    pub fn of(question: &Question) -> Self {
        let several = question.pictures.len().saturating_sub(1) as i32;
        match question.task {
            QuestionTask::Similarity { scale } => similarity(scale),
            QuestionTask::Recognition => recognition(several),
            QuestionTask::Naturalness { form: NaturalnessForm::FivePoint } => Self {
                pictures: vec![PICTURE],
                ..layout("natural", AnswerForm::Points(NATURALNESS), PictureLayout::Single, points(5))
            },
            QuestionTask::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms } } => {
                let choices = either(["answer.real", "answer.made"]);
                Self {
                    pictures: vec![PICTURE],
                    flash_ms,
                    ..layout("real", AnswerForm::Words, PictureLayout::Single, choices)
                }
            }
            QuestionTask::Pairwise => Self {
                pictures: with_first(PHOTO, "picture.picture-n", several),
                ..layout(
                    "pairwise",
                    AnswerForm::Pictures,
                    PictureLayout::OneAndSeveral,
                    places("picture.picture-n", several),
                )
            },
            QuestionTask::SamePerson => {
                let choices = either(["answer.yes", "answer.no"]);
                let pictures = with_first(PICTURE, "picture.photo-n", several);
                Self { pictures, ..layout("same", AnswerForm::Words, PictureLayout::OneAndSeveral, choices) }
            }
        }
    }

    /// The choice with this value.
    pub fn choice(&self, value: i32) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }

    /// The choice `by` positions after `chosen`; without one, the first or the last.
    pub fn beside(&self, chosen: Option<i32>, by: i32) -> Option<i32> {
        if let AnswerForm::Slider(_) = self.form {
            return Some((chosen.unwrap_or(50) + by).clamp(0, 100));
        }
        let last = self.choices.len() as i32 - 1;
        let at = chosen.and_then(|value| self.choices.iter().position(|choice| choice.value == value));
        let to = match at {
            Some(at) => (at as i32 + by).clamp(0, last),
            None if by > 0 => 0,
            None => last,
        };
        self.choices.get(usize::try_from(to).ok()?).map(|choice| choice.value)
    }

    /// An answer in words.
    pub fn answer_in_words(&self, value: i32, words: &Words) -> String {
        self.choice(value).map_or_else(|| value.to_string(), |choice| choice.name.in_words(words))
    }
}

/// A layout of the task whose keys end in `task`.
fn layout(task: &str, form: AnswerForm, picture_layout: PictureLayout, choices: Vec<Choice>) -> QuestionLayout {
    let (question, instructions) = match task {
        "alike" => ("question.alike", "instructions.alike"),
        "which" => ("question.which", "instructions.which"),
        "natural" => ("question.natural", "instructions.natural"),
        "real" => ("question.real", "instructions.real"),
        "pairwise" => ("question.pairwise", "instructions.pairwise"),
        _ => ("question.same", "instructions.same"),
    };
    QuestionLayout { question, instructions, form, picture_layout, pictures: Vec::new(), choices, flash_ms: None }
}

fn similarity(scale: Scale) -> QuestionLayout {
    let (form, choices) = match scale {
        Scale::FivePoint => (AnswerForm::Points(LIKENESS), points(5)),
        Scale::NinePoint => (AnswerForm::Points(LIKENESS), points(9)),
        Scale::Hundred => (AnswerForm::Slider(LIKENESS), Vec::new()),
    };
    QuestionLayout { pictures: vec![PICTURE, PHOTO], ..layout("alike", form, PictureLayout::Pair, choices) }
}

fn recognition(candidates: i32) -> QuestionLayout {
    let mut choices = places("picture.photo-n", candidates);
    choices.push(Choice { value: CANNOT_TELL, digit: 0, name: Label::of("answer.cannot-tell") });
    let pictures = with_first(PICTURE, "picture.photo-n", candidates);
    QuestionLayout { pictures, ..layout("which", AnswerForm::Pictures, PictureLayout::OneAndSeveral, choices) }
}

fn points(highest: i32) -> Vec<Choice> {
    let point = |value: i32| Choice { value, digit: value as u32, name: Label { key: "answer.point", number: value } };
    (1..=highest).map(point).collect()
}

/// Two choices: the first means 1, the second 0.
fn either(keys: [&'static str; 2]) -> Vec<Choice> {
    let choice = |(digit, key)| Choice { value: 2 - digit as i32, digit, name: Label::of(key) };
    (1..).zip(keys).map(choice).collect()
}

/// Positions from 0, labelled from 1.
fn places(key: &'static str, count: i32) -> Vec<Choice> {
    (0..count).map(|value| Choice { value, digit: value as u32 + 1, name: Label { key, number: value + 1 } }).collect()
}

fn with_first(first: Label, key: &'static str, count: i32) -> Vec<Label> {
    std::iter::once(first).chain((1..=count).map(|number| Label { key, number })).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use wire::study::quiz::Picture;

    fn picture(at: usize) -> Picture {
        Picture { address: format!("/api/stimuli/{at}.png"), sha256: String::new() }
    }

    /// A question of a task with so many pictures.
    pub(crate) fn question(task: QuestionTask, pictures: usize) -> Question {
        Question {
            assignment: 7,
            position: 3,
            total: 20,
            is_practice: false,
            begins_task: false,
            task,
            pictures: (0..pictures).map(picture).collect(),
            instructed: None,
            next: Vec::new(),
        }
    }

    fn all() -> Vec<(QuestionTask, usize)> {
        let scales = [Scale::FivePoint, Scale::NinePoint, Scale::Hundred];
        let forms = [NaturalnessForm::FivePoint, NaturalnessForm::RealOrFake { flash_ms: Some(200) }];
        let mut all = vec![(QuestionTask::Recognition, 6), (QuestionTask::Pairwise, 3), (QuestionTask::SamePerson, 5)];
        all.extend(scales.map(|scale| (QuestionTask::Similarity { scale }, 2)));
        all.extend(forms.map(|form| (QuestionTask::Naturalness { form }, 1)));
        all
    }

    #[test]
    fn every_picture_has_a_name_and_every_name_a_text() {
        for texts in
            [include_str!("../../../../server/texts/en.json"), include_str!("../../../../server/texts/ja.json")]
        {
            let words = Words(serde_json::from_str::<BTreeMap<_, _>>(texts).expect("texts"));
            for (task, pictures) in all() {
                let layout = QuestionLayout::of(&question(task, pictures));
                assert_eq!(layout.pictures.len(), pictures, "{task:?}");
                let mut keys: Vec<&str> = vec![layout.question, layout.instructions];
                keys.extend(layout.pictures.iter().map(|name| name.key));
                keys.extend(layout.choices.iter().map(|choice| choice.name.key));
                if let AnswerForm::Points(ends) | AnswerForm::Slider(ends) = layout.form {
                    keys.extend(ends);
                }
                let missing: Vec<_> = keys.iter().filter(|key| !words.0.contains_key(**key)).collect();
                assert!(missing.is_empty(), "{task:?}: {missing:?}");
            }
        }
    }

    #[test]
    fn digits_and_values_are_as_the_wire_has_them() {
        let values = |task, pictures| -> Vec<(u32, i32)> {
            let layout = QuestionLayout::of(&question(task, pictures));
            layout.choices.iter().map(|choice| (choice.digit, choice.value)).collect()
        };
        let five = QuestionTask::Similarity { scale: Scale::FivePoint };
        assert_eq!(values(five, 2), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
        assert_eq!(values(QuestionTask::Recognition, 4), [(1, 0), (2, 1), (3, 2), (0, CANNOT_TELL)]);
        assert_eq!(values(QuestionTask::Pairwise, 3), [(1, 0), (2, 1)]);
        assert_eq!(values(QuestionTask::SamePerson, 5), [(1, 1), (2, 0)], "yes, no");
        let real = QuestionTask::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } };
        assert_eq!(values(real, 1), [(1, 1), (2, 0)], "real, made");
    }

    #[test]
    fn arrows_go_along_the_choices_and_stop_at_the_ends() {
        let layout = QuestionLayout::of(&question(QuestionTask::Recognition, 3));
        let order = [0, 1, CANNOT_TELL];
        assert_eq!((layout.beside(None, 1), layout.beside(None, -1)), (Some(0), Some(CANNOT_TELL)));
        assert_eq!(order.map(|from| layout.beside(Some(from), 1)), [Some(1), Some(CANNOT_TELL), Some(CANNOT_TELL)]);
        assert_eq!(order.map(|from| layout.beside(Some(from), -1)), [Some(0), Some(0), Some(1)]);
        let slider = QuestionLayout::of(&question(QuestionTask::Similarity { scale: Scale::Hundred }, 2));
        assert_eq!([None, Some(95)].map(|from| slider.beside(from, 10)), [Some(60), Some(100)]);
    }

    #[test]
    fn an_instructed_answer_is_told_as_it_stands_on_the_page() {
        let words = Words::default();
        let layout = QuestionLayout::of(&question(QuestionTask::Recognition, 3));
        assert_eq!(layout.answer_in_words(CANNOT_TELL, &words), "answer.cannot-tell");
        let slider = QuestionLayout::of(&question(QuestionTask::Similarity { scale: Scale::Hundred }, 2));
        assert_eq!(slider.answer_in_words(70, &words), "70");
    }
}
