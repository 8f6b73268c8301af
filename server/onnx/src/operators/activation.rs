//! Functions of each number by itself, and softmax.

use super::{Family, Inputs, Operator, one};
use crate::host;
use crate::node::NodeReader;
use crate::value::{Floats, Value, axis, broadcast, by_rank};
use burn::tensor::{Tensor, activation};
use std::sync::Arc;

pub const FAMILY: Family = &[
    ("Abs", |_| pointwise(Pointwise::Abs)),
    ("Ceil", |_| pointwise(Pointwise::Ceil)),
    ("Clip", clip),
    ("Elu", |node| pointwise(Pointwise::Elu(node.float("alpha", 1.0)))),
    ("Erf", |_| pointwise(Pointwise::Erf)),
    ("Exp", |_| pointwise(Pointwise::Exp)),
    ("Floor", |_| pointwise(Pointwise::Floor)),
    ("Gelu", gelu),
    ("HardSigmoid", |node| pointwise(Pointwise::HardSigmoid(node.float("alpha", 0.2), node.float("beta", 0.5)))),
    ("HardSwish", |_| pointwise(Pointwise::HardSwish)),
    ("LeakyRelu", |node| pointwise(Pointwise::LeakyRelu(node.float("alpha", 0.01)))),
    ("Log", |_| pointwise(Pointwise::Log)),
    ("LogSoftmax", |node| softmax(node, true)),
    ("Mish", |_| pointwise(Pointwise::Mish)),
    ("Neg", |_| pointwise(Pointwise::Neg)),
    ("PRelu", |_| Ok(Box::new(PRelu))),
    ("Reciprocal", |_| pointwise(Pointwise::Reciprocal)),
    ("Relu", |_| pointwise(Pointwise::Relu)),
    ("Selu", selu),
    ("Sigmoid", |_| pointwise(Pointwise::Sigmoid)),
    ("Silu", |_| pointwise(Pointwise::Swish(1.0))),
    ("Softmax", |node| softmax(node, false)),
    ("Softplus", |_| pointwise(Pointwise::Softplus)),
    ("Softsign", |_| pointwise(Pointwise::Softsign)),
    ("Sqrt", |_| pointwise(Pointwise::Sqrt)),
    ("Swish", |node| pointwise(Pointwise::Swish(node.float("alpha", 1.0)))),
    ("Tanh", |_| pointwise(Pointwise::Tanh)),
];

#[derive(Clone, Copy, Debug)]
enum Pointwise {
    Abs,
    Ceil,
    Clip(Option<f32>, Option<f32>),
    Elu(f32),
    Erf,
    Exp,
    Floor,
    Gelu { is_by_tanh: bool },
    HardSigmoid(f32, f32),
    HardSwish,
    LeakyRelu(f32),
    Log,
    Mish,
    Neg,
    Reciprocal,
    Relu,
    Selu(f32, f32),
    Sigmoid,
    Softplus,
    Softsign,
    Sqrt,
    Swish(f32),
    Tanh,
}

fn pointwise(function: Pointwise) -> Result<Box<dyn Operator>, String> {
    Ok(Box::new(function))
}

fn clip(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    // Bounds were attributes before version 11, whose defaults mean none.
    let stated = |bound: Option<f32>| bound.filter(|bound| bound.abs() < f32::MAX);
    let (low, high) = if node.opset < 11 {
        (stated(node.optional_float("min")), stated(node.optional_float("max")))
    } else {
        (stated(node.take_number(1, "lower bound")?), stated(node.take_number(2, "upper bound")?))
    };
    pointwise(Pointwise::Clip(low, high))
}

fn gelu(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    match node.text("approximate", "none")? {
        "none" => pointwise(Pointwise::Gelu { is_by_tanh: false }),
        "tanh" => pointwise(Pointwise::Gelu { is_by_tanh: true }),
        other => Err(format!("the approximation {other} is not supported")),
    }
}

fn selu(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    pointwise(Pointwise::Selu(node.float("alpha", 1.673_263_2), node.float("gamma", 1.050_701)))
}

