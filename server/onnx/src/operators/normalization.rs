//! Normalization of batches, instances, layers and lengths.

use super::{Family, Inputs, Operator, one};
use crate::constant::Constant;
use crate::node::NodeReader;
use crate::value::{Floats, Value, axis, broadcast, by_rank};
use burn::tensor::Tensor;

pub const FAMILY: Family = &[
    ("BatchNormalization", batch),
    ("InstanceNormalization", |node| Ok(Box::new(Instance { epsilon: node.float("epsilon", 1e-5) }))),
    ("LayerNormalization", layer),
    ("LpNormalization", length),
];

/// With the mean and the variance of training: a factor and a summand for each channel.
#[derive(Debug)]
struct Batch {
    scale: Constant,
    shift: Constant,
}

fn batch(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let (scale, shift) = scale_and_shift(node)?;
    let [scale, shift] = [scale, shift].map(|values| Constant::floats(vec![values.len()], values));
    Ok(Box::new(Batch { scale, shift }))
}

/// The factor and the summand of each channel that a batch normalization comes to.
///
/// # Errors
/// If its constants are missing, differ in length or give no finite number.
pub fn scale_and_shift(node: &mut NodeReader<'_>) -> Result<(Vec<f32>, Vec<f32>), String> {
    let epsilon = node.float("epsilon", 1e-5);
    node.skip("momentum");
    // Old exporters write 0 and mean 1: figures for each channel, as the shapes of the constants say.
    node.skip("spatial");
    if node.flag("training_mode", false) {
        return Err("it is in training mode; export the network for inference (model.eval())".into());
    }
    let mut constants = Vec::with_capacity(4);
    for (at, what) in ["scale", "bias", "mean", "variance"].into_iter().enumerate() {
        let constant = node.take_constant(at + 1, what)?.ok_or_else(|| format!("its {what} is missing"))?;
        constants.push(constant.to_floats());
    }
    let [scales, biases, means, variances] = &constants[..] else { return Err("its constants are missing".into()) };
    if [biases, means, variances].iter().any(|values| values.len() != scales.len()) {
        return Err("its scale, bias, mean and variance differ in length".into());
    }
    let scale: Vec<f32> = scales.iter().zip(variances).map(|(scale, of)| scale / (of + epsilon).sqrt()).collect();
    let shift: Vec<f32> = (0..scale.len()).map(|at| biases[at] - means[at] * scale[at]).collect();
    if scale.iter().chain(&shift).any(|value| !value.is_finite()) {
        return Err("its variance is negative, or too small".into());
    }
    Ok((scale, shift))
}

impl Operator for Batch {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let channels = self.scale.dims[0];
        if dims.get(1) != Some(&channels) {
            return Err(format!("it has {channels} channels, and its input the shape {dims:?}"));
        }
        let flat = x.reshaped(&[dims[0], channels, dims[2..].iter().product()]).tensor::<3>();
        let [scale, shift] = [&self.scale, &self.shift]
            .map(|constant| Floats::constant(&[1, channels, 1], constant.to_floats(), inputs.device()).tensor::<3>());
        one(Floats::from(flat * scale + shift).reshaped(&dims))
    }
}

/// Each channel of each picture by its own mean and variance.
#[derive(Debug)]
struct Instance {
    epsilon: f32,
}

impl Operator for Instance {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let (x, scale, bias) = (inputs.floats(0)?, inputs.floats(1)?, inputs.floats(2)?);
        let dims = x.dims();
        let channels = dims.get(1).copied().unwrap_or_default();
        if dims.len() < 3 || scale.len() != channels || bias.len() != channels {
            return Err(format!("its scale and bias do not fit an input of the shape {dims:?}"));
        }
        let flat = x.reshaped(&[dims[0], channels, dims[2..].iter().product()]).tensor::<3>();
        let [scale, bias] = [scale, bias].map(|one| one.reshaped(&[1, channels, 1]).tensor::<3>());
        one(Floats::from(normalized(flat, self.epsilon) * scale + bias).reshaped(&dims))
    }
}

/// With mean 0 and variance 1 along the last axis.
fn normalized<const D: usize>(x: Tensor<D>, epsilon: f32) -> Tensor<D> {
    let centred = x.clone() - x.mean_dim(D - 1);
    let variance = centred.clone().square().mean_dim(D - 1);
    centred / variance.add_scalar(epsilon).sqrt()
}

/// All numbers from an axis on by their mean and variance.
#[derive(Debug)]
struct Layer {
    axis: i64,
    epsilon: f32,
}

fn layer(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    if node.outputs() > 1 {
        return Err("its outputs beyond the first are not supported".into());
    }
    node.skip("stash_type");
    Ok(Box::new(Layer { axis: node.int("axis", -1), epsilon: node.float("epsilon", 1e-5) }))
}

impl Operator for Layer {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let (x, scale, bias) = (inputs.floats(0)?, inputs.floats(1)?, inputs.optional_floats(2)?);
        let dims = x.dims();
        let from = axis(self.axis, dims.len())?;
        let (rows, length) = (dims[..from].iter().product(), dims[from..].iter().product());
        let fits = |one: &Floats| one.len() == length && broadcast(&dims, &one.dims()).is_ok_and(|found| found == dims);
        if !fits(&scale) || bias.as_ref().is_some_and(|bias| !fits(bias)) {
            return Err(format!("its scale and bias do not fit an input of the shape {dims:?}"));
        }
        let row = |one: Floats| one.reshaped(&[1, length]).tensor::<2>();
        let scaled = normalized(x.reshaped(&[rows, length]).tensor::<2>(), self.epsilon) * row(scale);
        let shifted = match bias {
            Some(bias) => scaled + row(bias),
            None => scaled,
        };
        one(Floats::from(shifted).reshaped(&dims))
    }
}

/// To length 1 along an axis, by the sum of magnitudes or of squares.
#[derive(Debug)]
struct Length {
    axis: i64,
    is_by_squares: bool,
}

fn length(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let is_by_squares = match node.int("p", 2) {
        1 => false,
        2 => true,
        other => return Err(format!("its p is {other}; only 1 and 2 are supported")),
    };
    Ok(Box::new(Length { axis: node.int("axis", -1), is_by_squares }))
}

impl Operator for Length {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let along = axis(self.axis, x.rank())?;
        one(by_rank!(x, |x| {
            let length = if self.is_by_squares {
                x.clone().square().sum_dim(along).sqrt()
            } else {
                x.clone().abs().sum_dim(along)
            };
            x / length.clamp_min(1e-12)
        }))
    }
}
