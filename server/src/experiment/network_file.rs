//! Files of networks that people bring: ONNX, and PyTorch checkpoints of known architectures, which are converted to
//! ONNX when they are read.

use anyhow::{Context, Result, anyhow};
use engine::recognizer::artifact::{self, Description, is_onnx, read_description};
use engine::recognizer::onnx::Plan;
use std::fs;
use std::path::Path;

/// A network that was read.
pub struct NetworkFile {
    /// The bytes of an ONNX file.
    pub onnx: Vec<u8>,
    /// The network, checked and tried.
    pub plan: Plan,
    /// What a checkpoint was taken for; `None` if the file is ONNX itself.
    pub architecture: Option<String>,
}

/// Whether a file is a network by its name, whatever lies in it or beside it.
pub fn names_network(file: &Path) -> bool {
    let is_checkpoint = |extension: &str| ["pt", "pth"].contains(&&*extension.to_ascii_lowercase());
    is_onnx(file) || file.extension().and_then(|extension| extension.to_str()).is_some_and(is_checkpoint)
}

/// Whether a file holds an embedding network that nobody is registered in. Weights without a description can only be
/// those of PyTorch.
pub fn is_unregistered(file: &Path) -> bool {
    match read_description(file) {
        Ok(description) => matches!(description, Description::Onnx(_)) && description.classes().is_empty(),
        Err(_) => names_network(file) || !file.with_extension("json").is_file(),
    }
}

/// Reads a network, for images of `side` by `side` pixels where the file leaves their size open.
///
/// # Errors
/// If it is neither ONNX nor a checkpoint of a known architecture, or cannot be computed; the message says what to do.
pub fn read(file: &Path, side: Option<u32>) -> Result<NetworkFile> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (onnx, architecture) = match is_checkpoint(&bytes) {
        true => {
            drop(bytes);
            let converted = pytorch::convert(file, side).map_err(|error| anyhow!("{name}: {error}"))?;
            (converted.model, Some(converted.architecture))
        }
        false => (bytes, None),
    };
    match artifact::read_network(file, onnx.clone(), side) {
        Ok(plan) => Ok(NetworkFile { onnx, plan, architecture }),
        Err(error) => match pytorch::foreign(&onnx, &name) {
            Some(why) => Err(anyhow!("{name}: {why}")),
            None => Err(error.into()),
        },
    }
}

/// Whether bytes begin as archives, pickles or safetensors do; ONNX files begin with a small field number.
fn is_checkpoint(bytes: &[u8]) -> bool {
    let is_safetensors = bytes
        .first_chunk()
        .is_some_and(|length| u64::from_le_bytes(*length) < bytes.len() as u64 && bytes.get(8) == Some(&b'{'));
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0x80]) || is_safetensors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
    }

    #[test]
    fn onnx_files_and_checkpoints_become_networks() {
        let onnx = read(&fixture("onnx/tests/embedding-a.onnx"), None).expect("a network");
        assert!(onnx.architecture.is_none() && onnx.plan.outputs() == 24);
        let checkpoint = read(&fixture("pytorch/tests/fixtures/resnet50.safetensors"), None).expect("a network");
        let architecture = checkpoint.architecture.expect("converted");
        assert!(architecture.contains("torchvision"), "{architecture}");
        assert!(artifact::read_network(Path::new("x.onnx"), checkpoint.onnx, None).is_ok(), "it can be kept as ONNX");
    }

    #[test]
    fn files_of_other_tools_are_refused_with_the_line_that_converts_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("model.tflite");
        fs::write(&file, b"\x1c\0\0\0TFL3\0\0\0\0\0\0\0\0").expect("written");
        let error = read(&file, None).err().expect("refused").to_string();
        assert!(error.starts_with("model.tflite: ") && error.contains("tf2onnx"), "{error}");
        fs::write(&file, b"nothing that is known").expect("written");
        assert!(read(&file, None).is_err());
    }

    #[test]
    fn a_network_is_known_by_its_name_or_by_lacking_a_description() {
        assert!(names_network(Path::new("a.ONNX")) && names_network(Path::new("a.pth")));
        assert!(!names_network(Path::new("a.safetensors")));
        assert!(is_unregistered(&fixture("pytorch/tests/fixtures/resnet50.safetensors")));
    }
}
