//! Reading the tensors of a file by their names, without their values.

use crate::archive;
use crate::error::{ConvertError, plain};
use crate::foreign::{self, foreign};
use crate::format::{Format, HEAD};
use crate::pickle;
use crate::tensor::Tensor;
use bytes::Bytes;
use pytorch_reader::{PickleValue, PytorchError, PytorchReader};
use safetensors::SafeTensors;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Bytes that a safetensors file may have: more than the largest recognizers, in double precision.
const MOST_BYTES: u64 = 3 << 30;

/// Bytes that the names of all tensors may have together. A name is the path to it through nested dictionaries, so few
/// bytes in a file could become many.
const MOST_NAMES: usize = 16 << 20;

/// The tensors of a file, by their names; those of nested dictionaries are joined with dots.
///
/// # Errors
/// If it is no checkpoint, is damaged, or is too large.
pub fn tensors(path: &Path) -> Result<BTreeMap<String, Tensor>, ConvertError> {
    let mut head = Vec::with_capacity(HEAD);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    match Format::of(&head) {
        Some(Format::Zip) => of_archive(path),
        Some(Format::Legacy) => of_stream(path),
        Some(Format::Safetensors) => of_safetensors(path),
        Some(Format::Tar) => Err(ConvertError::Broken(
            "it is a TAR archive of PyTorch before 0.1.10; load it and save it again with a current PyTorch".into(),
        )),
        None => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Err(match foreign(&head, &name) {
                Some(sentence) => ConvertError::Foreign(sentence),
                None => ConvertError::NotCheckpoint(format!("it begins with {}", start(&head))),
            })
        }
    }
}

/// The first bytes of a file as messages show them.
fn start(head: &[u8]) -> String {
    if head.is_empty() {
        return "nothing, as it is empty".into();
    }
    head.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

fn of_archive(path: &Path) -> Result<BTreeMap<String, Tensor>, ConvertError> {
    let names = archive::names(BufReader::new(File::open(path)?))?;
    if let Some(sentence) = foreign::of_archive(&names) {
        return Err(ConvertError::Foreign(sentence));
    }
    if !names.iter().any(|name| name == "data.pkl" || name.ends_with("/data.pkl")) {
        return Err(ConvertError::NotCheckpoint("it is a ZIP archive without a data.pkl".into()));
    }
    archive::check(BufReader::new(File::open(path)?))?;
    of_pytorch(path)
}

/// Pickles for a magic number, a version, a system, the tensors and the order of their values.
const PICKLES_OF_STREAM: usize = 5;

fn of_stream(path: &Path) -> Result<BTreeMap<String, Tensor>, ConvertError> {
    let mut bytes = Vec::new();
    File::open(path)?.take(pickle::MOST_BYTES as u64).read_to_end(&mut bytes)?;
    pickle::check(&bytes, PICKLES_OF_STREAM)?;
    drop(bytes);
    of_pytorch(path)
}

fn of_pytorch(path: &Path) -> Result<BTreeMap<String, Tensor>, ConvertError> {
    let root = PytorchReader::read_pickle_data(path, None).map_err(broken)?;
    let found = length_of_names(&root, 0);
    if found > MOST_NAMES {
        let (found, limit) = (found as u64, MOST_NAMES as u64);
        return Err(ConvertError::TooMuch { what: "bytes in names", found, limit });
    }
    let tensors = PytorchReader::new(path).map_err(broken)?.into_tensors();
    Ok(tensors.into_iter().map(|(name, tensor)| (name, Tensor::of_checkpoint(tensor))).collect())
}

fn broken(error: PytorchError) -> ConvertError {
    match error {
        PytorchError::Io(error) if error.raw_os_error().is_some() => ConvertError::Io(error),
        error => ConvertError::Broken(plain(&error.to_string())),
    }
}

/// Bytes of the names of everything that lies in a value whose own name has `before` bytes.
fn length_of_names(value: &PickleValue, before: usize) -> usize {
    match value {
        PickleValue::Dict(entries) => {
            let of = entries.iter().map(|(key, value)| length_of_names(value, before + key.len() + 1));
            of.fold(0, usize::saturating_add)
        }
        // Their keys are numbers.
        PickleValue::List(values) => {
            values.iter().map(|value| length_of_names(value, before + 8)).fold(0, usize::saturating_add)
        }
        PickleValue::Unsupported(_) => before,
        _ => 0,
    }
}

fn of_safetensors(path: &Path) -> Result<BTreeMap<String, Tensor>, ConvertError> {
    let found = std::fs::metadata(path)?.len();
    if found > MOST_BYTES {
        return Err(ConvertError::TooMuch { what: "bytes", found, limit: MOST_BYTES });
    }
    let bytes = Bytes::from(std::fs::read(path)?);
    let file = SafeTensors::deserialize(&bytes)
        .map_err(|error| ConvertError::Broken(format!("{}; fetch the whole file", plain(&error.to_string()))))?;
    let tensors = file.iter().map(|(name, view)| {
        let tensor = Tensor::of_safetensors(view.shape(), view.dtype(), bytes.slice_ref(view.data()));
        (name.to_owned(), tensor)
    });
    Ok(tensors.collect())
}
