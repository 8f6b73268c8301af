//! A graph as a list of steps: in order, without what is not needed, with everything computed that is constant.

use crate::constant::Constant;
use crate::error::OnnxError;
use crate::file::File;
use crate::node::{NodeReader, Source};
use crate::operators::{Inputs, Operator, maker, scale_and_shift};
use crate::proto;
use crate::value::Value;
use burn::tensor::Device;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A network read from a file, without a device.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) constants: Vec<Arc<Constant>>,
    pub(crate) slots: usize,
    pub(crate) input: Input,
    /// The slot of the images.
    pub(crate) images: usize,
    /// The slot of the outputs.
    pub(crate) output: usize,
    pub(crate) figures: Figures,
    producer: String,
    opset: i64,
}

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
    /// The plan of a file, before it was tried.
    ///
    /// # Errors
    /// If an operator is not covered, or the graph is not one that maps images to numbers.
    pub(crate) fn of(file: &File) -> Result<Self, OnnxError> {
        Builder::new(file)?.build(file)
    }

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

/// Where the value of a name is.
#[derive(Clone, Debug)]
enum Place {
    Constant(Arc<Constant>),
    Slot(usize),
}

struct Builder<'a> {
    places: HashMap<&'a str, Place>,
    steps: Vec<Step>,
    constants: Vec<Arc<Constant>>,
    slots: usize,
    input: Input,
    output: &'a str,
}

impl<'a> Builder<'a> {
    fn new(file: &'a File) -> Result<Self, OnnxError> {
        let mut places: HashMap<_, _> =
            file.constants.iter().map(|(name, constant)| (&**name, Place::Constant(constant.clone()))).collect();
        let is_used = |name: &str| file.graph.node.iter().any(|node| node.input.iter().any(|input| input == name));
        // Some files list constants among the inputs, some inputs feed nothing.
        let inputs: Vec<_> = file
            .graph
            .input
            .iter()
            .filter(|input| !places.contains_key(&*input.name) && is_used(&input.name))
            .collect();
        let [images] = inputs[..] else {
            let names: Vec<_> = inputs.iter().map(|input| &*input.name).collect();
            return Err(OnnxError::graph(format!(
                "the network has {} inputs ({}); it must have one, for images",
                names.len(),
                names.join(", ")
            )));
        };
        let input = input(images)?;
        places.insert(&images.name, Place::Slot(0));
        let output = file.graph.output.first().ok_or_else(|| OnnxError::graph("the network has no output"))?;
        Ok(Self { places, steps: Vec::new(), constants: Vec::new(), slots: 1, input, output: &output.name })
    }

    fn build(mut self, file: &'a File) -> Result<Plan, OnnxError> {
        for at in order(&file.graph, self.output)? {
            let node = &file.graph.node[at];
            if !self.fold_into_convolution(node, &file.graph, file.opset)? {
                self.add(node, file.opset)?;
            }
        }
        let output = match self.places.get(self.output) {
            Some(Place::Slot(slot)) if *slot != 0 => *slot,
            _ => return Err(OnnxError::graph(format!("the output {} does not depend on the images", self.output))),
        };
        mark_last(&mut self.steps, output);
        Ok(Plan {
            steps: self.steps,
            constants: self.constants,
            slots: self.slots,
            input: self.input,
            images: 0,
            output,
            figures: Figures::default(),
            producer: file.producer.clone(),
            opset: file.opset,
        })
    }

    fn add(&mut self, node: &'a proto::Node, opset: i64) -> Result<(), OnnxError> {
        let is_own = matches!(&*node.domain, "" | "ai.onnx");
        let make = maker(&node.op_type).filter(|_| is_own).ok_or_else(|| {
            let of = if is_own { String::new() } else { format!("{}.", node.domain) };
            OnnxError::Operator { operator: format!("{of}{}", node.op_type), node: title(node) }
        })?;
        let refused = |why: String| OnnxError::Node { node: title(node), operator: node.op_type.clone(), why };
        let places = self.inputs(node)?;
        let sources = places.iter().map(|place| match place {
            None => Source::Nothing,
            Some(Place::Constant(constant)) => Source::Constant(constant.clone()),
            Some(Place::Slot(_)) => Source::Computed,
        });
        let mut reader = NodeReader::new(node, sources.collect(), opset);
        let operator = make(&mut reader).and_then(|operator| reader.finish().map(|()| operator)).map_err(refused)?;
        let is_constant = !places.iter().any(|place| matches!(place, Some(Place::Slot(_))));
        let wanted = reader.wanted();
        if is_constant {
            return self.fold(node, &*operator, &places, &wanted).map_err(refused);
        }
        let feeds = places.into_iter().zip(wanted).map(|(place, is_wanted)| match place {
            Some(place) if is_wanted => self.feed(place),
            _ => Feed::Nothing,
        });
        let inputs = feeds.collect::<Vec<_>>();
        let outputs: Vec<_> = node.output.iter().map(|name| self.slot(name)).collect();
        let (node, name) = (title(node), node.op_type.clone());
        self.steps.push(Step { operator: operator.into(), inputs, outputs, node, name });
        Ok(())
    }

