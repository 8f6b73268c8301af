//! An assignment as a participant sees it, and what an answer to it means: converts shown positions to the item's own
//! and back.

use super::blueprint::ends;
use super::{assign, texts};
use crate::error::Error;
use crate::store::studies::{Assignment, ItemKind, Load, Progress};
use std::collections::BTreeMap;
use wire::study::config::{NaturalnessForm, StudyConfig, Task};
use wire::study::quiz::{CANNOT_TELL, Feedback, Picture, Question, QuestionTask};

/// A stored answer.
pub struct Step<'a> {
    /// The task.
    pub task: Task,
    /// The question.
    pub asked: &'a Assignment,
    /// The answer, in the item's own terms.
    pub value: i32,
}

/// Number of a participant's questions that count.
pub fn count(config: &StudyConfig, loads: &[Load]) -> u32 {
    let of_task = |(number, block): (u32, &wire::study::config::TaskConfig)| {
        let mut kinds: BTreeMap<ItemKind, u32> = BTreeMap::new();
        loads.iter().filter(|load| load.task == number).for_each(|load| *kinds.entry(load.kind).or_default() += 1);
        assign::count(&kinds.into_iter().collect::<Vec<_>>(), block.items, block.controls)
    };
    (0..).zip(&config.tasks).map(of_task).sum()
}

/// The task of a question.
///
/// # Errors
/// If the study has no such task: something else changed the database.
pub fn task(config: &StudyConfig, asked: &Assignment) -> Result<Task, Error> {
    let block = config.tasks.get(asked.item.item.task as usize);
    block.map(|block| block.task).ok_or_else(|| Error::Other(anyhow::anyhow!("an item is of no task of its study")))
}

/// A participant's current question; `None` when all are answered. `pictures` are those of the next assignments.
pub fn question(config: &StudyConfig, progress: &Progress, pictures: Vec<Vec<Picture>>) -> Option<Question> {
    let asked = progress.next.first()?;
    let item = &asked.item.item;
    let task = config.tasks.get(item.task as usize)?.task;
    let is_check = item.kind == ItemKind::Attention;
    let mut pictures = pictures.into_iter();
    Some(Question {
        assignment: asked.id,
        position: progress.answered + 1,
        total: progress.total,
        is_practice: item.kind == ItemKind::Practice,
        begins_task: progress.begins_task,
        task: as_asked(task),
        pictures: pictures.next().unwrap_or_default(),
        instructed: item.expected.filter(|_| is_check).and_then(|value| shown(task, asked, value)),
        next: pictures.next().unwrap_or_default(),
    })
}

fn as_asked(task: Task) -> QuestionTask {
    match task {
        Task::Similarity { scale } => QuestionTask::Similarity { scale },
        Task::Recognition { .. } => QuestionTask::Recognition,
        Task::Naturalness { form } => QuestionTask::Naturalness { form },
        Task::Pairwise => QuestionTask::Pairwise,
        Task::SamePerson => QuestionTask::SamePerson,
    }
}

/// An answer in the item's own terms; `None` if there is no such answer.
pub fn value(task: Task, asked: &Assignment, shown: i32) -> Option<i32> {
    let candidates = asked.order.len().saturating_sub(1) as i32;
    match task {
        Task::Similarity { scale } => between(ends(scale), shown),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => between([1, 5], shown),
        Task::Naturalness { form: NaturalnessForm::RealOrFake { .. } } | Task::SamePerson => between([0, 1], shown),
        Task::Recognition { .. } if shown == CANNOT_TELL => Some(CANNOT_TELL),
        Task::Recognition { .. } | Task::Pairwise => between([0, candidates - 1], shown)
            .and_then(|place| asked.order.get(place as usize + 1))
            .map(|own| i32::from(*own) - 1),
    }
}

/// The shown position of an answer in the item's own terms.
fn shown(task: Task, asked: &Assignment, own: i32) -> Option<i32> {
    match task {
        Task::Recognition { .. } | Task::Pairwise if own != CANNOT_TELL => {
            asked.order.iter().position(|place| i32::from(*place) == own + 1).map(|place| place as i32 - 1)
        }
        _ => Some(own),
    }
}

fn between([low, high]: [i32; 2], value: i32) -> Option<i32> {
    (low..=high).contains(&value).then_some(value)
}

