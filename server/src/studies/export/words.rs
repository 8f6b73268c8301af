//! What codes are called in exports.

use crate::store::studies::{ItemKind, NewItem};
use crate::studies::results::measure::named;
use wire::study::Population;
use wire::study::config::{NaturalnessForm, Task};

/// A time as ISO 8601, in UTC; empty if there is none that a calendar has.
pub fn time(ms: u64) -> String {
    let ms = i64::try_from(ms).ok();
    let time = ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or(String::new(), |time| time.to_string())
}

/// A population.
pub fn population(population: Population) -> &'static str {
    match population {
        Population::People => "people",
        Population::Pilot => "pilot",
        Population::Simulated => "simulated",
        Population::Preview => "preview",
    }
}

/// What an item shows.
pub fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Clone => "clone",
        ItemKind::Positive => "positive",
        ItemKind::Negative => "negative",
        ItemKind::Seed => "seed",
        ItemKind::Attention => "attention",
        ItemKind::Practice => "practice",
    }
}

/// What an item shows, by the name that [`kind`] gives it.
pub fn item_kind(name: &str) -> Option<ItemKind> {
    use ItemKind::{Attention, Clone, Negative, Positive, Practice, Seed};
    [Clone, Positive, Negative, Seed, Attention, Practice].into_iter().find(|one| kind(*one) == name)
}

/// An answer in plain terms.
pub fn answer(task: Task, item: &NewItem, value: i32) -> String {
    match task {
        Task::Similarity { .. } | Task::Naturalness { form: NaturalnessForm::FivePoint } => value.to_string(),
        Task::Recognition { .. } => match named(item, value) {
            Some(Some(name)) => name.clone(),
            _ => "can't tell".into(),
        },
        Task::Naturalness { form: NaturalnessForm::RealOrFake { .. } } => pick(value, ["made", "real"]).into(),
        Task::SamePerson => pick(value, ["no", "yes"]).into(),
        Task::Pairwise => match (usize::try_from(value).ok().and_then(|at| item.clones.get(at)), item.kind) {
            (Some(clone), _) => format!("clone {clone}"),
            (None, ItemKind::Positive) => pick(value, ["photo", "seed"]).into(),
            (None, ItemKind::Seed) => pick(value, ["clone", "seed"]).into(),
            (None, _) => pick(value, ["first", "second"]).into(),
        },
    }
}

fn pick(value: i32, names: [&'static str; 2]) -> &'static str {
    names[usize::from(value != 0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, item};

    #[test]
    fn answers_are_told_in_plain_terms() {
        let mut clone = about(0, "Ann", &[4]);
        clone.candidates = vec!["Ann".into(), "Bob".into()];
        let recognition = Task::Recognition { candidates: 2 };
        assert_eq!([1, -1].map(|value| answer(recognition, &clone, value)), ["Bob", "can't tell"]);
        assert_eq!(answer(Task::Pairwise, &about(0, "Ann", &[4, 7]), 1), "clone 7");
        assert_eq!(answer(Task::Pairwise, &item(0, ItemKind::Positive, "Ann"), 1), "seed");
        assert_eq!(answer(Task::SamePerson, &clone, 1), "yes");
    }

    #[test]
    fn kinds_are_known_by_their_names() {
        assert_eq!(item_kind(kind(ItemKind::Seed)), Some(ItemKind::Seed));
        assert_eq!(item_kind("other"), None);
    }

    #[test]
    fn times_are_of_the_calendar_in_utc() {
        assert_eq!(time(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
        assert_eq!(time(u64::MAX), "");
    }
}
