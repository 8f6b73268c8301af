//! A recognizer on disk: `NAME.safetensors` in PyTorch's layout and names, and `NAME.json` beside it.
//!
//! The JSON describes the weights: architecture, class names in order, input, training, accuracy, and the SHA-256 of
//! the weights file. Both files are written under a temporary name first, so no half-written artifact remains. Pickle
//! files are never read.

pub use super::description::{Description, Normalisation};
use super::training::TrainingSettings;
use super::{Architecture, Recognizer, WeightError, Weights};
use crate::files::{Durability, write_whole};
use burn::tensor::Device;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Why an artifact cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// A file cannot be read or written.
    #[error("{path}: {source}; check that the file is there and can be accessed")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The description is invalid.
    #[error("{path}: {why}")]
    Description {
        /// The file.
        path: PathBuf,
        /// The problem and how to fix it.
        why: String,
    },
    /// The weights file does not match its description.
    #[error("{path}: the SHA-256 of this file is {found}, but its description says {said}; fetch both files again")]
    Hash {
        /// The weights file.
        path: PathBuf,
        /// The hash of the file.
        found: String,
        /// The hash in the description.
        said: String,
    },
    /// The weights do not fit the description.
    #[error("{path}: {source}")]
    Weights {
        /// The weights file.
        path: PathBuf,
        /// The cause.
        source: WeightError,
    },
}

/// A loaded recognizer with its description.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Ready to score, on its device.
    pub recognizer: Recognizer,
    /// The contents of the JSON file.
    pub description: Description,
}

/// Writes `weights` to `file` (`NAME.safetensors`) and their description beside it.
///
/// # Errors
/// If a file cannot be written.
pub fn save(
    file: &Path,
    weights: &Weights,
    architecture: &Architecture,
    classes: &[String],
    training: Option<&TrainingSettings>,
    accuracy: Option<f64>,
) -> Result<Description, ArtifactError> {
    let bytes = weights.to_safetensors(None);
    let description = Description {
        version: Description::VERSION,
        architecture: architecture.clone(),
        classes: classes.to_vec(),
        normalisation: Normalisation::None,
        training: training.cloned(),
        accuracy,
        sha256: hash(&bytes),
    };
    let mut text = serde_json::to_string_pretty(&description).expect("a description is plain data");
    text.push('\n');
    // The weights last: their presence means that everything is there.
    write(&description_of(file), text.as_bytes())?;
    write(file, &bytes)?;
    Ok(description)
}

/// Reads `file` and its description, checks both, and puts the recognizer on a device.
///
/// # Errors
/// If a file is missing or does not match its hash, or if a tensor is missing, has another shape or is not finite.
pub fn load(file: &Path, device: &Device) -> Result<Loaded, ArtifactError> {
    let description = read_description(file)?;
    let bytes = read(file)?;
    let found = hash(&bytes);
    if found != description.sha256 {
        return Err(ArtifactError::Hash { path: file.into(), found, said: description.sha256 });
    }
    let at_file = |source| ArtifactError::Weights { path: file.into(), source };
    let weights = Weights::from_safetensors(&bytes).map_err(at_file)?;
    let (architecture, classes) = (description.architecture.clone(), description.classes.clone());
    let recognizer = Recognizer::new(&architecture, classes, &weights, device).map_err(at_file)?;
    Ok(Loaded { recognizer, description })
}

/// Reads only the description of `file`.
///
/// # Errors
/// If it is missing, is not JSON of this version, or describes an impossible network.
pub fn read_description(file: &Path) -> Result<Description, ArtifactError> {
    let path = description_of(file);
    let bytes = read(&path)?;
    Description::from_json(&bytes).map_err(|why| ArtifactError::Description { path, why })
}

fn description_of(file: &Path) -> PathBuf {
    file.with_extension("json")
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn read(path: &Path) -> Result<Vec<u8>, ArtifactError> {
    fs::read(path).map_err(|source| ArtifactError::File { path: path.into(), source })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ArtifactError> {
    let written = write_whole(path, bytes, Durability::Relaxed);
    written.map_err(|source| ArtifactError::File { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizer::ConvolutionLayer;

    fn saved(folder: &Path) -> (PathBuf, Architecture) {
        let convolutions = vec![ConvolutionLayer { kernel: 3, channels: 2 }];
        let architecture = Architecture { input: 8, convolutions, hidden: vec![4], classes: 2 };
        let file = folder.join("small.safetensors");
        let weights = Weights::random(&architecture, 1);
        save(&file, &weights, &architecture, &["a".into(), "b".into()], None, Some(0.5)).expect("saved");
        (file, architecture)
    }

    #[test]
    fn an_artifact_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, architecture) = saved(folder.path());
        let loaded = load(&file, &crate::testing::device()).expect("loaded");
        let read = Weights::from_safetensors(&fs::read(&file).expect("written")).expect("weights");
        assert_eq!(read, Weights::random(&architecture, 1));
        assert_eq!(loaded.description.accuracy, Some(0.5));
        assert_eq!(loaded.recognizer.label("b"), Some(1));
    }

    /// A program killed between the two once left weights without a description, which nobody could load.
    #[test]
    fn weights_never_lie_without_their_description() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("small.safetensors");
        fs::create_dir_all(file.join("in the way")).expect("made");
        let architecture = Architecture { input: 8, convolutions: vec![], hidden: vec![4], classes: 2 };
        let weights = Weights::random(&architecture, 1);
        save(&file, &weights, &architecture, &["a".into(), "b".into()], None, None).expect_err("no weights");
        assert!(description_of(&file).is_file(), "the description comes first");
    }

    #[test]
    fn a_changed_weights_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, architecture) = saved(folder.path());
        fs::write(&file, Weights::random(&architecture, 2).to_safetensors(None)).expect("written");
        let error = load(&file, &crate::testing::device()).expect_err("another file").to_string();
        assert!(error.contains("SHA-256") && error.contains("small.safetensors"), "{error}");
    }

    #[test]
    fn a_missing_description_and_a_wrong_class_count_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, _) = saved(folder.path());
        let json = description_of(&file);
        let text = fs::read_to_string(&json).expect("read");
        fs::write(&json, text.replace("\"b\"", "\"b\", \"c\"")).expect("written");
        let error = load(&file, &crate::testing::device()).expect_err("three names").to_string();
        assert!(error.contains("3 names for 2 classes") && error.contains("small.json"), "{error}");
        fs::remove_file(&json).expect("removed");
        let error = load(&file, &crate::testing::device()).expect_err("no description").to_string();
        assert!(error.contains("small.json"), "{error}");
    }

    /// This used to panic, which ended the caller's work.
    #[test]
    fn numbers_beyond_all_bounds_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, _) = saved(folder.path());
        let json = description_of(&file);
        let text = fs::read_to_string(&json).expect("read");
        let large = [1_u64 << 61, u64::MAX].map(|number| number.to_string());
        for (from, field) in [("\"channels\": 2", "channels"), ("\"input\": 8", "input"), ("\"kernel\": 3", "kernel")] {
            for number in &large {
                let (name, _) = from.split_once(':').expect("a field and its value");
                fs::write(&json, text.replace(from, &format!("{name}: {number}"))).expect("written");
                let error = load(&file, &crate::testing::device()).expect_err("out of bounds").to_string();
                assert!(error.contains(field) && error.contains(number) && error.contains("small.json"), "{error}");
            }
        }
    }
}
