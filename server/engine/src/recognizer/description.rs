//! The description of the weights beside it, `NAME.json`. It comes from outside, so every number is bounded.

use super::Architecture;
use super::training::TrainingSettings;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The contents of `NAME.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// [`Description::VERSION`].
    pub version: u32,
    /// Layers and sizes.
    pub architecture: Architecture,
    /// Class names, in the order of the outputs.
    pub classes: Vec<String>,
    /// How images must be normalised.
    pub normalisation: Normalisation,
    /// How it was trained, if known.
    pub training: Option<TrainingSettings>,
    /// Held-out accuracy of these weights in [0,1], if measured.
    pub accuracy: Option<f64>,
    /// SHA-256 of the weights file, lower-case hexadecimal.
    pub sha256: String,
}

/// How images must be normalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalisation {
    /// RGB values in [0,1], CHW, without mean or scale.
    None,
}

impl Description {
    /// The version written and read by this program. Version 1 describes the paper's network.
    pub const VERSION: u32 = 1;

    /// Reads a description. A version that this program does not know is named before its fields are.
    ///
    /// # Errors
    /// If it is not JSON of this version, or describes an impossible network.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if version != Self::VERSION {
            return Err(format!("version {version} is not read by this program, only {}", Self::VERSION));
        }
        let description: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        description.check()?;
        Ok(description)
    }

    /// Checks that the description is possible.
    fn check(&self) -> Result<(), String> {
        self.architecture.check()?;
        let (named, classes) = (self.classes.len(), self.architecture.classes);
        if named != classes {
            return Err(format!("classes holds {named} names for {classes} classes; give one for each"));
        }
        let mut seen = HashSet::new();
        if let Some(twice) = self.classes.iter().find(|name| !seen.insert(*name)) {
            return Err(format!("classes names {twice:?} twice; each identity has one class"));
        }
        if let Some(accuracy) = self.accuracy.filter(|accuracy| !(0.0..=1.0).contains(accuracy)) {
            return Err(format!("accuracy is {accuracy}; it can be from 0 to 1"));
        }
        if self.sha256.len() != 64 || !self.sha256.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err("sha256 is not 64 hexadecimal digits in small letters".into());
        }
        self.training.as_ref().map_or(Ok(()), training)
    }
}

/// Training settings are shown in reports and have no effect.
fn training(settings: &TrainingSettings) -> Result<(), String> {
    let TrainingSettings { learning_rate, dropout, brightness, enough_accuracy, .. } = settings;
    let shares = [("dropout", *dropout, 1.0), ("brightness", *brightness, 1.0)];
    let numbers = [("learning_rate", *learning_rate, 1e9), ("enough_accuracy", *enough_accuracy, 1e9)];
    for (field, value, most) in shares.into_iter().chain(numbers) {
        if !(0.0..=most).contains(&value) {
            return Err(format!("training.{field} is {value}; it can be from 0 to {most}"));
        }
    }
    let counts = [
        ("epochs", u64::from(settings.epochs)),
        ("batch_size", settings.batch_size as u64),
        ("shift", u64::from(settings.shift)),
        ("patience", u64::from(settings.patience)),
    ];
    let most = 1_000_000_000;
    match counts.into_iter().find(|(_, value)| *value > most) {
        Some((field, value)) => Err(format!("training.{field} is {value}; it can be from 0 to {most}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described() -> Description {
        let architecture = Architecture { input: 8, convolutions: Vec::new(), hidden: vec![4], classes: 2 };
        Description {
            version: 1,
            architecture,
            classes: vec!["a".into(), "b".into()],
            normalisation: Normalisation::None,
            training: Some(TrainingSettings {
                epochs: 3,
                batch_size: 8,
                learning_rate: 1e-3,
                dropout: 0.5,
                flip: true,
                shift: 6,
                brightness: 0.2,
                patience: 0,
                enough_accuracy: 2.0,
                seed: u64::MAX,
            }),
            accuracy: Some(1.0),
            sha256: "0f".repeat(32),
        }
    }

    /// The error after a change to a valid description.
    fn refused(change: impl FnOnce(&mut Description)) -> String {
        let mut description = described();
        change(&mut description);
        description.check().expect_err("refused")
    }

    #[test]
    fn files_written_before_a_setting_of_training_was_there_are_read() {
        let mut document = serde_json::to_value(described()).expect("JSON");
        let training = document["training"].as_object_mut().expect("settings");
        assert!(training.remove("patience").is_some() && training.remove("brightness").is_some());
        let read: Description = serde_json::from_value(document).expect("a description");
        let settings = read.training.clone().expect("settings");
        assert_eq!((read.check(), settings.epochs, settings.patience), (Ok(()), 3, 0));
    }

    #[test]
    fn a_later_version_is_named_whatever_it_holds() {
        let text = serde_json::to_string(&described()).expect("JSON");
        assert_eq!(Description::from_json(text.as_bytes()), Ok(described()));
        let later = Description::from_json(br#"{"version": 2, "network": "another"}"#);
        assert!(later.is_err_and(|why| why.starts_with("version 2 is not read")));
        let known = Description::from_json(text.replace("\"classes\"", "\"people\"").as_bytes());
        assert!(known.is_err_and(|why| why.contains("people")));
    }

    #[test]
    fn everything_that_cannot_be_is_named() {
        assert_eq!(described().check(), Ok(()));
        assert!(refused(|it| it.classes.clear()).contains("0 names for 2"));
        assert!(refused(|it| it.classes[1] = "a".into()).contains("\"a\" twice"));
        assert!(refused(|it| it.architecture.classes = 1 << 61).contains("classes is"));
        assert!(refused(|it| it.accuracy = Some(7.0)).starts_with("accuracy is 7"));
        assert!(refused(|it| it.accuracy = Some(f64::NAN)).starts_with("accuracy is NaN"));
        assert!(refused(|it| it.sha256 = "0F".repeat(32)).starts_with("sha256"));
        let training =
            |change: fn(&mut TrainingSettings)| refused(|it| it.training.as_mut().into_iter().for_each(change));
        assert!(training(|it| it.learning_rate = -1.0).starts_with("training.learning_rate is -1"));
        assert!(training(|it| it.dropout = 1e300).starts_with("training.dropout is"));
        assert!(training(|it| it.batch_size = 1 << 61).starts_with("training.batch_size is"));
        assert!(training(|it| it.epochs = u32::MAX).starts_with("training.epochs is"));
    }
}
