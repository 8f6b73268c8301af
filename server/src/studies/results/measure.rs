//! What an answer says, by task.

use crate::store::studies::{ItemKind, NewItem};
use engine::evaluation::subjective::Scale as RatingScale;
use wire::study::config::{NaturalnessForm, Scale, Task};
use wire::study::quiz::CANNOT_TELL;

/// How a figure is made of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The mean over raters of their mean rating.
    Mean,
    /// The share of answers.
    Share,
    /// The number of answers alone: a pair's first clone is first by chance, so shares over several pairs say nothing.
    Count,
}

/// What figures over several items of a task are.
pub fn figure(task: Task, kind: ItemKind) -> Figure {
    match task {
        _ if is_rating(task) => Figure::Mean,
        Task::Pairwise if kind == ItemKind::Clone => Figure::Count,
        _ => Figure::Share,
    }
}

/// What a figure of one item is: of a pair, the share that preferred the first.
pub fn figure_of_item(task: Task) -> Figure {
    if is_rating(task) { Figure::Mean } else { Figure::Share }
}

/// Whether answers are points of a scale of at least five.
pub fn is_rating(task: Task) -> bool {
    matches!(task, Task::Similarity { .. } | Task::Naturalness { form: NaturalnessForm::FivePoint })
}

/// Whether one end of the answers is always more and the other less (of likeness, of naturalness), so that the answers
/// can be read upside down. Not so for recognition and pairs, where answers are pictures.
pub fn has_direction(task: Task) -> bool {
    !matches!(task, Task::Recognition { .. } | Task::Pairwise)
}

/// An answer in per cent: of a scale, between its lowest and its highest; else 100 or 0, for the target recognized, for
/// "real", for "yes", for the first picture of a pair preferred. `None` of what cannot be answered.
pub fn percent(task: Task, item: &NewItem, value: i32) -> Option<f64> {
    let or_nought = |is_so: bool| if is_so { 100.0 } else { 0.0 };
    match task {
        Task::Similarity { scale } => rating_scale(scale).percent(f64::from(value)),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => RatingScale::FivePoint.percent(f64::from(value)),
        Task::Naturalness { form: NaturalnessForm::RealOrFake { .. } } | Task::SamePerson => {
            matches!(value, 0 | 1).then(|| or_nought(value == 1))
        }
        Task::Pairwise => matches!(value, 0 | 1).then(|| or_nought(value == 0)),
        Task::Recognition { .. } => named(item, value).map(|name| or_nought(name == Some(&item.target))),
    }
}

/// The person that an answer to recognition names: `Some(None)` for "can't tell", `None` for an invalid answer.
pub fn named(item: &NewItem, value: i32) -> Option<Option<&String>> {
    if value == CANNOT_TELL {
        return Some(None);
    }
    item.candidates.get(usize::try_from(value).ok()?).map(Some)
}

/// Whether an answer is right; `None` where nothing is known to be. Of a control with ratings, every answer on the
/// expected half of the scale is right.
pub fn is_right(task: Task, item: &NewItem, value: i32) -> Option<bool> {
    let expected = item.expected?;
    if item.kind == ItemKind::Attention {
        return Some(value.abs_diff(expected) <= slip(task));
    }
    if !is_rating(task) {
        return Some(value == expected);
    }
    let [given, expected] = [percent(task, item, value)?, percent(task, item, expected)?];
    Some((given > 50.0 && expected > 50.0) || (given < 50.0 && expected < 50.0))
}

/// How far off an instructed answer may be: a slider on a phone is not set to the point.
fn slip(task: Task) -> u32 {
    if task == (Task::Similarity { scale: Scale::Hundred }) { 5 } else { 0 }
}

/// Whether the same question was answered alike: the same, or within a tenth of a scale.
pub fn is_alike(task: Task, item: &NewItem, values: [i32; 2]) -> bool {
    let [first, second] = values.map(|value| percent(task, item, value));
    match first.zip(second) {
        Some((first, second)) if is_rating(task) => (first - second).abs() <= 10.0,
        _ => values[0] == values[1],
    }
}

/// The probability of naming the target, or preferring one of a pair, by guessing; `None` where guessing has no
/// meaning.
pub fn chance(task: Task, item: &NewItem) -> Option<f64> {
    match task {
        Task::Recognition { .. } => (!item.candidates.is_empty()).then(|| 1.0 / item.candidates.len() as f64),
        Task::Pairwise if item.kind != ItemKind::Clone => Some(0.5),
        _ => None,
    }
}

