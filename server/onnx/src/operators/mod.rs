//! The operators that are covered: one file a family, one row an operator.

mod activation;
mod arithmetic;
mod convolution;
mod layout;
mod matrix;
mod normalization;
mod pooling;
mod quantization;
mod reduction;
mod resize;
mod selection;
mod window;

pub use normalization::scale_and_shift;

use crate::node::NodeReader;
use crate::value::{Floats, Ints, Value};
use burn::tensor::Device;
use std::fmt::Debug;

/// An operator with its settings.
pub trait Operator: Debug + Send + Sync {
    /// Computes the outputs.
    ///
    /// # Errors
    /// If the inputs do not fit.
    fn run(&self, inputs: Inputs) -> Result<Vec<Value>, String>;

    /// Multiplications and additions for inputs and outputs of these shapes.
    fn operations(&self, _inputs: &[Vec<usize>], outputs: &[Vec<usize>]) -> u64 {
        outputs.iter().map(|dims| dims.iter().product::<usize>() as u64).sum()
    }
}

/// Makes an operator for a node.
pub type Maker = fn(&mut NodeReader<'_>) -> Result<Box<dyn Operator>, String>;

/// The operators of a family: names and makers.
type Family = &'static [(&'static str, Maker)];

const FAMILIES: [Family; 11] = [
    activation::FAMILY,
    arithmetic::FAMILY,
    convolution::FAMILY,
    layout::FAMILY,
    matrix::FAMILY,
    normalization::FAMILY,
    pooling::FAMILY,
    quantization::FAMILY,
    reduction::FAMILY,
    resize::FAMILY,
    selection::FAMILY,
];

/// The maker of an operator, if it is covered.
pub fn maker(operator: &str) -> Option<Maker> {
    FAMILIES.iter().copied().flatten().find(|(name, _)| *name == operator).map(|(_, maker)| *maker)
}

/// The names of all operators that are covered, in the order of the alphabet.
pub fn covered() -> Vec<&'static str> {
    let mut names: Vec<_> = FAMILIES.iter().copied().flatten().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names
}

/// The inputs of a node; each can be taken once.
#[derive(Debug)]
pub struct Inputs {
    values: Vec<Option<Value>>,
    device: Device,
}

impl Inputs {
    /// Of these values, for a computation on a device, which may track gradients.
    pub fn new(values: Vec<Option<Value>>, device: &Device) -> Self {
        Self { values, device: device.clone() }
    }

    /// The device of the computation.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Takes an input.
    ///
    /// # Errors
    /// If it is missing.
    pub fn value(&mut self, at: usize) -> Result<Value, String> {
        self.values.get_mut(at).and_then(Option::take).ok_or_else(|| format!("its input {} is missing", at + 1))
    }

    /// Takes an input of floating-point numbers.
    ///
    /// # Errors
    /// If it is missing, or holds integers.
    pub fn floats(&mut self, at: usize) -> Result<Floats, String> {
        match self.value(at)? {
            Value::Floats(floats) => Ok(floats),
            Value::Ints(_) => Err(format!("its input {} holds integers, not floating-point numbers", at + 1)),
        }
    }

    /// Takes an input of floating-point numbers that may be left out.
    ///
    /// # Errors
    /// If it holds integers.
    pub fn optional_floats(&mut self, at: usize) -> Result<Option<Floats>, String> {
        if matches!(self.values.get(at), Some(Some(_))) { self.floats(at).map(Some) } else { Ok(None) }
    }

    /// Takes an input of integers.
    ///
    /// # Errors
    /// If it is missing, or holds other numbers.
    pub fn ints(&mut self, at: usize) -> Result<Ints, String> {
        match self.value(at)? {
            Value::Ints(ints) => Ok(ints),
            Value::Floats(_) => Err(format!("its input {} holds floating-point numbers, not integers", at + 1)),
        }
    }

    /// Takes all that are there.
    pub fn all(self) -> Vec<Value> {
        self.values.into_iter().flatten().collect()
    }
}

/// Operations of a network that are computed for one image at most: ten times those of the largest recognizers.
pub const MOST_OPERATIONS: u64 = 1 << 38;

/// Checks before it is computed that something does not take for ever.
///
/// # Errors
/// If it has more than [`MOST_OPERATIONS`] for each image.
fn affordable(operations: u64, images: usize) -> Result<(), String> {
    if operations / images.max(1) as u64 <= MOST_OPERATIONS {
        Ok(())
    } else {
        Err("it takes too long for a network that is attacked".into())
    }
}

/// One output.
fn one(value: impl Into<Value>) -> Result<Vec<Value>, String> {
    Ok(vec![value.into()])
}
