//! The fields of the form for a new study that hold numbers.

use super::new_study::NewStudy;
use super::tasks::TaskKind;
use crate::view_model::number;

/// A kind of control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlKind {
    /// A real photo of the target.
    Positive,
    /// A real photo of somebody else.
    Negative,
    /// A bare seed image.
    Seed,
    /// Questions that come again.
    Repeats,
    /// Questions that say which answer to give.
    Attention,
}

impl ControlKind {
    /// Those that have a meaning for a kind of task.
    pub fn of(task: TaskKind) -> impl Iterator<Item = Self> {
        let all = [Self::Positive, Self::Negative, Self::Seed, Self::Repeats, Self::Attention];
        all.into_iter().filter(move |&kind| kind != Self::Negative || task.compares())
    }
}

/// A field with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberField {
    /// Clones of each target of each run.
    PerTarget,
    /// Questions about clones.
    Items(TaskKind),
    /// Controls of a kind.
    Control(TaskKind, ControlKind),
    /// People offered for recognition.
    Candidates,
    /// Milliseconds of a flash.
    FlashMs,
    /// Votes of each item.
    Votes,
    /// Half of an interval's width.
    HalfWidth,
    /// Single-use links.
    Tokens,
    /// Days until recruiting ids are deleted.
    KeepDays,
    /// People who may join from one network within some minutes.
    JoinsPerNetwork,
    /// Milliseconds of the fastest answer.
    FastestMs,
    /// Seed of all random choices.
    Seed,
}

