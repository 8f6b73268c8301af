//! How values stand in columns, whatever the database.

use super::{ItemKind, Objective};
use crate::store::database::error::DatabaseError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::study::Population;
use wire::study::summary::StudyState;

/// A value that stands in a column by a name. Names are for ever: old files have them.
pub trait Named: Copy + 'static {
    /// Table and field.
    const COLUMN: &'static str;
    /// All values.
    const ALL: &'static [Self];

    /// The name.
    fn name(self) -> &'static str;

    /// The value of a name.
    ///
    /// # Errors
    /// If there is none.
    fn named(name: &str) -> Result<Self, DatabaseError> {
        let found = Self::ALL.iter().copied().find(|value| value.name() == name);
        found.ok_or_else(|| DatabaseError::Damaged { what: Self::COLUMN, why: format!("there is no {name:?}") })
    }
}

impl Named for StudyState {
    const COLUMN: &'static str = "studies.state";
    const ALL: &'static [Self] = &[Self::Draft, Self::Pilot, Self::Open, Self::Closed];

    fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pilot => "pilot",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Named for Population {
    const COLUMN: &'static str = "participants.population";
    const ALL: &'static [Self] = &[Self::People, Self::Pilot, Self::Simulated, Self::Preview];

    fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Pilot => "pilot",
            Self::Simulated => "simulated",
            Self::Preview => "preview",
        }
    }
}

impl Named for ItemKind {
    const COLUMN: &'static str = "items.kind";
    const ALL: &'static [Self] =
        &[Self::Clone, Self::Positive, Self::Negative, Self::Seed, Self::Attention, Self::Practice];

    fn name(self) -> &'static str {
        match self {
            Self::Clone => "clone",
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Seed => "seed",
            Self::Attention => "attention",
            Self::Practice => "practice",
        }
    }
}

/// Populations whose answers are counted, in the order of the counts.
pub const COUNTED: [Population; 3] = [Population::People, Population::Pilot, Population::Simulated];

/// The lists of an item.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// As in [`super::NewItem`].
    pub clones: Vec<u32>,
    /// As in [`super::NewItem`].
    pub stimuli: Vec<String>,
    /// As in [`super::NewItem`].
    pub candidates: Vec<String>,
    /// Target score, evaluation score and rank of each.
    pub objective: Vec<(f64, f64, u32)>,
}

impl Content {
    /// Takes the scores of [`super::NewItem::objective`] into the column's form.
    pub fn scores(objective: &[Objective]) -> Vec<(f64, f64, u32)> {
        objective.iter().map(|of| (of.target_score, of.evaluation_score, of.evaluation_rank)).collect()
    }

    /// The scores.
    pub fn objective(&self) -> Vec<Objective> {
        let objective = |&(target_score, evaluation_score, evaluation_rank): &(f64, f64, u32)| Objective {
            target_score,
            evaluation_score,
            evaluation_rank,
        };
        self.objective.iter().map(objective).collect()
    }
}

/// A value as JSON.
///
/// # Errors
/// If it has no such form.
pub fn to_json(what: &'static str, value: &impl Serialize) -> Result<String, DatabaseError> {
    serde_json::to_string(value).map_err(|error| DatabaseError::Damaged { what, why: error.to_string() })
}

/// A value from JSON.
///
/// # Errors
/// If it is not what [`to_json`] wrote.
pub fn from_json<T: DeserializeOwned>(what: &'static str, json: &str) -> Result<T, DatabaseError> {
    serde_json::from_str(json).map_err(|error| DatabaseError::Damaged { what, why: error.to_string() })
}

/// A code in the form in which codes are compared: without spaces and dashes, in lower case.
pub fn code_key(code: &str) -> String {
    code.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::fmt::Debug;

    fn all_come_back<T: Named + Debug + PartialEq>(count: usize) {
        let names: HashSet<_> = T::ALL.iter().map(|value| value.name()).collect();
        assert_eq!(names.len(), count, "{names:?}");
        for &value in T::ALL {
            assert_eq!(T::named(value.name()).expect("a name"), value);
        }
        let error = T::named("Open ").expect_err("not a name").to_string();
        assert!(error.contains(T::COLUMN), "{error}");
    }

    #[test]
    fn every_name_stands_for_one_value() {
        all_come_back::<StudyState>(4);
        all_come_back::<Population>(4);
        all_come_back::<ItemKind>(6);
    }

    #[test]
    fn codes_are_the_same_however_they_are_typed() {
        for typed in ["AB12-cd34", "ab12cd34", " ab12 CD34\n", "AB12 - CD34"] {
            assert_eq!(code_key(typed), "ab12cd34", "{typed:?}");
        }
        assert_ne!(code_key("AB12-CD35"), "ab12cd34");
    }

    #[test]
    fn damaged_json_says_where_and_why() {
        let error = from_json::<Content>("items.content", "{\"clones\":1}").expect_err("damaged").to_string();
        assert!(error.contains("items.content") && error.contains("expected a sequence"), "{error}");
    }
}
