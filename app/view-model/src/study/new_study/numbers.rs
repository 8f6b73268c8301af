//! Numbers in the form for a new study.

use super::NewStudy;
use crate::study::number_field::{ControlKind, NumberField};
use crate::study::tasks::TaskKind;

impl NumberField {
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

    /// Sets a number that [`NumberField::read`] accepted.
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
    use crate::study::example;

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
