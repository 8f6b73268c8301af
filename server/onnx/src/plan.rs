//! A graph as a list of steps: in order, without what is not needed, with everything computed that is constant.

use crate::constant::Constant;
use crate::operators::Operator;
use std::sync::Arc;

/// A network read from a file, without a device.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) constants: Vec<Arc<Constant>>,
    pub(crate) slots: usize,
    pub(crate) input: Input,
    /// The slot of the outputs.
    pub(crate) output: usize,
    pub(crate) figures: Figures,
    pub(crate) producer: String,
    pub(crate) opset: i64,
}

/// The slot of the images.
pub(crate) const IMAGES: usize = 0;

/// What a trial finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Numbers that an image is mapped to.
    pub outputs: usize,
    /// Floating-point operations for one image.
    pub operations: u64,
    /// Whether batches give other numbers than their images one by one, or none.
    pub is_one_by_one: bool,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Step {
    pub(crate) operator: Arc<dyn Operator>,
    pub(crate) inputs: Vec<Feed>,
    pub(crate) outputs: Vec<usize>,
    /// How messages name it.
    pub(crate) node: String,
    pub(crate) name: String,
}

/// What feeds an input of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Nothing.
    Nothing,
    /// A constant, by its index.
    Constant(usize),
    /// What an earlier step computed, by its slot.
    Slot {
        /// The slot.
        slot: usize,
        /// Whether nobody needs it any more.
        is_last: bool,
    },
}

/// How images are passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    /// The order of the axes.
    pub layout: Layout,
    /// Height and width in pixels; `None` if the file leaves them open.
    pub side: Option<usize>,
}

/// The order of the axes of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `[n, 3, height, width]`
    ChannelsFirst,
    /// `[n, height, width, 3]`
    ChannelsLast,
}

impl Plan {
    /// How images are passed in.
    pub fn input(&self) -> Input {
        self.input
    }

    /// Numbers that an image is mapped to.
    pub fn outputs(&self) -> usize {
        self.figures.outputs
    }

    /// Floating-point operations for one image.
    pub fn operations(&self) -> u64 {
        self.figures.operations
    }

    /// Numbers that are constants.
    pub fn parameters(&self) -> usize {
        self.constants.iter().map(|constant| constant.values.len()).sum()
    }

    /// The program that wrote the file, and its version; may be empty.
    pub fn producer(&self) -> &str {
        &self.producer
    }

    /// The version of the operators.
    pub fn opset(&self) -> i64 {
        self.opset
    }

    /// Steps that are left.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }
}