    fn inputs(&self, node: &proto::Node) -> Result<Vec<Option<Place>>, OnnxError> {
        let place = |name: &String| match (name.is_empty(), self.places.get(&**name)) {
            (true, _) => Ok(None),
            (false, Some(place)) => Ok(Some(place.clone())),
            (false, None) => {
                Err(OnnxError::graph(format!("node {} takes {name}, which nothing computes", title(node))))
            }
        };
        node.input.iter().map(place).collect()
    }

    fn feed(&mut self, place: Place) -> Feed {
        match place {
            Place::Slot(slot) => Feed::Slot { slot, is_last: false },
            Place::Constant(constant) => {
                let known = self.constants.iter().position(|known| Arc::ptr_eq(known, &constant));
                Feed::Constant(known.unwrap_or_else(|| {
                    self.constants.push(constant);
                    self.constants.len() - 1
                }))
            }
        }
    }

    fn slot(&mut self, name: &'a str) -> usize {
        let slot = self.slots;
        self.slots += 1;
        if !name.is_empty() {
            self.places.insert(name, Place::Slot(slot));
        }
        slot
    }

    /// Computes a node all of whose inputs are constants.
    fn fold(
        &mut self,
        node: &'a proto::Node,
        operator: &dyn Operator,
        places: &[Option<Place>],
        wanted: &[bool],
    ) -> Result<(), String> {
        let device = Device::flex();
        let values = places.iter().zip(wanted).map(|(place, is_wanted)| match place {
            Some(Place::Constant(constant)) if *is_wanted => Some(Value::constant(constant, &device)),
            _ => None,
        });
        let inputs = Inputs::new(values.collect(), &device);
        let outputs = catch_unwind(AssertUnwindSafe(|| operator.run(inputs)))
            .map_err(|_| "it cannot be computed; its inputs do not fit".to_owned())??;
        for (name, value) in node.output.iter().zip(outputs) {
            let constant = value.to_constant();
            if constant.as_floats().is_some_and(|values| values.iter().any(|value| !value.is_finite())) {
                return Err("it gives a constant that is no finite number".into());
            }
            self.places.insert(name, Place::Constant(Arc::new(constant)));
        }
        Ok(())
    }

    /// Puts a batch normalization into the weights of the convolution before it, if nothing else uses that one's output.
    fn fold_into_convolution(
        &mut self,
        node: &'a proto::Node,
        graph: &proto::Graph,
        opset: i64,
    ) -> Result<bool, OnnxError> {
        if node.op_type != "BatchNormalization" || !node.domain.is_empty() {
            return Ok(false);
        }
        let places = self.inputs(node)?;
        let Some(Some(Place::Slot(slot))) = places.first() else { return Ok(false) };
        let name = &node.input[0];
        let users =
            graph.node.iter().flat_map(|node| &node.input).chain(graph.output.iter().map(|output| &output.name));
        if users.filter(|input| *input == name).count() != 1 {
            return Ok(false);
        }
        let Some(at) = self.steps.iter().position(|step| step.name == "Conv" && step.outputs == [*slot]) else {
            return Ok(false);
        };
        let (weights, bias) = match self.steps[at].inputs[..] {
            [_, Feed::Constant(weights)] | [_, Feed::Constant(weights), Feed::Nothing] => (weights, None),
            [_, Feed::Constant(weights), Feed::Constant(bias)] => (weights, Some(bias)),
            _ => return Ok(false),
        };
        let sources = places.iter().map(|place| match place {
            Some(Place::Constant(constant)) => Source::Constant(constant.clone()),
            Some(Place::Slot(_)) => Source::Computed,
            None => Source::Nothing,
        });
        let mut reader = NodeReader::new(node, sources.collect(), opset);
        let refused = |why: String| OnnxError::Node { node: title(node), operator: node.op_type.clone(), why };
        let (scale, shift) = scale_and_shift(&mut reader).map_err(refused)?;
        reader.finish().map_err(refused)?;
        let weights = self.constants[weights].clone();
        let filters = weights.dims.first().copied().unwrap_or_default();
        if filters != scale.len() || filters == 0 {
            return Ok(false);
        }
        let bias = bias.map_or_else(|| vec![0.0; filters], |bias| self.constants[bias].to_floats());
        if bias.len() != filters {
            return Ok(false);
        }
        let each = weights.values.len() / filters;
        let scaled =
            weights.to_floats().iter().enumerate().map(|(at, weight)| weight * scale[at / each.max(1)]).collect();
        let shifted = (0..filters).map(|at| bias[at] * scale[at] + shift[at]).collect();
        let scaled = self.feed(Place::Constant(Arc::new(Constant::floats(weights.dims.clone(), scaled))));
        let shifted = self.feed(Place::Constant(Arc::new(Constant::floats(vec![filters], shifted))));
        let images = self.steps[at].inputs[0];
        self.steps[at].inputs = vec![images, scaled, shifted];
        self.places.insert(&node.output[0], Place::Slot(*slot));
        Ok(true)
    }
}

