//! The same numbers in another shape or order, and shapes themselves.

use super::{Family, Inputs, Operator, one};
use crate::constant::{Constant, ElementType, check_dims};
use crate::node::NodeReader;
use crate::value::{Floats, Ints, Value, axis, broadcast, by_rank};
use std::sync::Arc;

pub const FAMILY: Family = &[
    ("Cast", cast),
    ("Constant", constant),
    ("ConstantOfShape", constant_of_shape),
    ("Dropout", dropout),
    ("Expand", |_| Ok(Box::new(Expand))),
    ("Flatten", |node| Ok(Box::new(Flatten { axis: node.int("axis", 1) }))),
    ("Identity", |_| Ok(Box::new(Identity))),
    ("Reshape", reshape),
    ("Shape", |node| Ok(Box::new(Shape { start: node.int("start", 0), end: node.optional_int("end") }))),
    ("Squeeze", squeeze),
    ("Transpose", |node| Ok(Box::new(Transpose { order: node.ints("perm").map(<[i64]>::to_vec) }))),
    ("Unsqueeze", unsqueeze),
];

/// The input as it is.
#[derive(Debug)]
struct Identity;

impl Operator for Identity {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        one(inputs.value(0)?)
    }
}

/// Nothing is dropped where nothing is learnt.
fn dropout(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    node.skip("ratio");
    node.skip("seed");
    node.skip("is_test");
    node.take_constant(1, "ratio")?;
    if node.take_constant(2, "training mode")?.is_some_and(|mode| mode.to_floats() != [0.0]) {
        return Err("it is in training mode; export the network for inference (model.eval())".into());
    }
    Ok(Box::new(Identity))
}

#[derive(Debug)]
struct Fixed(Arc<Constant>);

impl Operator for Fixed {
    fn run(&self, inputs: Inputs) -> Result<Vec<Value>, String> {
        one(Value::constant(&self.0, inputs.device()))
    }
}

fn constant(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let constant = if let Some(tensor) = node.tensor("value") {
        Constant::read(tensor, None).map_err(|error| error.to_string())?
    } else if let Some(value) = node.optional_float("value_float") {
        Constant::floats(Vec::new(), vec![value])
    } else if let Some(values) = node.floats("value_floats") {
        Constant::floats(vec![values.len()], values.to_vec())
    } else if let Some(value) = node.optional_int("value_int") {
        Constant { dims: Vec::new(), ..Constant::ints(vec![value]) }
    } else if let Some(values) = node.ints("value_ints") {
        Constant::ints(values.to_vec())
    } else {
        return Err("its value is missing, or of a kind that is not supported".into());
    };
    Ok(Box::new(Fixed(Arc::new(constant))))
}

#[derive(Debug)]
struct ConstantOfShape {
    value: Option<Constant>,
}

fn constant_of_shape(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let value = node.tensor("value").map(|tensor| Constant::read(tensor, None)).transpose();
    let value = value.map_err(|error| error.to_string())?;
    if value.as_ref().is_some_and(|value| value.values.len() != 1) {
        return Err("its value is not one number".into());
    }
    Ok(Box::new(ConstantOfShape { value }))
}

impl Operator for ConstantOfShape {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let dims = crate::constant::dims(&inputs.ints(0)?.values)?;
        let count: usize = dims.iter().product();
        match self.value.as_ref().map(|value| (value.as_ints().map(|ints| ints[0]), value.to_floats()[0])) {
            Some((Some(int), _)) => one(Ints { dims, values: vec![int; count] }),
            Some((None, float)) => one(Floats::constant(&dims, vec![float; count], inputs.device())),
            None => one(Floats::constant(&dims, vec![0.0; count], inputs.device())),
        }
    }
}

/// Converts between integers and floating-point numbers; their widths do not matter here.
#[derive(Debug)]
struct Cast {
    is_to_float: bool,
}

fn cast(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    node.skip("saturate");
    node.skip("round_mode");
    let to = i32::try_from(node.int("to", 0)).unwrap_or_default();
    let to = ElementType::of(to).ok_or_else(|| format!("the type number {to} is not supported"))?;
    Ok(Box::new(Cast { is_to_float: to.is_float() }))
}

impl Operator for Cast {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let device = inputs.device().clone();
        match (inputs.value(0)?, self.is_to_float) {
            (Value::Ints(Ints { dims, values }), true) => {
                let values = values.iter().map(|value| *value as f32).collect();
                one(Floats::constant(&dims, values, &device))
            }
            (Value::Floats(_), false) => Err("floating-point numbers that become integers are not supported".into()),
            (same, _) => one(same),
        }
    }
}

#[derive(Debug)]
struct Expand;

impl Operator for Expand {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let wanted = crate::constant::dims(&inputs.ints(1)?.values)?;
        let dims = broadcast(&x.dims(), &wanted)?;
        let mut x = x.aligned(dims.len());
        for (at, (have, want)) in x.dims().iter().zip(&dims).enumerate() {
            if have != want {
                x = by_rank!(x, |x| x.repeat_dim(at, *want));
            }
        }
        one(x)
    }
}

#[derive(Debug)]
struct Flatten {
    axis: i64,
}

impl Operator for Flatten {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        // One beyond the last axis is allowed.
        let at = if self.axis == dims.len() as i64 { dims.len() } else { axis(self.axis, dims.len())? };
        one(x.reshaped(&[dims[..at].iter().product(), dims[at..].iter().product()]))
    }
}

#[derive(Debug)]
struct Reshape {
    /// The shape, in versions in which it is an attribute.
    stated: Option<Vec<i64>>,
    /// Whether 0 means no elements, rather than as many as there were.
    takes_zero: bool,
}

