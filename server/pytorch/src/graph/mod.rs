//! Writes the computation of an architecture down as an ONNX graph, while it takes the tensors that the computation uses.
//!
//! Shapes are known throughout, so that everything is checked before a value is read.

mod attribute;
mod constant;
mod layers;
mod normalization;
mod window;

pub use layers::Conv;
pub use window::Window;

use crate::error::ConvertError;
use crate::weights::Weights;
use constant::{Constant, Values};
use onnx::proto;
use prost::Message;

/// The version of ONNX's operators that graphs are written in.
const OPSET: i64 = 13;

/// The version of the file format that belongs to it.
const IR_VERSION: i64 = 7;

/// The number of single precision among ONNX's types.
const FLOAT: i32 = 1;

/// The name of the graph's input.
const IMAGES: &str = "images";

/// The name of the graph's output.
const EMBEDDING: &str = "embedding";

/// Sides of images that are read elsewhere, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 8..=1024;

/// A graph that is being written.
#[derive(Debug)]
pub struct Graph {
    /// The tensors that are not used yet.
    pub weights: Weights,
    side: u32,
    nodes: Vec<proto::Node>,
    constants: Vec<Constant>,
}

/// Feature maps `[n, channels, height, width]`.
#[derive(Clone, Debug)]
pub struct Maps {
    name: String,
    /// How many there are for each image.
    pub channels: usize,
    /// Their height and width.
    pub size: [usize; 2],
}

/// Vectors `[n, length]`.
#[derive(Clone, Debug)]
pub struct Vectors {
    name: String,
    /// The length of each.
    pub length: usize,
}

impl Graph {
    /// A graph on images `[n, 3, side, side]`.
    ///
    /// # Errors
    /// If images are not read in this size.
    pub fn new(weights: Weights, side: u32) -> Result<(Self, Maps), ConvertError> {
        let graph = Self { weights, side, nodes: Vec::new(), constants: Vec::new() };
        if !SIDES.contains(&side) {
            return Err(graph.refused(format!("sides from {} to {} are supported", SIDES.start(), SIDES.end())));
        }
        let images = Maps { name: IMAGES.into(), channels: 3, size: [side as usize; 2] };
        Ok((graph, images))
    }

    /// Height and width of the images, in pixels.
    pub fn side(&self) -> u32 {
        self.side
    }

    /// About the size of the images.
    fn refused(&self, why: String) -> ConvertError {
        ConvertError::Side { architecture: self.weights.architecture, side: self.side, why }
    }

    /// The bytes of an ONNX file whose outputs are these vectors, the last that were computed.
    ///
    /// # Errors
    /// If tensors are left over, are too large together, or hold values that no network computes with.
    pub fn finish(mut self, embedding: &Vectors) -> Result<Vec<u8>, ConvertError> {
        self.weights.finish()?;
        constant::check_size(&self.constants)?;
        for output in self.nodes.iter_mut().flat_map(|node| &mut node.output) {
            if *output == embedding.name {
                *output = EMBEDDING.into();
            }
        }
        let side = i64::from(self.side);
        let graph = proto::Graph {
            node: self.nodes,
            name: "recognizer".into(),
            initializer: self.constants.into_iter().map(Constant::write).collect::<Result<_, _>>()?,
            input: vec![value(IMAGES, &[3, side, side])],
            output: vec![value(EMBEDDING, &[embedding.length as i64])],
            ..proto::Graph::default()
        };
        let model = proto::Model {
            ir_version: IR_VERSION,
            producer_name: "effigy".into(),
            graph: Some(graph),
            opset_import: vec![proto::OperatorSet { domain: String::new(), version: OPSET }],
            ..proto::Model::default()
        };
        Ok(model.encode_to_vec())
    }

    /// Adds a node and returns the name of its output, which is its own name too.
    fn add(&mut self, operator: &str, inputs: &[impl AsRef<str>], attributes: Vec<proto::Attribute>) -> String {
        let name = format!("{operator}_{}", self.nodes.len());
        self.nodes.push(proto::Node {
            input: inputs.iter().map(|input| input.as_ref().into()).collect(),
            output: vec![name.clone()],
            name: name.clone(),
            op_type: operator.into(),
            attribute: attributes,
            ..proto::Node::default()
        });
        name
    }

    /// Takes a tensor as a constant of the graph, and returns its name there and its shape.
    fn constant(&mut self, name: &str, wanted: &[Option<usize>]) -> Result<(String, Vec<usize>), ConvertError> {
        let tensor = self.weights.take(name, wanted)?;
        let dims = tensor.shape.clone();
        let values =
            Values::Tensor { tensor, full: self.weights.full(name), is_variance: name.ends_with("running_var") };
        self.constants.push(Constant { name: name.into(), dims: dims.clone(), values });
        Ok((name.into(), dims))
    }

    /// Adds equal numbers as a constant of the graph, and returns its name.
    fn numbers(&mut self, value: f32, count: usize) -> String {
        let name = format!("numbers_{}", self.constants.len());
        let values = Values::Equal(value);
        self.constants.push(Constant { name: name.clone(), dims: vec![count], values });
        name
    }
}

/// An input or output with a free number of rows.
fn value(name: &str, dims: &[i64]) -> proto::ValueInfo {
    let rows = proto::Dimension { dim_param: "n".into(), ..proto::Dimension::default() };
    let rest = dims.iter().map(|dim| proto::Dimension { dim_value: *dim, ..proto::Dimension::default() });
    let shape = proto::Shape { dim: std::iter::once(rows).chain(rest).collect() };
    let tensor_type = proto::TensorType { elem_type: FLOAT, shape: Some(shape) };
    proto::ValueInfo { name: name.into(), r#type: Some(proto::ValueType { tensor_type: Some(tensor_type) }) }
}