/// Feedback on a practice answer; `None` for any other.
pub fn feedback(step: &Step<'_>, language: &str) -> Option<Feedback> {
    let item = &step.asked.item.item;
    if item.kind != ItemKind::Practice {
        return None;
    }
    let expected = item.expected?;
    let (name, is_expected) = match step.task {
        Task::Similarity { scale } => ("similarity", is_on_side(ends(scale), expected, step.value)),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => {
            ("naturalness", is_on_side([1, 5], expected, step.value))
        }
        Task::Naturalness { .. } => ("naturalness", expected == step.value),
        Task::Recognition { .. } => ("recognition", expected == step.value),
        Task::Pairwise => ("pairwise", expected == step.value),
        Task::SamePerson => ("same-person", expected == step.value),
    };
    let kind = if is_expected { "expected" } else { "other" };
    let text = texts::texts(language).and_then(|mut texts| texts.remove(&format!("feedback.{kind}.{name}")));
    Some(Feedback { is_expected, text: text.unwrap_or_default() })
}

/// Whether a rating is on the same side of the scale's middle as the expected end.
fn is_on_side([low, high]: [i32; 2], expected: i32, value: i32) -> bool {
    let twice_off = |value: i32| 2 * value - (low + high);
    twice_off(expected).signum() == twice_off(value).signum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::studies::{ItemRow, NewItem};
    use wire::study::config::Scale;

    fn asked(kind: ItemKind, order: &[u8], expected: Option<i32>) -> Assignment {
        let item = NewItem {
            task: 0,
            kind,
            target: "A".into(),
            run: None,
            clones: Vec::new(),
            stimuli: (0..order.len()).map(|at| format!("s{at}")).collect(),
            candidates: Vec::new(),
            expected,
            objective: Vec::new(),
        };
        Assignment { id: 9, position: 0, item: ItemRow { id: 1, item }, order: order.into(), is_repeat: false }
    }

    #[test]
    fn shown_places_become_the_items_own_and_back() {
        let task = Task::Recognition { candidates: 3 };
        let asked = asked(ItemKind::Clone, &[0, 3, 1, 2], Some(0));
        assert_eq!([0, 1, 2].map(|place| value(task, &asked, place)), [Some(2), Some(0), Some(1)]);
        assert_eq!([2, 0, 1].map(|own| shown(task, &asked, own)), [Some(0), Some(1), Some(2)]);
        assert_eq!(value(task, &asked, CANNOT_TELL), Some(CANNOT_TELL));
        assert_eq!((value(task, &asked, 3), value(task, &asked, -2)), (None, None));
        assert_eq!(value(Task::Pairwise, &asked, CANNOT_TELL), None, "of two, one is chosen");
    }

    #[test]
    fn ratings_stay_on_their_scale() {
        let asked = asked(ItemKind::Clone, &[0, 1], None);
        for (scale, low, high) in [(Scale::FivePoint, 1, 5), (Scale::NinePoint, 1, 9), (Scale::Hundred, 0, 100)] {
            let task = Task::Similarity { scale };
            assert_eq!([low, high].map(|end| value(task, &asked, end)), [Some(low), Some(high)]);
            assert_eq!([low - 1, high + 1].map(|end| value(task, &asked, end)), [None, None]);
        }
    }

    #[test]
    fn practice_is_talked_over_and_nothing_else() {
        let task = Task::Similarity { scale: Scale::FivePoint };
        let high = asked(ItemKind::Practice, &[0, 1], Some(5));
        let said = |value| feedback(&Step { task, asked: &high, value }, "en").expect("practice");
        assert!(said(4).is_expected && !said(3).is_expected && !said(1).is_expected);
        assert_ne!(said(5).text, said(1).text);
        assert!(!said(5).text.is_empty());
        let clone = asked(ItemKind::Clone, &[0, 1], None);
        assert_eq!(feedback(&Step { task, asked: &clone, value: 4 }, "en"), None);
    }

    #[test]
    fn a_check_shows_its_answer_where_the_participant_sees_it() {
        let config = StudyConfig {
            tasks: vec![wire::study::config::TaskConfig {
                task: Task::Recognition { candidates: 2 },
                items: 1,
                controls: Default::default(),
            }],
            ..StudyConfig::default()
        };
        let next = vec![asked(ItemKind::Attention, &[0, 2, 1], Some(0))];
        let progress = Progress { next, answered: 3, total: 8, begins_task: false };
        let question = question(&config, &progress, Vec::new()).expect("a question");
        assert_eq!((question.position, question.total, question.instructed), (4, 8, Some(1)));
        assert_eq!(super::question(&config, &Progress { next: Vec::new(), ..progress }, Vec::new()), None);
    }
}
