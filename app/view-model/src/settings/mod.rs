//! The settings of an experiment, for the form and the reference.
//!
//! Each setting is named by its dotted path in [`ExperimentConfig`](wire::experiment::ExperimentConfig); the server
//! uses the same name in its error messages.

pub mod value;

pub use wire::settings::{Choice, Kind, Setting};

use super::number;
use wire::experiment::{
    AttackConfig, DefenceConfig, ExperimentConfig, FacesConfig, SECTIONS, SplitConfig, SyntheticFaces, TrainingConfig,
};

/// The range in words; empty if there is none.
pub fn range(kind: Kind) -> String {
    match kind {
        Kind::Whole { min, max } if max >= u64::from(u32::MAX) => format!("{} or more", number::count(min)),
        Kind::Whole { min, max } => format!("{} to {}", number::count(min), number::count(max)),
        Kind::Real { min, max } if max >= 1e6 => format!("{min} or more"),
        Kind::Real { min, max } => format!("{min} to {max}"),
        Kind::Switch | Kind::Choice(_) | Kind::Text | Kind::Names | Kind::Section => String::new(),
    }
}

/// Settings in the three steps of the form, in order.
const IN_STEPS: [&str; 13] = [
    "name",
    "faces.set",
    "faces.folder.identities",
    "faces.folder.public",
    "recognizers.target",
    "recognizers.evaluation",
    "recognizers.judges",
    "recognizers.kept_target",
    "recognizers.kept_evaluation",
    "recognizers.kept_judges",
    "split.targets",
    "attack.clones",
    "split.target_names",
];

/// Settings under one heading of "All settings".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    sections: &'static [&'static [Setting]],
}

impl Group {
    /// In the order shown.
    pub fn settings(&self) -> impl Iterator<Item = &'static Setting> + use<> {
        let all = self.sections.iter().copied().flatten();
        all.filter(|setting| setting.kind != Kind::Section && !IN_STEPS.contains(&setting.path))
    }
}

/// The groups under "All settings".
pub const GROUPS: [Group; 6] = [
    Group { title: "Run", sections: &[ExperimentConfig::SETTINGS] },
    Group { title: "Faces", sections: &[FacesConfig::SETTINGS, SyntheticFaces::SETTINGS] },
    Group { title: "Who is registered where", sections: &[SplitConfig::SETTINGS] },
    Group { title: "Training of the recognizers", sections: &[TrainingConfig::SETTINGS] },
    Group { title: "Defences of the target recognizer", sections: &[DefenceConfig::SETTINGS] },
    Group { title: "Attack", sections: &[AttackConfig::SETTINGS] },
];

/// Settings in the three steps of the form.
pub fn in_steps() -> impl Iterator<Item = &'static Setting> {
    IN_STEPS.iter().filter_map(|path| find(path))
}

/// Every setting, those of the steps first.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    in_steps().chain(GROUPS.iter().flat_map(Group::settings))
}

/// The setting with this path.
pub fn find(path: &str) -> Option<&'static Setting> {
    SECTIONS.iter().copied().flatten().find(|setting| setting.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use wire::experiment::FolderFaces;
    use wire::faces::{FaceSetId, RecognizerId};

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
        config.recognizers.judges = vec!["c".into()];
        config.recognizers.kept_judges = vec![RecognizerId::default()];
        config
    }

    #[test]
    fn every_field_of_the_configuration_can_be_reached_and_none_is_invented() {
        let mut fields = BTreeSet::new();
        leaves("", &serde_json::to_value(complete()).expect("JSON"), &mut fields);
        fields.remove("attack.preset"); // chosen by its cards
        let shown: Vec<_> = all().map(|setting| setting.path.to_owned()).collect();
        let unique: BTreeSet<_> = shown.iter().cloned().collect();
        assert_eq!(unique, fields);
        assert_eq!(unique.len(), shown.len(), "a setting is shown twice");
        assert_eq!(in_steps().count(), IN_STEPS.len());
    }

    #[test]
    fn every_setting_says_what_it_means_and_its_default_is_within_its_range() {
        let defaults = serde_json::to_value(complete()).expect("JSON");
        for setting in all() {
            assert!(setting.meaning.ends_with('.') && setting.meaning.len() > 20, "{}", setting.path);
            assert!(!setting.meaning.contains("  "), "{}: {}", setting.path, setting.meaning);
            let value = value::value_at(&defaults, setting.path).unwrap_or_default();
            let fits = match setting.kind {
                Kind::Whole { min, max } => value.as_u64().is_some_and(|value| (min..=max).contains(&value)),
                Kind::Real { min, max } => value.as_f64().is_some_and(|value| (min..=max).contains(&value)),
                Kind::Choice(choices) => choices.iter().any(|choice| value.as_str() == Some(choice.value)),
                Kind::Switch => value.is_boolean(),
                Kind::Text | Kind::Names | Kind::Section => true,
            };
            assert!(fits, "{}: {value}", setting.path);
        }
    }
}