fn reshape(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let stated = node.ints("shape").map(<[i64]>::to_vec);
    Ok(Box::new(Reshape { stated, takes_zero: node.flag("allowzero", false) }))
}

/// The shape that a node asks for: 0 keeps a dimension, -1 is what is left.
fn reshaped(before: &[usize], wanted: &[i64], takes_zero: bool) -> Result<Vec<usize>, String> {
    let count: usize = before.iter().product();
    let refused = || format!("an input of the shape {before:?} cannot have the shape {wanted:?}");
    let mut dims = Vec::with_capacity(wanted.len());
    for (at, dim) in wanted.iter().enumerate() {
        dims.push(match *dim {
            0 if !takes_zero => Some(*before.get(at).ok_or_else(refused)?),
            -1 => None,
            dim => Some(usize::try_from(dim).map_err(|_| refused())?),
        });
    }
    if dims.iter().filter(|dim| dim.is_none()).count() > 1 {
        return Err(refused());
    }
    let known =
        dims.iter().flatten().try_fold(1_usize, |product, dim| product.checked_mul(*dim)).ok_or_else(refused)?;
    let rest = count.checked_div(known).unwrap_or(0);
    let mut dims: Vec<_> = dims.into_iter().map(|dim| dim.unwrap_or(rest)).collect();
    // A file for one picture runs batches: what it says of one is so for each.
    if dims.iter().product::<usize>() != count
        && dims.first() == Some(&1)
        && before.first().is_some_and(|n| known * n == count)
    {
        dims[0] = before[0];
    }
    check_dims(&dims)?;
    if dims.iter().product::<usize>() == count { Ok(dims) } else { Err(refused()) }
}

impl Operator for Reshape {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.value(0)?;
        let wanted = match &self.stated {
            Some(stated) => stated.clone(),
            None => inputs.ints(1)?.values,
        };
        let dims = reshaped(&x.dims(), &wanted, self.takes_zero)?;
        one(in_shape(x, dims))
    }
}

#[derive(Debug)]
struct Shape {
    start: i64,
    end: Option<i64>,
}

impl Operator for Shape {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let dims: Vec<_> = inputs.value(0)?.dims().into_iter().map(|dim| dim as i64).collect();
        let rank = dims.len() as i64;
        let at = |at: i64| (if at < 0 { at.saturating_add(rank) } else { at }).clamp(0, rank) as usize;
        let (from, to) = (at(self.start), self.end.map_or(dims.len(), at));
        one(Ints::list(dims.get(from..to).unwrap_or_default().to_vec()))
    }
}

/// Axes of an attribute or an input, by the version.
fn axes(node: &mut NodeReader<'_>) -> Result<Option<Vec<i64>>, String> {
    let stated = node.ints("axes").map(<[i64]>::to_vec);
    if node.opset < 13 { Ok(stated) } else { node.take_ints(1, "list of axes") }
}

#[derive(Debug)]
struct Squeeze {
    axes: Option<Vec<i64>>,
}

fn squeeze(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    Ok(Box::new(Squeeze { axes: axes(node)? }))
}

impl Operator for Squeeze {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.value(0)?;
        let dims = x.dims();
        let axes = match &self.axes {
            Some(axes) => axes.iter().map(|at| axis(*at, dims.len())).collect::<Result<Vec<_>, _>>()?,
            None => (0..dims.len()).filter(|at| dims[*at] == 1).collect(),
        };
        if axes.iter().any(|at| dims[*at] != 1) {
            return Err(format!("it removes axes {axes:?} of an input of the shape {dims:?}, which are not all 1"));
        }
        let left = (0..dims.len()).filter(|at| !axes.contains(at)).map(|at| dims[at]).collect();
        one(in_shape(x, left))
    }
}

#[derive(Debug)]
struct Unsqueeze {
    axes: Vec<i64>,
}

fn unsqueeze(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    Ok(Box::new(Unsqueeze { axes: axes(node)?.ok_or("its list of axes is missing")? }))
}

impl Operator for Unsqueeze {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.value(0)?;
        let before = x.dims();
        let rank = before.len() + self.axes.len();
        let mut added = self.axes.iter().map(|at| axis(*at, rank)).collect::<Result<Vec<_>, _>>()?;
        added.sort_unstable();
        added.dedup();
        if added.len() != self.axes.len() {
            return Err("it adds an axis twice".into());
        }
        let mut rest = before.iter();
        let dims: Vec<_> =
            (0..rank).map(|at| if added.contains(&at) { 1 } else { *rest.next().unwrap_or(&1) }).collect();
        check_dims(&dims)?;
        one(in_shape(x, dims))
    }
}

fn in_shape(value: Value, dims: Vec<usize>) -> Value {
    match value {
        Value::Floats(floats) => Value::Floats(floats.reshaped(&dims)),
        Value::Ints(ints) => Value::Ints(Ints { dims, ..ints }),
    }
}

#[derive(Debug)]
struct Transpose {
    order: Option<Vec<i64>>,
}

impl Operator for Transpose {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let rank = x.rank();
        let order = match &self.order {
            Some(order) => order.iter().map(|at| axis(*at, rank)).collect::<Result<Vec<_>, _>>()?,
            None => (0..rank).rev().collect(),
        };
        let mut sorted = order.clone();
        sorted.sort_unstable();
        if sorted != (0..rank).collect::<Vec<_>>() {
            return Err(format!("its order {order:?} does not name each of {rank} axes once"));
        }
        one(by_rank!(x, |x| permuted(x, &order)))
    }
}

fn permuted<const D: usize>(x: burn::tensor::Tensor<D>, order: &[usize]) -> burn::tensor::Tensor<D> {
    let mut axes = [0; D];
    for (at, axis) in axes.iter_mut().zip(order) {
        *at = *axis as isize;
    }
    x.permute(axes)
}
