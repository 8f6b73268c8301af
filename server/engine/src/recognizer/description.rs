//! The description of the weights beside it, `NAME.json`. It comes from outside, so every number is bounded.

use super::Architecture;
use super::onnx::Preprocessing;
use super::training::TrainingSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The contents of `NAME.json`, by its version.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Description {
    /// Version 1: the paper's network.
    Paper(PaperDescription),
    /// Version 2: a network from an ONNX file.
    Onnx(OnnxDescription),
}

/// The description of a network from an ONNX file, with the people registered in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnnxDescription {
    /// [`OnnxDescription::VERSION`].
    pub version: u32,
    /// What kind of network it is.
    pub network: OnnxKind,
    /// The side of its images in pixels, where the file leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<u32>,
    /// What it was trained on; if absent, a run finds out with photographs of the people that it registers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preprocessing: Option<Preprocessing>,
    /// The people registered in it; if absent, a run registers them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<EnrolledDescription>,
    /// SHA-256 of the ONNX file, lower-case hexadecimal; a file that is not registered with anybody needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// The kind of network that version 2 describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnnxKind {
    /// An embedding network in an ONNX file.
    Onnx,
}

/// People registered by templates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolledDescription {
    /// Their names, in the order of the templates.
    pub classes: Vec<String>,
    /// From cosine to logit.
    pub scale: f32,
    /// Share of held-out photographs whose own template is nearest, in [0,1], if measured.
    pub accuracy: Option<f64>,
    /// SHA-256 of the file of templates.
    pub templates: String,
    /// How many of the templates were brought, and not made of photographs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub given: u32,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Description {
    /// Reads a description. A version that this program does not know is named before its fields are.
    ///
    /// # Errors
    /// If it is not JSON of a known version, or describes an impossible network.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
            serde_json::from_slice(bytes).map_err(|error| error.to_string())
        }
        let description = match parsed::<Versioned>(bytes)?.version {
            PaperDescription::VERSION => Self::Paper(parsed(bytes)?),
            OnnxDescription::VERSION => Self::Onnx(parsed(bytes)?),
            version => return Err(format!("version {version} is not read by this program, only 1 and 2")),
        };
        match &description {
            Self::Paper(paper) => paper.check()?,
            Self::Onnx(onnx) => onnx.check()?,
        }
        Ok(description)
    }

    /// Names of the registered people, in the order of the scores; none if a run registers them.
    pub fn classes(&self) -> &[String] {
        match self {
            Self::Paper(paper) => &paper.classes,
            Self::Onnx(onnx) => onnx.enrolled.as_ref().map_or(&[], |enrolled| &enrolled.classes),
        }
    }

    /// Held-out accuracy in [0,1], if measured.
    pub fn accuracy(&self) -> Option<f64> {
        match self {
            Self::Paper(paper) => paper.accuracy,
            Self::Onnx(onnx) => onnx.enrolled.as_ref().and_then(|enrolled| enrolled.accuracy),
        }
    }

    /// How many people are registered by templates that were brought, and not by photographs.
    pub fn given_templates(&self) -> u32 {
        match self {
            Self::Paper(_) => 0,
            Self::Onnx(onnx) => onnx.enrolled.as_ref().map_or(0, |enrolled| enrolled.given),
        }
    }

    /// SHA-256 of the weights, if stated.
    pub fn sha256(&self) -> Option<&str> {
        match self {
            Self::Paper(paper) => Some(&paper.sha256),
            Self::Onnx(onnx) => onnx.sha256.as_deref(),
        }
    }
}

impl OnnxDescription {
    /// The version that describes ONNX files.
    pub const VERSION: u32 = 2;

    /// Checks that the description is possible.
    fn check(&self) -> Result<(), String> {
        let checked = self.preprocessing.as_ref().map_or(Ok(()), Preprocessing::check);
        checked.map_err(|why| format!("preprocessing.{why}"))?;
        if let Some(side) = self.side.filter(|side| !(8..=1024).contains(side)) {
            return Err(format!("side is {side}; it can be from 8 to 1024"));
        }
        self.sha256.as_deref().map_or(Ok(()), |hash| is_hash("sha256", hash))?;
        let Some(EnrolledDescription { classes, scale, accuracy, templates, .. }) = &self.enrolled else {
            return Ok(());
        };
        if self.sha256.is_none() {
            return Err("sha256 is missing: people are registered with one file, and no other".into());
        }
        if self.preprocessing.is_none() {
            return Err("preprocessing is missing: people are registered with one, and no other".into());
        }
        distinct(classes)?;
        if !(1e-3..=1e6).contains(scale) {
            return Err(format!("enrolled.scale is {scale}; it can be from 0.001 to 1000000"));
        }
        is_share(*accuracy)?;
        is_hash("enrolled.templates", templates)
    }
}

fn distinct(classes: &[String]) -> Result<(), String> {
    let mut seen = HashSet::new();
    match classes.iter().find(|name| !seen.insert(*name)) {
        Some(twice) => Err(format!("classes names {twice:?} twice; each identity has one class")),
        None => Ok(()),
    }
}

