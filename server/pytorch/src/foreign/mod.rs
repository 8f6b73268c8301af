//! Files of other tools, by what they begin with, and how each becomes an ONNX file.

mod protobuf;

use crate::archive;
use crate::format::Format;
use std::io::Cursor;

/// A sentence about the tool that wrote a file, with the line that turns it into an ONNX file, if it is one of those that
/// are known: Keras, TensorFlow, TensorFlow Lite, MXNet, Core ML, TorchScript, pickles of Python. `None` for checkpoints
/// of PyTorch, safetensors and ONNX files, and for whatever else is not recognised.
///
/// `bytes` are the whole file, as the directory of an archive lies at its end; `name` is the file's, whose ending decides
/// where the content could be either of two.
pub fn foreign(bytes: &[u8], name: &str) -> Option<String> {
    match Format::of(bytes) {
        Some(Format::Zip) => of_archive(&archive::names(Cursor::new(bytes)).ok()?),
        Some(_) => None,
        None => of_bytes(bytes, &name.to_ascii_lowercase()).map(String::from),
    }
}

const HDF5: &str = "This is an HDF5 file, as Keras writes; convert it with tf2onnx: python -m tf2onnx.convert --keras model.h5 \
                    --output model.onnx";

const KERAS: &str = "This is a Keras archive; convert it with tf2onnx: python -m tf2onnx.convert --keras model.keras --output \
                     model.onnx";

const TFLITE: &str = "This is a TensorFlow Lite file; convert it with tf2onnx: python -m tf2onnx.convert --tflite model.tflite \
                      --output model.onnx";

const SAVED_MODEL: &str = "This is a TensorFlow SavedModel; convert the folder that it lies in with tf2onnx: python -m \
                           tf2onnx.convert --saved-model FOLDER --output model.onnx";

const FROZEN: &str = "This is a frozen TensorFlow graph; convert it with tf2onnx: python -m tf2onnx.convert --graphdef \
                      model.pb --inputs input:0 --outputs embeddings:0 --output model.onnx, with the names of its own \
                      input and output";

const MXNET: &str = "This is an MXNet parameter file, which holds no graph; convert it together with its symbol file in \
                     MXNet: mxnet.onnx.export_model(\"model-symbol.json\", \"model-0000.params\", [(1, 3, 112, 112)], \
                     onnx_file_path=\"model.onnx\")";

const CORE_ML: &str = "This is a Core ML model, which nothing turns into ONNX reliably; export the network that it was \
                       made from, in PyTorch: torch.onnx.export(model, torch.zeros(1, 3, 112, 112), \"model.onnx\")";

const TORCH_SCRIPT: &str = "This is a TorchScript archive, which holds a program; export it in PyTorch: \
                            torch.onnx.export(torch.jit.load(\"model.pt\"), torch.zeros(1, 3, 112, 112), \"model.onnx\", \
                            dynamo=False)";

const EXPORTED: &str = "This is a program exported by PyTorch; export it on to ONNX: \
                        torch.onnx.export(torch.export.load(\"model.pt2\"), f=\"model.onnx\")";

const JOBLIB: &str = "This is a joblib file, which could run any program when it is loaded and so is not read; load it in \
                      Python where it comes from, and convert a scikit-learn model with skl2onnx: \
                      skl2onnx.to_onnx(model, example)";

const PICKLE: &str = "This is a Python pickle, which could run any program when it is loaded and so is not read; load it in \
                      Python where it comes from, and export the network in PyTorch: torch.onnx.export(model, \
                      torch.zeros(1, 3, 112, 112), \"model.onnx\")";

/// Of a file that is no archive.
fn of_bytes(bytes: &[u8], name: &str) -> Option<&'static str> {
    if bytes.starts_with(b"\x89HDF\r\n\x1a\n") {
        Some(HDF5)
    } else if bytes.get(4..8) == Some(b"TFL3") {
        Some(TFLITE)
    } else if bytes.starts_with(&0x112_u64.to_le_bytes()) {
        Some(MXNET)
    } else if matches!(bytes, [0x80, 2..=5, ..]) {
        // joblib's classes are named where its arrays begin, which is among the first values.
        Some(if bytes[..bytes.len().min(4096)].windows(6).any(|part| part == b"joblib") { JOBLIB } else { PICKLE })
    } else {
        match protobuf::kind(bytes, name.ends_with(".mlmodel"))? {
            protobuf::Kind::SavedModel => Some(SAVED_MODEL),
            protobuf::Kind::Frozen => Some(FROZEN),
            protobuf::Kind::CoreMl => Some(CORE_ML),
        }
    }
}

/// Of an archive with these entries.
pub fn of_archive(names: &[String]) -> Option<String> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted || name.ends_with(&format!("/{wanted}")));
    let sentence = if has("constants.pkl") && names.iter().any(|name| name.split('/').any(|part| part == "code")) {
        TORCH_SCRIPT
    } else if has("config.json") && has("model.weights.h5") {
        KERAS
    } else if has("saved_model.pb") {
        SAVED_MODEL
    } else if names.iter().any(|name| name.contains("com.apple.CoreML/")) {
        CORE_ML
    } else if has("archive_format") && names.iter().any(|name| name.contains("models/")) {
        EXPORTED
    } else {
        return None;
    };
    Some(sentence.into())
}
