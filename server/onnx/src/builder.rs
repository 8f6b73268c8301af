//! From the messages of a file to a plan: places for values, operators for nodes, and everything folded that is constant.

use crate::constant::Constant;
use crate::error::OnnxError;
use crate::file::File;
use crate::node::{NodeReader, Source};
use crate::operators::{Inputs, Operator, maker, scale_and_shift};
use crate::order::{order, title};
use crate::plan::{Feed, Figures, IMAGES, Input, Layout, Plan, Step};
use crate::proto;
use crate::value::Value;
use burn::tensor::Device;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The plan of a file, before it was tried.
///
/// # Errors
/// If an operator is not covered, or the graph is not one that maps images to numbers.
pub fn plan(file: &File) -> Result<Plan, OnnxError> {
    Builder::new(file)?.build(file)
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
    /// How often each name is an input of a node, or an output of the graph.
    uses: HashMap<&'a str, usize>,
    opset: i64,
}

impl<'a> Builder<'a> {
    fn new(file: &'a File) -> Result<Self, OnnxError> {
        let mut places: HashMap<_, _> =
            file.constants.iter().map(|(name, constant)| (&**name, Place::Constant(constant.clone()))).collect();
        let mut uses = HashMap::new();
        let outputs = file.graph.output.iter().map(|output| &output.name);
        for name in file.graph.node.iter().flat_map(|node| &node.input).chain(outputs) {
            *uses.entry(&**name).or_insert(0) += 1;
        }
        // Some files list constants among the inputs, some inputs feed nothing.
        let is_open = |name: &str| !places.contains_key(name) && uses.contains_key(name);
        let inputs: Vec<_> = file.graph.input.iter().filter(|input| is_open(&input.name)).collect();
        let [images] = inputs[..] else {
            let names: Vec<_> = inputs.iter().map(|input| &*input.name).collect();
            return Err(OnnxError::graph(format!(
                "the network has {} inputs ({}); it must have one, for images",
                names.len(),
                names.join(", ")
            )));
        };
        let input = input(images)?;
        places.insert(&images.name, Place::Slot(IMAGES));
        let output = file.graph.output.first().ok_or_else(|| OnnxError::graph("the network has no output"))?;
        let (opset, slots, output) = (file.opset, IMAGES + 1, &*output.name);
        Ok(Self { places, uses, opset, steps: Vec::new(), constants: Vec::new(), slots, input, output })
    }

    fn build(mut self, file: &'a File) -> Result<Plan, OnnxError> {
        for at in order(&file.graph, self.output)? {
            let node = &file.graph.node[at];
            if !self.fold_into_convolution(node)? {
                self.add(node)?;
            }
        }
        let output = match self.places.get(self.output) {
            Some(Place::Slot(slot)) if *slot != IMAGES => *slot,
            _ => return Err(OnnxError::graph(format!("the output {} does not depend on the images", self.output))),
        };
        mark_last(&mut self.steps, output);
        Ok(Plan {
            constants: used(self.constants, &mut self.steps),
            steps: self.steps,
            slots: self.slots,
            input: self.input,
            output,
            figures: Figures::default(),
            producer: file.producer.clone(),
            opset: file.opset,
        })
    }

    fn add(&mut self, node: &'a proto::Node) -> Result<(), OnnxError> {
        let is_own = matches!(&*node.domain, "" | "ai.onnx");
        let make = maker(&node.op_type).filter(|_| is_own).ok_or_else(|| {
            let of = if is_own { String::new() } else { format!("{}.", node.domain) };
            OnnxError::Operator { operator: format!("{of}{}", node.op_type), node: title(node) }
        })?;
        let refused = refusal(node);
        let places = self.inputs(node)?;
        let mut reader = self.reader(node, &places);
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

    fn reader(&self, node: &'a proto::Node, places: &[Option<Place>]) -> NodeReader<'a> {
        let sources = places.iter().map(|place| match place {
            None => Source::Nothing,
            Some(Place::Constant(constant)) => Source::Constant(constant.clone()),
            Some(Place::Slot(_)) => Source::Computed,
        });
        NodeReader::new(node, sources.collect(), self.opset)
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
    fn fold_into_convolution(&mut self, node: &'a proto::Node) -> Result<bool, OnnxError> {
        if node.op_type != "BatchNormalization" || !node.domain.is_empty() {
            return Ok(false);
        }
        let places = self.inputs(node)?;
        let Some(Some(Place::Slot(slot))) = places.first() else { return Ok(false) };
        if self.uses.get(&*node.input[0]) != Some(&1) {
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
        let mut reader = self.reader(node, &places);
        let refused = refusal(node);
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

/// Marks where each slot is needed for the last time.
fn mark_last(steps: &mut [Step], output: usize) {
    let mut is_needed = HashSet::from([output]);
    for input in steps.iter_mut().rev().flat_map(|step| step.inputs.iter_mut().rev()) {
        if let Feed::Slot { slot, is_last } = input {
            *is_last = is_needed.insert(*slot);
        }
    }
}

/// The constants that the steps use, which name them by their new indices: of weights that were folded, those before are
/// left over.
fn used(constants: Vec<Arc<Constant>>, steps: &mut [Step]) -> Vec<Arc<Constant>> {
    let mut used = Vec::new();
    let mut places = HashMap::new();
    for input in steps.iter_mut().flat_map(|step| &mut step.inputs) {
        if let Feed::Constant(at) = input {
            *at = *places.entry(*at).or_insert_with(|| {
                used.push(constants[*at].clone());
                used.len() - 1
            });
        }
    }
    used
}

/// Makes errors about a node.
fn refusal(node: &proto::Node) -> impl Fn(String) -> OnnxError + Copy + use<'_> {
    move |why| OnnxError::Node { node: title(node), operator: node.op_type.clone(), why }
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