/// The place, from 0, at which the chosen picture was shown; `None` for "can't tell" and where answers are no pictures.
pub fn shown_place(task: Task, order: &[u8], value: i32) -> Option<i32> {
    let chosen = usize::try_from(value).ok()?;
    if has_direction(task) {
        return None;
    }
    // The first picture is the one in question, or the target's; the choice begins with the second.
    let place = order.iter().position(|at| usize::from(*at) == chosen + 1).unwrap_or(chosen + 1);
    i32::try_from(place).ok().map(|place| place - 1)
}

/// The scale as the engine has it.
pub fn rating_scale(scale: Scale) -> RatingScale {
    match scale {
        Scale::FivePoint => RatingScale::FivePoint,
        Scale::NinePoint => RatingScale::NinePoint,
        Scale::Hundred => RatingScale::Hundred,
    }
}

/// A task in a word or two.
pub fn task_name(task: Task) -> &'static str {
    match task {
        Task::Similarity { .. } => "similarity",
        Task::Recognition { .. } => "recognition",
        Task::Naturalness { form: NaturalnessForm::FivePoint } => "naturalness",
        Task::Naturalness { form: NaturalnessForm::RealOrFake { .. } } => "real or made",
        Task::Pairwise => "pairwise",
        Task::SamePerson => "same person",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example;

    const NINE: Task = Task::Similarity { scale: Scale::NinePoint };
    const HUNDRED: Task = Task::Similarity { scale: Scale::Hundred };
    const RECOGNITION: Task = Task::Recognition { candidates: 3 };
    const REAL: Task = Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } };

    #[test]
    fn answers_in_per_cent_worked_by_hand() {
        let mut item = example::item(0, ItemKind::Clone, "Ann");
        item.candidates = ["Ann", "Bob", "Cem"].map(String::from).to_vec();
        let of = |task, values: &[i32]| -> Vec<_> { values.iter().map(|value| percent(task, &item, *value)).collect() };
        assert_eq!(of(NINE, &[1, 3, 9, 0, 10]), [Some(0.0), Some(25.0), Some(100.0), None, None]);
        assert_eq!(of(RECOGNITION, &[0, 2, -1, 3]), [Some(100.0), Some(0.0), Some(0.0), None]);
        assert_eq!(of(REAL, &[0, 1, 2, -1]), [Some(0.0), Some(100.0), None, None]);
        assert_eq!(of(Task::Pairwise, &[0, 1]), [Some(100.0), Some(0.0)], "the first is preferred");
        assert_eq!(chance(RECOGNITION, &item), Some(1.0 / 3.0));
        assert_eq!(chance(Task::Pairwise, &item), None);
    }

    #[test]
    fn right_is_the_expected_half_of_a_scale_and_else_the_expected_answer() {
        let mut item = example::item(0, ItemKind::Positive, "Ann");
        item.expected = Some(9);
        let right = |value| is_right(NINE, &item, value);
        assert_eq!([4, 5, 6, 9].map(right), [Some(false), Some(false), Some(true), Some(true)]);
        item.expected = None;
        assert_eq!(is_right(NINE, &item, 9), None);
        item.kind = ItemKind::Attention;
        item.expected = Some(20);
        assert_eq!([15, 25, 26].map(|value| is_right(HUNDRED, &item, value)), [Some(true), Some(true), Some(false)]);
        item.expected = Some(2);
        assert_eq!([2, 3].map(|value| is_right(NINE, &item, value)), [Some(true), Some(false)]);
    }

    #[test]
    fn alike_is_a_tenth_of_a_scale() {
        let item = example::item(0, ItemKind::Clone, "Ann");
        assert!(is_alike(HUNDRED, &item, [40, 50]) && !is_alike(HUNDRED, &item, [40, 51]));
        assert!(is_alike(NINE, &item, [4, 4]) && !is_alike(NINE, &item, [4, 5]));
        assert!(is_alike(RECOGNITION, &item, [-1, -1]) && !is_alike(RECOGNITION, &item, [1, 2]));
    }

    #[test]
    fn places_are_those_on_the_screen() {
        // The third candidate was shown first.
        assert_eq!(shown_place(RECOGNITION, &[0, 3, 1, 2], 2), Some(0));
        assert_eq!(shown_place(RECOGNITION, &[0, 3, 1, 2], 0), Some(1));
        assert_eq!(shown_place(RECOGNITION, &[0, 3, 1, 2], -1), None);
        assert_eq!(shown_place(Task::Pairwise, &[0, 2, 1], 0), Some(1));
        assert_eq!(shown_place(NINE, &[0, 1], 3), None);
    }
}
