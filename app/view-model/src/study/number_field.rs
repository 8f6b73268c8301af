//! Number fields of the form for a new study.

use super::tasks::TaskKind;
use crate::number;

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
    /// The kinds that apply to a kind of task.
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
    /// Its label.
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

    /// Parses the input.
    ///
    /// # Errors
    /// If it is no number in the field's range, with a message.
    pub fn read(self, text: &str) -> Result<f64, String> {
        let [low, high] = self.range();
        let is_whole = self != Self::HalfWidth;
        let value = number::parse(text).filter(|value| (low..=high).contains(value));
        value.filter(|value| !is_whole || value.fract() == 0.0).ok_or_else(|| {
            let kind = if is_whole { "a whole number" } else { "a number" };
            format!("Enter {kind}, {} to {}.", number::significant(low), number::significant(high))
        })
    }

    /// The text of a number.
    pub fn show(self, value: f64) -> String {
        if self == Self::HalfWidth { number::significant(value) } else { (value as u64).to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_wanted_where_things_are_counted() {
        assert_eq!(NumberField::Votes.read("2.5").err().as_deref(), Some("Enter a whole number, 1 to 10,000."));
        assert_eq!((NumberField::HalfWidth.read("2.5"), NumberField::Votes.read(" 30 ")), (Ok(2.5), Ok(30.0)));
        assert!(NumberField::Candidates.read("1").is_err() && NumberField::Votes.read("many").is_err());
    }
}
