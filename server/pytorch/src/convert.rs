//! From a checkpoint to an ONNX file.

use crate::architecture::Recognizer;
use crate::checkpoint;
use crate::error::ConvertError;
use crate::preprocessing::Preprocessing;
use crate::wrapping;
use std::path::Path;

/// A network that was converted.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The bytes of an ONNX file (opset 13) that maps images `[n, 3, side, side]` to embeddings `[n, outputs]`.
    pub model: Vec<u8>,
    /// The architecture, its depth and the library, such as `iResNet-50 (insightface)`; numbers of blocks in parentheses
    /// stand for a depth that has no name. It says so where a classifier was dropped.
    pub architecture: String,
    /// Height and width of the images, in pixels.
    pub side: u32,
    /// The length of an embedding.
    pub outputs: usize,
    /// What images are usually brought to for this architecture, if there is a custom.
    pub preprocessing: Option<Preprocessing>,
}

/// Turns a checkpoint into an ONNX file, for images of `side` by `side` pixels or of the size that is usual for its
/// architecture. The name of the file does not matter.
///
/// Weights are kept in single precision, and all of them are in memory, about twice.
///
/// # Errors
/// If the file is no checkpoint of a known architecture, something in it is missing, left over or of another shape, or
/// the architecture does not take images of this size; the message says what, and what to do.
pub fn convert(file: &Path, side: Option<u32>) -> Result<Converted, ConvertError> {
    let (architecture, weights) = wrapping::find(checkpoint::tensors(file)?)?;
    let Recognizer { graph, embedding, title, preprocessing } = (architecture.build)(weights, side)?;
    let (side, outputs) = (graph.side(), embedding.length);
    Ok(Converted { model: graph.finish(&embedding)?, architecture: title, side, outputs, preprocessing })
}