impl Pointwise {
    fn of(self, x: Tensor<1>) -> Tensor<1> {
        match self {
            Self::Abs => x.abs(),
            Self::Ceil => x.ceil(),
            Self::Clip(None, None) => x,
            Self::Clip(Some(low), None) => x.clamp_min(low),
            Self::Clip(None, Some(high)) => x.clamp_max(high),
            Self::Clip(Some(low), Some(high)) => x.clamp_min(low).clamp_max(high),
            Self::Elu(alpha) => activation::elu(x, alpha.into()),
            Self::Erf => x.erf(),
            Self::Exp => x.exp(),
            Self::Floor => x.floor(),
            Self::Gelu { is_by_tanh: false } => activation::gelu(x),
            Self::Gelu { is_by_tanh: true } => activation::gelu_approximate(x),
            Self::HardSigmoid(alpha, beta) => activation::hard_sigmoid(x, alpha.into(), beta.into()),
            Self::HardSwish => activation::hard_swish(x),
            Self::LeakyRelu(slope) => activation::leaky_relu(x, slope.into()),
            Self::Log => x.log(),
            Self::Mish => activation::mish(x),
            Self::Neg => x.neg(),
            Self::Reciprocal => x.recip(),
            Self::Relu => activation::relu(x),
            Self::Selu(alpha, gamma) => activation::elu(x, alpha.into()).mul_scalar(gamma),
            Self::Sigmoid => activation::sigmoid(x),
            Self::Softplus => activation::softplus(x, 1.0),
            Self::Softsign => activation::softsign(x),
            Self::Sqrt => x.sqrt(),
            Self::Swish(1.0) => activation::silu(x),
            Self::Swish(alpha) => x.clone() * activation::sigmoid(x.mul_scalar(alpha)),
            Self::Tanh => x.tanh(),
        }
    }
}

impl Operator for Pointwise {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        one(Floats::from(self.of(x.flat())).reshaped(&dims))
    }
}

/// A slope for negative numbers, for each channel or each number.
#[derive(Debug)]
struct PRelu;

impl Operator for PRelu {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let (x, slope) = (inputs.floats(0)?, inputs.floats(1)?);
        let (dims, mut slopes) = (x.dims(), slope.dims());
        // MXNet writes a plain list, one slope for each channel.
        if slopes.len() == 1 && dims.len() > 2 && slopes[0] == dims[1] && slopes[0] > 1 {
            slopes.extend(vec![1; dims.len() - 2]);
        }
        if broadcast(&dims, &slopes)? != dims {
            return Err(format!("its slopes have the shape {slopes:?}, which does not fit {dims:?}"));
        }
        let slope = slope.reshaped(&slopes).aligned(dims.len());
        // One slope in all, or one for each channel.
        let is_of_channels = slope.dims().iter().enumerate().all(|(at, count)| at == 1 || *count == 1);
        if dims.len() == 4 && is_of_channels && host::is_host(inputs.device()) {
            let operation = Arc::new(host::PRelu { slopes: slope.host() });
            return one(operation::run::<4, 4>(x.tensor(), operation));
        }
        // max(x, 0) + slope * min(x, 0)
        let positive = Floats::from(activation::relu(x.clone().flat())).reshaped(&dims);
        let negative = Floats::from(x.flat().clamp_max(0.0)).reshaped(&dims);
        one(super::arithmetic::sum_of_product(positive, negative, slope))
    }
}

#[derive(Debug)]
struct Softmax {
    axis: i64,
    /// Before version 13, all axes from this one on are one.
    is_over_the_rest: bool,
    is_log: bool,
}

fn softmax(node: &mut NodeReader<'_>, is_log: bool) -> Result<Box<dyn Operator>, String> {
    let is_over_the_rest = node.opset < 13;
    Ok(Box::new(Softmax { axis: node.int("axis", if is_over_the_rest { 1 } else { -1 }), is_over_the_rest, is_log }))
}

impl Operator for Softmax {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let at = axis(self.axis, dims.len())?;
        let of = |x: Floats, at: usize| {
            by_rank!(x, |x| if self.is_log { activation::log_softmax(x, at) } else { activation::softmax(x, at) })
        };
        if !self.is_over_the_rest {
            return one(of(x, at));
        }
        let rest: usize = dims[at..].iter().product();
        let rows = dims[..at].iter().product();
        one(of(x.reshaped(&[rows, rest]), 1).reshaped(&dims))
    }
}