impl NumberField {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::PerTarget => "Clones of each target of each run",
            Self::Items(_) => "Questions about clones",
            Self::Control(_, ControlKind::Positive) => "Real photo of the person",
            Self::Control(_, ControlKind::Negative) => "Real photo of another",
            Self::Control(_, ControlKind::Seed) => "Seed image",
            Self::Control(_, ControlKind::Repeats) => "Repeats",
            Self::Control(_, ControlKind::Attention) => "Attention checks",
            Self::Candidates => "People to choose from",
            Self::FlashMs => "Shown for, in milliseconds",
            Self::Votes => "Votes of each item",
            Self::HalfWidth => "95 % interval at most ±, in percentage points",
            Self::Tokens => "Links",
            Self::KeepDays => "Days until recruiting ids are deleted",
            Self::JoinsPerNetwork => "People from one network within 10 minutes (0: any number)",
            Self::FastestMs => "Fastest answer, in milliseconds (0: any)",
            Self::Seed => "Random seed",
        }
    }

    /// Lowest and highest number.
    pub fn range(self) -> [f64; 2] {
        match self {
            Self::PerTarget => [1.0, 1000.0],
            Self::Items(_) => [1.0, 200.0],
            Self::Control(..) => [0.0, 50.0],
            Self::Candidates => [2.0, 12.0],
            Self::FlashMs => [20.0, 10_000.0],
            Self::Votes => [1.0, 10_000.0],
            Self::HalfWidth => [0.5, 50.0],
            Self::Tokens => [1.0, 10_000.0],
            Self::KeepDays => [1.0, 3650.0],
            Self::JoinsPerNetwork => [0.0, 10_000.0],
            Self::FastestMs => [0.0, 5_000.0],
            Self::Seed => [0.0, 9e15],
        }
    }

    /// The id of its input.
    pub fn id(self) -> String {
        match self {
            Self::Items(task) => format!("field-{}-items", task.key()),
            Self::Control(task, control) => format!("field-{}-control-{}", task.key(), control as usize),
            Self::PerTarget => "field-per-target".into(),
            Self::Candidates => "field-candidates".into(),
            Self::FlashMs => "field-flash-ms".into(),
            Self::Votes => "field-votes".into(),
            Self::HalfWidth => "field-half-width".into(),
            Self::Tokens => "field-tokens".into(),
            Self::KeepDays => "field-keep-days".into(),
            Self::JoinsPerNetwork => "field-joins-per-network".into(),
            Self::FastestMs => "field-fastest-ms".into(),
            Self::Seed => "field-seed".into(),
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// In words, if it is no number of the field's range.
    pub fn read(self, text: &str) -> Result<f64, String> {
        let [low, high] = self.range();
        let is_whole = self != Self::HalfWidth;
        let value = number::parse(text).filter(|value| (low..=high).contains(value));
        value.filter(|value| !is_whole || value.fract() == 0.0).ok_or_else(|| {
            let kind = if is_whole { "a whole number" } else { "a number" };
            format!("Enter {kind}, {} to {}.", number::significant(low), number::significant(high))
        })
    }

    /// What the field shows for a number.
    pub fn show(self, value: f64) -> String {
        if self == Self::HalfWidth { number::significant(value) } else { (value as u64).to_string() }
    }

    /// The number in a form.
    pub fn value(self, form: &NewStudy) -> f64 {
        match self {
            Self::PerTarget => form.per_target.into(),
            Self::Items(kind) => form.task(kind).items.into(),
            Self::Control(kind, control) => {
                let controls = form.task(kind).controls;
                let count = match control {
                    ControlKind::Positive => controls.positive,
                    ControlKind::Negative => controls.negative,
                    ControlKind::Seed => controls.seed,
                    ControlKind::Repeats => controls.repeats,
                    ControlKind::Attention => controls.attention,
                };
                count.into()
            }
            Self::Candidates => form.task(TaskKind::Recognition).candidates.into(),
            Self::FlashMs => form.task(TaskKind::Naturalness).flash_ms.into(),
            Self::Votes => form.votes.into(),
            Self::HalfWidth => form.half_width,
            Self::Tokens => form.tokens.into(),
            Self::KeepDays => form.keep_days.into(),
            Self::JoinsPerNetwork => form.limits.joins_per_network.into(),
            Self::FastestMs => form.limits.fastest_answer_ms.into(),
            Self::Seed => form.seed as f64,
        }
    }

    /// Takes a number that [`NumberField::read`] let through.
    pub fn set(self, form: &mut NewStudy, value: f64) {
        let whole = value as u32;
        match self {
            Self::PerTarget => form.per_target = whole,
            Self::Items(kind) => form.task_mut(kind).items = whole,
            Self::Control(kind, control) => {
                let controls = &mut form.task_mut(kind).controls;
                let count = match control {
                    ControlKind::Positive => &mut controls.positive,
                    ControlKind::Negative => &mut controls.negative,
                    ControlKind::Seed => &mut controls.seed,
                    ControlKind::Repeats => &mut controls.repeats,
                    ControlKind::Attention => &mut controls.attention,
                };
                *count = whole;
            }
            Self::Candidates => form.task_mut(TaskKind::Recognition).candidates = whole,
            Self::FlashMs => form.task_mut(TaskKind::Naturalness).flash_ms = whole,
            Self::Votes => form.votes = whole,
            Self::HalfWidth => form.half_width = value,
            Self::Tokens => form.tokens = whole,
            Self::KeepDays => form.keep_days = whole,
            Self::JoinsPerNetwork => form.limits.joins_per_network = whole,
            Self::FastestMs => form.limits.fastest_answer_ms = whole,
            Self::Seed => form.seed = value as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::study::example;

    #[test]
    fn whole_numbers_are_wanted_where_things_are_counted() {
        assert_eq!(NumberField::Votes.read("2.5").err().as_deref(), Some("Enter a whole number, 1 to 10,000."));
        assert_eq!((NumberField::HalfWidth.read("2.5"), NumberField::Votes.read(" 30 ")), (Ok(2.5), Ok(30.0)));
        assert!(NumberField::Candidates.read("1").is_err() && NumberField::Votes.read("many").is_err());
    }

    #[test]
    fn what_is_set_is_what_is_shown() {
        let mut form = NewStudy::new(&example::defaults());
        let controls =
            ControlKind::of(TaskKind::Similarity).map(|kind| NumberField::Control(TaskKind::Similarity, kind));
        let others = [
            NumberField::PerTarget,
            NumberField::Items(TaskKind::Pairwise),
            NumberField::Candidates,
            NumberField::FlashMs,
            NumberField::Votes,
            NumberField::HalfWidth,
            NumberField::Tokens,
            NumberField::KeepDays,
            NumberField::JoinsPerNetwork,
            NumberField::FastestMs,
            NumberField::Seed,
        ];
        let fields: Vec<_> = controls.chain(others).collect();
        for (at, field) in fields.iter().enumerate() {
            field.set(&mut form, 40.0 + at as f64);
        }
        for (at, field) in fields.iter().enumerate() {
            assert_eq!(field.show(field.value(&form)), (40 + at).to_string(), "{field:?}");
            assert!(fields[..at].iter().all(|other| other.id() != field.id()), "{field:?}");
        }
    }
}