fn is_share(accuracy: Option<f64>) -> Result<(), String> {
    match accuracy.filter(|accuracy| !(0.0..=1.0).contains(accuracy)) {
        Some(accuracy) => Err(format!("accuracy is {accuracy}; it can be from 0 to 1")),
        None => Ok(()),
    }
}

fn is_hash(field: &str, hash: &str) -> Result<(), String> {
    if hash.len() == 64 && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        Ok(())
    } else {
        Err(format!("{field} is not 64 hexadecimal digits in small letters"))
    }
}

/// The description of the paper's network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperDescription {
    /// [`PaperDescription::VERSION`].
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

impl PaperDescription {
    /// The version that describes the paper's network.
    pub const VERSION: u32 = 1;

    /// Checks that the description is possible.
    fn check(&self) -> Result<(), String> {
        self.architecture.check()?;
        let (named, classes) = (self.classes.len(), self.architecture.classes);
        if named != classes {
            return Err(format!("classes holds {named} names for {classes} classes; give one for each"));
        }
        distinct(&self.classes)?;
        is_share(self.accuracy)?;
        is_hash("sha256", &self.sha256)?;
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

    fn described() -> PaperDescription {
        let architecture = Architecture { input: 8, convolutions: Vec::new(), hidden: vec![4], classes: 2 };
        PaperDescription {
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
    fn refused(change: impl FnOnce(&mut PaperDescription)) -> String {
        let mut description = described();
        change(&mut description);
        description.check().expect_err("refused")
    }

    #[test]
    fn files_written_before_a_setting_of_training_was_there_are_read() {
        let mut document = serde_json::to_value(described()).expect("JSON");
        let training = document["training"].as_object_mut().expect("settings");
        assert!(training.remove("patience").is_some() && training.remove("brightness").is_some());
        let read: PaperDescription = serde_json::from_value(document).expect("a description");
        let settings = read.training.clone().expect("settings");
        assert_eq!((read.check(), settings.epochs, settings.patience), (Ok(()), 3, 0));
    }

    #[test]
    fn a_later_version_is_named_whatever_it_holds() {
        let text = serde_json::to_string(&described()).expect("JSON");
        assert_eq!(Description::from_json(text.as_bytes()), Ok(Description::Paper(described())));
        let later = Description::from_json(br#"{"version": 3, "network": "another"}"#);
        assert!(later.is_err_and(|why| why.starts_with("version 3 is not read")));
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

    fn registered() -> OnnxDescription {
        let enrolled = EnrolledDescription {
            classes: vec!["a".into(), "b".into()],
            scale: 20.0,
            accuracy: Some(0.9),
            templates: "0f".repeat(32),
            given: 0,
        };
        OnnxDescription {
            version: 2,
            network: OnnxKind::Onnx,
            side: None,
            preprocessing: Some(Preprocessing::default()),
            enrolled: Some(enrolled),
            sha256: Some("0f".repeat(32)),
        }
    }

    #[test]
    fn a_network_of_another_kind_is_described_with_or_without_people() {
        let text = serde_json::to_string(&Description::Onnx(registered())).expect("JSON");
        let read = Description::from_json(text.as_bytes()).expect("read");
        assert_eq!(read, Description::Onnx(registered()));
        assert_eq!((read.classes().len(), read.accuracy()), (2, Some(0.9)));
        let plain = br#"{"version": 2, "network": "onnx", "preprocessing":
            {"crop": "arcface", "channels": "bgr", "mean": [127.0, 127.0, 127.0], "deviation": [128.0, 128.0, 128.0]}}"#;
        assert!(Description::from_json(plain).expect("read").classes().is_empty());
        let refused = |change: fn(&mut OnnxDescription)| {
            let mut description = registered();
            change(&mut description);
            description.check().expect_err("refused")
        };
        assert!(
            refused(|it| {
                it.preprocessing = Some(Preprocessing { deviation: [0.0; 3], ..Preprocessing::default() });
            })
            .starts_with("preprocessing.deviation is")
        );
        assert!(refused(|it| it.side = Some(1 << 30)).starts_with("side is"));
        assert!(refused(|it| it.sha256 = None).starts_with("sha256 is missing"));
        assert!(refused(|it| it.preprocessing = None).starts_with("preprocessing is missing"));
        let least = Description::from_json(br#"{"version": 2, "network": "onnx"}"#).expect("read");
        assert!(least.classes().is_empty() && least.sha256().is_none());
        let people = |change: fn(&mut EnrolledDescription)| {
            let mut description = registered();
            description.enrolled.as_mut().into_iter().for_each(change);
            description.check().expect_err("refused")
        };
        assert!(people(|it| it.scale = f32::NAN).starts_with("enrolled.scale is NaN"));
        assert!(people(|it| it.classes[1] = "a".into()).contains("\"a\" twice"));
        assert!(people(|it| it.templates.clear()).starts_with("enrolled.templates"));
    }
}
