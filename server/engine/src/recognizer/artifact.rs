//! A recognizer on disk: its weights, and `NAME.json` beside them.
//!
//! Weights of the paper's network are `NAME.safetensors`, in PyTorch's layout and names. Any other network is
//! `NAME.onnx`, and the templates of the people registered in it are `NAME.templates.safetensors`. The JSON describes
//! them: the network, the names of the people in order, input, training, accuracy, and SHA-256 of the files. All are
//! written under a temporary name first, so no half-written artifact remains. Pickle files are never read.

pub use super::description::{
    Description, EnrolledDescription, Normalisation, OnnxDescription, OnnxKind, PaperDescription,
};
use super::onnx::{Enrolment, Plan, Preprocessing};
use super::training::TrainingSettings;
use super::{Architecture, Recognizer, WeightError, Weights};
use crate::files::{Durability, write_whole};
use burn::tensor::Device;
use safetensors::{Dtype, SafeTensors, serialize, tensor::TensorView};
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
    /// The network cannot be used.
    #[error("{path}: {source}")]
    Network {
        /// The ONNX file.
        path: PathBuf,
        /// The cause.
        source: super::onnx::OnnxError,
    },
    /// The templates do not fit the network.
    #[error("{path}: {why}; register the people again")]
    Templates {
        /// The file of templates.
        path: PathBuf,
        /// What does not fit.
        why: String,
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
    let description = Description::Paper(PaperDescription {
        version: PaperDescription::VERSION,
        architecture: architecture.clone(),
        classes: classes.to_vec(),
        normalisation: Normalisation::None,
        training: training.cloned(),
        accuracy,
        sha256: hash(&bytes),
    });
    // The weights last: their presence means that everything is there.
    write_description(file, &description)?;
    write(file, &bytes)?;
    Ok(description)
}

/// Writes an ONNX file with the people registered in it to `file` (`NAME.onnx`), and their templates and the
/// description beside it.
///
/// # Errors
/// If a file cannot be written.
pub fn save_enrolled(
    file: &Path,
    bytes: &[u8],
    (side, preprocessing): (Option<u32>, Preprocessing),
    classes: &[String],
    enrolment: &Enrolment,
) -> Result<Description, ArtifactError> {
    let templates = templates_to_bytes(&enrolment.templates);
    let enrolled = EnrolledDescription {
        classes: classes.to_vec(),
        scale: enrolment.scale,
        accuracy: enrolment.accuracy,
        templates: hash(&templates),
        given: enrolment.given,
    };
    let description = Description::Onnx(OnnxDescription {
        version: OnnxDescription::VERSION,
        network: OnnxKind::Onnx,
        side,
        preprocessing: Some(preprocessing),
        enrolled: Some(enrolled),
        sha256: Some(hash(bytes)),
    });
    write(&templates_of(file), &templates)?;
    write_description(file, &description)?;
    write(file, bytes)?;
    Ok(description)
}

/// The name of the tensor in a file of templates.
const TEMPLATES: &str = "templates";

fn templates_to_bytes(templates: &[Vec<f32>]) -> Vec<u8> {
    let width = templates.first().map_or(0, Vec::len);
    let bytes: Vec<u8> = templates.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    let view = TensorView::new(Dtype::F32, vec![templates.len(), width], &bytes).expect("rows of one length");
    serialize([(TEMPLATES, view)], None).expect("one tensor")
}

/// Reads templates `[people, outputs]`, each finite.
fn templates_from_bytes(bytes: &[u8], shape: [usize; 2]) -> Result<Vec<f32>, String> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    let found = tensors.tensor(TEMPLATES).map_err(|error| error.to_string())?;
    if found.dtype() != Dtype::F32 || found.shape() != shape {
        return Err(format!("holds {:?} of the shape {:?}, not F32 of {shape:?}", found.dtype(), found.shape()));
    }
    let values: Vec<f32> = found.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err("holds a value that is no number".into())
    }
}

/// Reads `file` and its description, checks both, and puts the recognizer on a device.
///
/// # Errors
/// If a file is missing or does not match its hash, or if a tensor is missing, has another shape or is not finite.
pub fn load(file: &Path, device: &Device) -> Result<Loaded, ArtifactError> {
    let description = read_description(file)?;
    let bytes = read(file)?;
    if let Some(said) = description.sha256() {
        is_as_said(file, &bytes, said)?;
    }
    let recognizer = match &description {
        Description::Paper(paper) => {
            let at_file = |source| ArtifactError::Weights { path: file.into(), source };
            let weights = Weights::from_safetensors(&bytes).map_err(at_file)?;
            Recognizer::new(&paper.architecture, paper.classes.clone(), &weights, device).map_err(at_file)?
        }
        Description::Onnx(onnx) => enrolled(file, bytes, onnx, device)?,
    };
    Ok(Loaded { recognizer, description })
}

fn enrolled(
    file: &Path,
    bytes: Vec<u8>,
    description: &OnnxDescription,
    device: &Device,
) -> Result<Recognizer, ArtifactError> {
    let (Some(EnrolledDescription { classes, scale, templates, .. }), Some(preprocessing)) =
        (&description.enrolled, description.preprocessing)
    else {
        let why = "nobody is registered in it yet".into();
        return Err(ArtifactError::Description { path: description_of(file), why });
    };
    let plan = read_network(file, bytes, description.side)?;
    let path = templates_of(file);
    let rows = read(&path)?;
    is_as_said(&path, &rows, templates)?;
    let shape = [classes.len(), plan.outputs()];
    let rows = templates_from_bytes(&rows, shape).map_err(|why| ArtifactError::Templates { path, why })?;
    Ok(Recognizer::enrolled(&plan, preprocessing, rows, *scale, classes.clone(), device))
}

/// Reads the bytes of an ONNX file as a network; constants may lie beside it.
///
/// # Errors
/// If it cannot be used.
pub fn read_network(file: &Path, bytes: Vec<u8>, side: Option<u32>) -> Result<Plan, ArtifactError> {
    let beside = |name: &str| fs::read(file.parent()?.join(name)).ok().map(Into::into);
    let side = side.map(|side| side as usize);
    Plan::read(bytes.into(), &beside, side).map_err(|source| ArtifactError::Network { path: file.into(), source })
}

fn is_as_said(path: &Path, bytes: &[u8], said: &str) -> Result<(), ArtifactError> {
    let found = hash(bytes);
    if found == said {
        return Ok(());
    }
    Err(ArtifactError::Hash { path: path.into(), found, said: said.into() })
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

/// Whether a file is an ONNX file by its name.
pub fn is_onnx(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("onnx"))
}

fn description_of(file: &Path) -> PathBuf {
    file.with_extension("json")
}

/// Where the templates of the people registered in `file` lie.
pub fn templates_of(file: &Path) -> PathBuf {
    file.with_extension("templates.safetensors")
}

fn write_description(file: &Path, description: &Description) -> Result<(), ArtifactError> {
    let mut text = serde_json::to_string_pretty(description).expect("a description is plain data");
    text.push('\n');
    write(&description_of(file), text.as_bytes())
}

/// SHA-256, lower-case hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
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
        assert_eq!(loaded.description.accuracy(), Some(0.5));
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
