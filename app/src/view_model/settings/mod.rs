//! Every setting of an experiment as the form shows it: label, meaning, range, the paper's value.
//!
//! A setting is named by its dotted path in [`ExperimentConfig`](crate::wire::experiment::ExperimentConfig), the
//! name that the server uses too when it says what is wrong.

mod attack;
mod faces;
mod training;
pub mod value;

use super::number;

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Dotted path, such as `attack.clones`.
    pub path: &'static str,
    /// Beside the field.
    pub label: &'static str,
    /// One line on what it does.
    pub meaning: &'static str,
    /// What can be entered.
    pub kind: Kind,
    /// What the paper has, in words; empty where the question does not arise.
    pub paper: &'static str,
}

/// What can be entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Whole {
        /// Lowest.
        min: u64,
        /// Highest.
        max: u64,
    },
    /// A number.
    Real {
        /// Lowest.
        min: f64,
        /// Highest.
        max: f64,
    },
    /// On or off.
    Switch,
    /// One of some `(value, label)`.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any text.
    Text,
    /// Names with commas between them.
    Names,
}

impl Kind {
    /// The range in words; empty where anything goes.
    pub fn range(self) -> String {
        match self {
            Self::Whole { min, max } if max >= u64::from(u32::MAX) => format!("{} or more", number::count(min)),
            Self::Whole { min, max } => format!("{} to {}", number::count(min), number::count(max)),
            Self::Real { min, max } => format!("{min} to {max}"),
            Self::Switch | Self::Choice(_) | Self::Text | Self::Names => String::new(),
        }
    }
}

/// Settings under one heading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// In the order shown.
    pub settings: &'static [Setting],
}

/// Everything under "All settings".
pub const GROUPS: [Group; 5] = [
    Group { title: "Run", settings: faces::RUN },
    Group { title: "Faces", settings: faces::FACES },
    Group { title: "Who is registered where", settings: faces::SPLIT },
    Group { title: "Training of the recognizers", settings: training::TRAINING },
    Group { title: "Attack", settings: attack::ATTACK },
];

/// Settings that the three steps of the form show themselves.
pub const STEPS: &[Setting] = faces::STEPS;

/// The setting with this path.
pub fn find(path: &str) -> Option<&'static Setting> {
    STEPS.iter().chain(GROUPS.iter().flat_map(|group| group.settings)).find(|setting| setting.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::experiment::{ExperimentConfig, FolderFaces, SyntheticFaces};
    use crate::wire::faces::{FaceSetId, RecognizerId};
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    fn leaves(prefix: &str, value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                leaves(&path, value, into);
            }),
            _ => {
                into.insert(prefix.to_owned());
            }
        }
    }

    /// A configuration in which nothing is absent.
    fn complete() -> ExperimentConfig {
        let names = vec!["A".to_owned()];
        let mut config = ExperimentConfig::default();
        config.faces.folder = Some(FolderFaces::default());
        config.faces.synthetic = Some(SyntheticFaces::default());
        config.faces.set = Some(FaceSetId::default());
        config.split.target_names = names.clone();
        config.split.target_other_names = names.clone();
        config.split.evaluation_other_names = names;
        config.recognizers.target = "a".into();
        config.recognizers.evaluation = "b".into();
        config.recognizers.kept_target = Some(RecognizerId::default());
        config.recognizers.kept_evaluation = Some(RecognizerId::default());
        let attack = json!({"objective": "cross-entropy", "optimizer": "adam", "step_size": 0.1, "total_variation": 1.0,
            "shift": 1, "flip": true, "max_steps": 1, "stop_score": 0.9, "plateau_steps": 9});
        config.attack = serde_json::from_value(attack).expect("attack");
        config
    }

    #[test]
    fn every_field_of_the_configuration_can_be_reached_and_none_is_invented() {
        let mut fields = BTreeSet::new();
        leaves("", &serde_json::to_value(complete()).expect("JSON"), &mut fields);
        fields.remove("attack.preset"); // chosen by its cards
        let settings = STEPS.iter().chain(GROUPS.iter().flat_map(|group| group.settings));
        let shown: Vec<_> = settings.map(|setting| setting.path.to_owned()).collect();
        let unique: BTreeSet<_> = shown.iter().cloned().collect();
        assert_eq!(unique, fields);
        assert_eq!(unique.len(), shown.len(), "a setting is shown twice");
    }

    #[test]
    fn every_setting_says_what_it_means() {
        for setting in GROUPS.iter().flat_map(|group| group.settings) {
            assert!(setting.meaning.ends_with('.') && setting.meaning.len() > 20, "{}", setting.path);
        }
    }
}
