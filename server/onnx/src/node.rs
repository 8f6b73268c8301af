//! A node as its operator is made: attributes, the version of its operator, and inputs that are constants.

use crate::constant::Constant;
use crate::proto;
use std::sync::Arc;

/// What feeds an input of a node.
#[derive(Clone, Debug)]
pub enum Source {
    /// Left out.
    Nothing,
    /// A constant.
    Constant(Arc<Constant>),
    /// Something that is computed.
    Computed,
}

/// A node whose operator is made. Whatever the operator reads is marked: an attribute that is left over has a meaning
/// that would be missed.
pub struct NodeReader<'a> {
    /// The version of ONNX's operators.
    pub opset: i64,
    attributes: Vec<&'a proto::Attribute>,
    inputs: Vec<Source>,
    outputs: usize,
}

impl<'a> NodeReader<'a> {
    /// Of a node with these inputs.
    pub fn new(node: &'a proto::Node, inputs: Vec<Source>, opset: i64) -> Self {
        Self { opset, attributes: node.attribute.iter().collect(), inputs, outputs: node.output.len() }
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Whether an input is there.
    pub fn has(&self, input: usize) -> bool {
        !matches!(self.inputs.get(input), None | Some(Source::Nothing))
    }

    /// The constant at an input, which the node still gets when it is computed.
    pub fn constant(&self, input: usize) -> Option<Arc<Constant>> {
        match self.inputs.get(input) {
            Some(Source::Constant(constant)) => Some(constant.clone()),
            _ => None,
        }
    }

    /// Takes the constant at an input, which the node does not need when it is computed. `None` if it is left out.
    ///
    /// # Errors
    /// If it is computed.
    pub fn take_constant(&mut self, input: usize, what: &str) -> Result<Option<Arc<Constant>>, String> {
        match self.inputs.get_mut(input).map(|source| std::mem::replace(source, Source::Nothing)) {
            None | Some(Source::Nothing) => Ok(None),
            Some(Source::Constant(constant)) => Ok(Some(constant)),
            Some(Source::Computed) => Err(format!("its {what} is computed in the graph; only a constant is supported")),
        }
    }

    /// Takes a constant that is a list of integers.
    ///
    /// # Errors
    /// If it is computed, or holds other numbers.
    pub fn take_ints(&mut self, input: usize, what: &str) -> Result<Option<Vec<i64>>, String> {
        let Some(constant) = self.take_constant(input, what)? else { return Ok(None) };
        constant.as_ints().map(|ints| Some(ints.to_vec())).ok_or_else(|| format!("its {what} holds no integers"))
    }

    /// Takes a constant that is one number.
    ///
    /// # Errors
    /// If it is computed, or is not one number.
    pub fn take_number(&mut self, input: usize, what: &str) -> Result<Option<f32>, String> {
        let Some(constant) = self.take_constant(input, what)? else { return Ok(None) };
        match constant.to_floats()[..] {
            [number] => Ok(Some(number)),
            _ => Err(format!("its {what} is not one number")),
        }
    }

    /// Which inputs the node gets when it is computed.
    pub fn wanted(&self) -> Vec<bool> {
        (0..self.inputs.len()).map(|input| self.has(input)).collect()
    }

    fn take(&mut self, name: &str) -> Option<&'a proto::Attribute> {
        let at = self.attributes.iter().position(|attribute| attribute.name == name)?;
        Some(self.attributes.swap_remove(at))
    }

    /// Takes an integer.
    pub fn int(&mut self, name: &str, default: i64) -> i64 {
        self.take(name).map_or(default, |attribute| attribute.i)
    }

    /// Takes an integer that may be left out.
    pub fn optional_int(&mut self, name: &str) -> Option<i64> {
        self.take(name).map(|attribute| attribute.i)
    }

    /// Takes a truth value.
    pub fn flag(&mut self, name: &str, default: bool) -> bool {
        self.int(name, default.into()) != 0
    }

    /// Takes a number.
    pub fn float(&mut self, name: &str, default: f32) -> f32 {
        self.take(name).map_or(default, |attribute| attribute.f)
    }

    /// Takes a number that may be left out.
    pub fn optional_float(&mut self, name: &str) -> Option<f32> {
        self.take(name).map(|attribute| attribute.f)
    }

    /// Takes a list of integers that may be left out.
    pub fn ints(&mut self, name: &str) -> Option<&'a [i64]> {
        self.take(name).map(|attribute| &attribute.ints[..])
    }

    /// Takes a list of numbers that may be left out.
    pub fn floats(&mut self, name: &str) -> Option<&'a [f32]> {
        self.take(name).map(|attribute| &attribute.floats[..])
    }

    /// Takes text.
    ///
    /// # Errors
    /// If it is not UTF-8.
    pub fn text(&mut self, name: &str, default: &'a str) -> Result<&'a str, String> {
        let Some(attribute) = self.take(name) else { return Ok(default) };
        std::str::from_utf8(&attribute.s).map_err(|_| format!("its attribute {name} is no text"))
    }

    /// Takes a tensor that may be left out.
    pub fn tensor(&mut self, name: &str) -> Option<&'a proto::Tensor> {
        self.take(name).and_then(|attribute| attribute.t.as_ref())
    }

    /// Passes over an attribute that does not change what is computed.
    pub fn skip(&mut self, name: &str) {
        self.take(name);
    }

    /// Checks that nothing was missed.
    ///
    /// # Errors
    /// If an attribute was not read.
    pub fn finish(&self) -> Result<(), String> {
        match self.attributes.first() {
            Some(left) => Err(format!("its attribute {} is not supported", left.name)),
            None => Ok(()),
        }
    }
}