/// A constant that nothing uses is left behind when weights are folded; those go when the plan is put on a device.
fn mark_last(steps: &mut [Step], output: usize) {
    let mut is_needed = vec![output];
    for step in steps.iter_mut().rev() {
        for input in step.inputs.iter_mut().rev() {
            if let Feed::Slot { slot, is_last } = input {
                *is_last = !is_needed.contains(slot);
                if *is_last {
                    is_needed.push(*slot);
                }
            }
        }
    }
}

/// How messages name a node: by its name, or by what it computes.
fn title(node: &proto::Node) -> String {
    let name = if node.name.is_empty() { node.output.first().map_or("", |output| output) } else { &node.name };
    name.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

fn input(images: &proto::ValueInfo) -> Result<Input, OnnxError> {
    let shape = images.r#type.as_ref().and_then(|of| of.tensor_type.as_ref()).and_then(|of| of.shape.as_ref());
    let dims: Vec<_> = shape.map_or(&[][..], |shape| &shape.dim).iter().map(|dim| dim.dim_value).collect();
    let (layout, sides) = match dims[..] {
        [_, 3, height, width] => (Layout::ChannelsFirst, [height, width]),
        [_, height, width, 3] => (Layout::ChannelsLast, [height, width]),
        _ => {
            return Err(OnnxError::graph(format!(
                "the input {} has the shape {dims:?} (0 is open); images of three channels are wanted, such as \
                 [1, 3, 112, 112]",
                images.name
            )));
        }
    };
    let side = match sides {
        [0, 0] => None,
        [height, width] if height == width && (8..=1024).contains(&height) => Some(height as usize),
        _ => {
            return Err(OnnxError::graph(format!(
                "the input {} is {} by {} pixels; square images from 8 to 1024 pixels are supported",
                images.name, sides[0], sides[1]
            )));
        }
    };
    Ok(Input { layout, side })
}

/// The nodes that the output needs, each after those it takes from.
fn order(graph: &proto::Graph, output: &str) -> Result<Vec<usize>, OnnxError> {
    let mut makers = HashMap::new();
    for (at, node) in graph.node.iter().enumerate() {
        for name in node.output.iter().filter(|name| !name.is_empty()) {
            if makers.insert(&**name, at).is_some() {
                return Err(OnnxError::graph(format!("two nodes compute {name}")));
            }
        }
    }
    // 1: its inputs are being visited, 2: it is in the list.
    let (mut state, mut order) = (vec![0_u8; graph.node.len()], Vec::new());
    let Some(last) = makers.get(output) else {
        return Err(OnnxError::graph(format!("nothing computes the output {output}")));
    };
    let mut stack = vec![*last];
    while let Some(at) = stack.last().copied() {
        if state[at] == 2 {
            stack.pop();
            continue;
        }
        let before: Vec<_> = graph.node[at].input.iter().filter_map(|name| makers.get(&**name).copied()).collect();
        let next: Vec<_> = before.into_iter().filter(|at| state[*at] != 2).collect();
        if next.is_empty() {
            state[at] = 2;
            order.push(at);
            stack.pop();
            continue;
        }
        if state[at] == 1 {
            return Err(OnnxError::graph(format!("node {} needs what it computes itself", title(&graph.node[at]))));
        }
        state[at] = 1;
        stack.extend(next);
    }
    Ok(order)
}
