//! Reading the bytes of a file, and those beside it.

use crate::constant::{Constant, MOST_VALUES};
use crate::error::OnnxError;
use crate::proto;
use bytes::Bytes;
use prost::Message;
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes that a file may have: protocol buffers do not go beyond.
pub const MOST_BYTES: u64 = 2 << 30;

/// Nodes that a graph may have.
const MOST_NODES: usize = 20_000;

/// Versions of ONNX's operators that are read.
const OPSETS: std::ops::RangeInclusive<i64> = 7..=24;

/// Finds the bytes of a file beside the one that is read, by its name.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Bytes>;

/// The messages of a file, and what can be said of it at once.
#[derive(Debug)]
pub struct File {
    /// The nodes, inputs and outputs; the initializers are gone from it.
    pub graph: proto::Graph,
    /// The version of ONNX's operators.
    pub opset: i64,
    /// The program that wrote the file, and its version.
    pub producer: String,
    /// The initializers.
    pub constants: HashMap<String, Arc<Constant>>,
}

impl File {
    /// Reads the bytes of a file. `beside` finds files that hold its constants.
    ///
    /// # Errors
    /// If it is no ONNX file, is too large, or a constant cannot be read.
    pub fn read(bytes: Bytes, beside: Beside<'_>) -> Result<Self, OnnxError> {
        let (found, limit) = (bytes.len() as u64, MOST_BYTES);
        if found > limit {
            return Err(OnnxError::TooMuch { what: "bytes", found, limit });
        }
        crate::size::check(&bytes)?;
        let model = proto::Model::decode(bytes).map_err(|error| OnnxError::NotOnnx(error.to_string()))?;
        let opset = opset(&model)?;
        let mut graph = model.graph.ok_or_else(|| OnnxError::NotOnnx("it holds no graph".into()))?;
        if graph.node.len() > MOST_NODES {
            let (found, limit) = (graph.node.len() as u64, MOST_NODES as u64);
            return Err(OnnxError::TooMuch { what: "nodes", found, limit });
        }
        if !graph.sparse_initializer.is_empty() {
            return Err(OnnxError::graph(
                "the file holds sparse constants, which are not supported; export them dense",
            ));
        }
        let constants = constants(std::mem::take(&mut graph.initializer), beside)?;
        let producer = format!("{} {}", model.producer_name, model.producer_version);
        let producer = producer.trim().chars().filter(|letter| !letter.is_control()).take(100).collect();
        Ok(Self { graph, opset, producer, constants })
    }
}

fn opset(model: &proto::Model) -> Result<i64, OnnxError> {
    let own = model.opset_import.iter().find(|set| matches!(&*set.domain, "" | "ai.onnx"));
    let version =
        own.map(|set| set.version).ok_or_else(|| OnnxError::NotOnnx("it states no version of operators".into()))?;
    if !OPSETS.contains(&version) {
        return Err(OnnxError::graph(format!(
            "the file uses opset {version}; opsets {} to {} are read, so export it with one of them",
            OPSETS.start(),
            OPSETS.end()
        )));
    }
    Ok(version)
}

fn constants(tensors: Vec<proto::Tensor>, beside: Beside<'_>) -> Result<HashMap<String, Arc<Constant>>, OnnxError> {
    let (mut constants, mut values) = (HashMap::with_capacity(tensors.len()), 0);
    for tensor in tensors {
        let external = external(&tensor, beside)?;
        let constant = Constant::read(&tensor, external.as_deref())?;
        values += constant.values.len();
        if values > MOST_VALUES {
            return Err(OnnxError::TooMuch {
                what: "values in constants",
                found: values as u64,
                limit: MOST_VALUES as u64,
            });
        }
        constants.insert(tensor.name, Arc::new(constant));
    }
    Ok(constants)
}

/// The bytes of a tensor that lie in another file.
fn external(tensor: &proto::Tensor, beside: Beside<'_>) -> Result<Option<Bytes>, OnnxError> {
    if tensor.data_location != 1 && tensor.external_data.is_empty() {
        return Ok(None);
    }
    let refused = |why: String| OnnxError::Constant { name: tensor.name.chars().take(200).collect(), why };
    let get = |key: &str| tensor.external_data.iter().find(|entry| entry.key == key).map(|entry| &*entry.value);
    let location = get("location").ok_or_else(|| refused("its values lie in a file that is not named".into()))?;
    // Only beside the file: nothing else of the system may be read.
    let is_plain = !location.is_empty()
        && location.chars().all(|letter| !matches!(letter, '/' | '\\' | ':' | '\0'))
        && location != "."
        && location != "..";
    if !is_plain {
        return Err(refused(format!("its values lie in {location:?}; only a file beside this one is read")));
    }
    let bytes = beside(location).ok_or_else(|| refused(format!("its values lie in {location}, which is missing")))?;
    let number = |key: &str| get(key).map(str::parse::<usize>).transpose();
    let unread = |_| refused("where its values lie is not stated in numbers".into());
    let (offset, length) = (number("offset").map_err(unread)?.unwrap_or(0), number("length").map_err(unread)?);
    let end = length.map_or(Some(bytes.len()), |length| offset.checked_add(length));
    let part = end.filter(|end| offset <= *end && *end <= bytes.len()).map(|end| bytes.slice(offset..end));
    part.map(Some).ok_or_else(|| refused(format!("{location} is shorter than is stated; fetch it again")))
}
