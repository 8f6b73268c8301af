//! Parts of tensors, and tensors of parts.

use super::{Family, Inputs, Operator, one};
use crate::constant::check_dims;
use crate::node::NodeReader;
use crate::value::{Floats, Ints, Value, axis, by_rank};
use burn::tensor::Tensor;
use burn::tensor::ops::PadMode;

pub const FAMILY: Family = &[
    ("Concat", |node| Ok(Box::new(Concat { axis: node.int("axis", 1) }))),
    ("Gather", |node| Ok(Box::new(Gather { axis: node.int("axis", 0) }))),
    ("Pad", pad),
    ("Slice", slice),
    ("Split", split),
];

/// Elements of integers that are picked along an axis: `indices` for each.
fn picked(of: &Ints, along: usize, indices: &[usize]) -> Ints {
    let (before, length) = (of.dims[..along].iter().product::<usize>(), of.dims[along]);
    let after: usize = of.dims[along + 1..].iter().product();
    let at = |block: usize, index: usize| (block * length + index) * after;
    let values = (0..before).flat_map(|block| indices.iter().map(move |index| (block, *index)));
    let values = values.flat_map(|(block, index)| &of.values[at(block, index)..at(block, index) + after]).copied();
    let mut dims = of.dims.clone();
    dims[along] = indices.len();
    Ints { values: values.collect(), dims }
}

#[derive(Debug)]
struct Concat {
    axis: i64,
}

impl Operator for Concat {
    fn run(&self, inputs: Inputs) -> Result<Vec<Value>, String> {
        let values = inputs.all();
        let first = values.first().ok_or("it has no inputs")?.dims();
        let along = axis(self.axis, first.len())?;
        let mut dims = first.clone();
        dims[along] = 0;
        for value in &values {
            let other = value.dims();
            let fits = other.len() == dims.len() && (0..dims.len()).all(|at| at == along || other[at] == dims[at]);
            if !fits {
                return Err(format!("its inputs have the shapes {first:?} and {other:?}, which do not fit"));
            }
            dims[along] += other[along];
        }
        check_dims(&dims)?;
        if values.iter().all(|value| matches!(value, Value::Ints(_))) {
            if along > 0 {
                return Err("integers are only put after one another along their first axis".into());
            }
            let parts = values
                .into_iter()
                .filter_map(|value| if let Value::Ints(ints) = value { Some(ints.values) } else { None });
            return one(Ints { dims, values: parts.flatten().collect() });
        }
        let mut floats = Vec::with_capacity(values.len());
        for value in values {
            let Value::Floats(value) = value else {
                return Err("its inputs are integers and other numbers at once".into());
            };
            floats.push(value);
        }
        one(match dims.len() {
            1 => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<1>).collect(), along)),
            2 => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<2>).collect(), along)),
            3 => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<3>).collect(), along)),
            4 => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<4>).collect(), along)),
            5 => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<5>).collect(), along)),
            _ => Floats::from(Tensor::cat(floats.into_iter().map(Floats::tensor::<6>).collect(), along)),
        })
    }
}

#[derive(Debug)]
struct Gather {
    axis: i64,
}

impl Operator for Gather {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let (x, indices, device) = (inputs.value(0)?, inputs.ints(1)?, inputs.device().clone());
        let before = x.dims();
        let along = axis(self.axis, before.len())?;
        let length = before[along];
        let flat = indices.values.iter().map(|index| axis(*index, length)).collect::<Result<Vec<_>, _>>();
        let flat = flat.map_err(|_| format!("it picks {:?} of {length}", indices.values))?;
        let mut dims = before[..along].to_vec();
        dims.extend(&indices.dims);
        dims.extend(&before[along + 1..]);
        check_dims(&dims)?;
        one(match x {
            Value::Ints(ints) => Value::Ints(Ints { dims, ..picked(&ints, along, &flat) }),
            Value::Floats(floats) => {
                let list: Vec<_> = flat.iter().map(|index| *index as i64).collect();
                let list = Ints::indices(&list, &device);
                Value::Floats(by_rank!(floats, |x| x.select(along, list.clone())).reshaped(&dims))
            }
        })
    }
}

/// Lists of an attribute before a version, and of inputs from it on.
#[derive(Debug)]
struct Slice {
    starts: Option<Vec<i64>>,
    ends: Option<Vec<i64>>,
    axes: Option<Vec<i64>>,
    steps: Option<Vec<i64>>,
}

fn slice(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let mut stated = ["starts", "ends", "axes"].map(|name| node.ints(name).map(<[i64]>::to_vec));
    if node.opset < 10 {
        let [starts, ends, axes] = &mut stated;
        return Ok(Box::new(Slice { starts: starts.take(), ends: ends.take(), axes: axes.take(), steps: None }));
    }
    let (axes, steps) = (node.take_ints(3, "list of axes")?, node.take_ints(4, "list of steps")?);
    // Begin and end may be computed of a shape.
    Ok(Box::new(Slice { starts: None, ends: None, axes, steps }))
}

/// The indices from `start` to `end` with a step, as NumPy counts them.
fn indices(start: i64, end: i64, step: i64, length: usize) -> Result<Vec<usize>, String> {
    let length = length as i64;
    let counted = |at: i64| if at < 0 { at.saturating_add(length) } else { at };
    if step > 0 {
        let (from, to) = (counted(start).clamp(0, length), counted(end).clamp(0, length));
        Ok((from..to).step_by(step as usize).map(|at| at as usize).collect())
    } else if step < 0 {
        // The end may lie before the first.
        let (from, to) = (counted(start).clamp(-1, length - 1), counted(end).clamp(-1, length - 1));
        let count = step.unsigned_abs() as usize;
        Ok((to + 1..=from).rev().step_by(count).map(|at| at as usize).collect())
    } else {
        Err("it has a step of 0".into())
    }
}

impl Operator for Slice {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let mut x = inputs.value(0)?;
        let device = inputs.device().clone();
        let mut stated = |stated: &Option<Vec<i64>>, at: usize| match stated {
            Some(stated) => Ok::<_, String>(stated.clone()),
            None => Ok(inputs.ints(at)?.values),
        };
        let (starts, ends) = (stated(&self.starts, 1)?, stated(&self.ends, 2)?);
        let axes = self.axes.clone().unwrap_or_else(|| (0..starts.len() as i64).collect());
        let steps = self.steps.clone().unwrap_or_else(|| vec![1; starts.len()]);
        if [ends.len(), axes.len(), steps.len()].iter().any(|count| *count != starts.len()) {
            return Err("its starts, ends, axes and steps differ in number".into());
        }
        for (at, start) in starts.iter().enumerate() {
            let dims = x.dims();
            let along = axis(axes[at], dims.len())?;
            let kept = indices(*start, ends[at], steps[at], dims[along])?;
            if kept.len() == dims[along] && steps[at] == 1 {
                continue;
            }
            if kept.is_empty() && matches!(x, Value::Floats(_)) {
                return Err("it keeps nothing".into());
            }
            x = match x {
                Value::Ints(ints) => Value::Ints(picked(&ints, along, &kept)),
                Value::Floats(floats) if steps[at] == 1 => {
                    Value::Floats(by_rank!(floats, |x| x.narrow(along, kept[0], kept.len())))
                }
                Value::Floats(floats) => {
                    let list: Vec<_> = kept.iter().map(|index| *index as i64).collect();
                    let list = Ints::indices(&list, &device);
                    Value::Floats(by_rank!(floats, |x| x.select(along, list.clone())))
                }
            };
        }
        one(x)
    }
}

#[derive(Debug)]
struct Split {
    axis: i64,
    sizes: Option<Vec<i64>>,
    outputs: usize,
}

fn split(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let stated = node.ints("split").map(<[i64]>::to_vec);
    let sizes = if node.opset < 13 { stated } else { node.take_ints(1, "list of sizes")? };
    node.skip("num_outputs");
    Ok(Box::new(Split { axis: node.int("axis", 0), sizes, outputs: node.outputs() }))
}

impl Operator for Split {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let along = axis(self.axis, dims.len())?;
        let length = dims[along];
        let sizes = match &self.sizes {
            Some(sizes) => crate::constant::dims(sizes)?,
            None => {
                // The last may be smaller.
                let each = length.div_ceil(self.outputs.max(1));
                (0..self.outputs).map(|at| each.min(length.saturating_sub(at * each))).collect()
            }
        };
        if sizes.len() != self.outputs || sizes.iter().sum::<usize>() != length || sizes.contains(&0) {
            return Err(format!("{length} cannot be split into {} parts of the sizes {sizes:?}", self.outputs));
        }
        let mut from = 0;
        let mut parts = Vec::with_capacity(sizes.len());
        for size in sizes {
            parts.push(Value::Floats(by_rank!(x.clone(), |x| x.narrow(along, from, size))));
            from += size;
        }
        Ok(parts)
    }
}

#[derive(Debug)]
struct Pad {
    mode: PadMode,
    pads: Vec<i64>,
    axes: Option<Vec<i64>>,
}

fn pad(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let (pads, value, axes) = if node.opset < 11 {
        (node.ints("pads").map(<[i64]>::to_vec), Some(node.float("value", 0.0)), None)
    } else {
        (node.take_ints(1, "list of pads")?, node.take_number(2, "value")?, node.take_ints(3, "list of axes")?)
    };
    let mode = match node.text("mode", "constant")? {
        "constant" => PadMode::Constant(value.unwrap_or(0.0)),
        "reflect" => PadMode::Reflect,
        "edge" => PadMode::Edge,
        other => return Err(format!("the mode {other} is not supported")),
    };
    Ok(Box::new(Pad { mode, pads: pads.ok_or("its list of pads is missing")?, axes }))
}

impl Operator for Pad {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let mut x = inputs.floats(0)?;
        let rank = x.rank();
        let axes = match &self.axes {
            Some(axes) => axes.iter().map(|at| axis(*at, rank)).collect::<Result<Vec<_>, _>>()?,
            None => (0..rank).collect(),
        };
        if self.pads.len() != 2 * axes.len() {
            return Err(format!("it has {} pads for {} axes", self.pads.len(), axes.len()));
        }
        let mut around = vec![(0, 0); rank];
        for (at, along) in axes.iter().enumerate() {
            around[*along] = (self.pads[at], self.pads[at + axes.len()]);
        }
        // A negative number cuts off.
        for (along, (before, after)) in around.iter().enumerate() {
            let length = x.dims()[along];
            let cut = |by: i64| if by < 0 { usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX) } else { 0 };
            let gone = cut(*before).saturating_add(cut(*after));
            if gone >= length {
                return Err("it cuts everything off".into());
            }
            if gone > 0 {
                x = by_rank!(x, |x| x.narrow(along, cut(*before), length - gone));
            }
        }
        let added: Vec<_> =
            around.iter().map(|(before, after)| ((*before).max(0) as usize, (*after).max(0) as usize)).collect();
        let before = x.dims();
        let dims: Option<Vec<_>> =
            before.iter().zip(&added).map(|(dim, (more, after))| dim.checked_add(*more)?.checked_add(*after)).collect();
        check_dims(&dims.ok_or("its pads are too large")?)?;
        let is_too_wide = |(dim, (one, other)): (&usize, &(usize, usize))| one.max(other) >= dim;
        if matches!(self.mode, PadMode::Reflect) && before.iter().zip(&added).any(is_too_wide) {
            return Err("it reflects more than there is".into());
        }
        if added.iter().all(|pads| *pads == (0, 0)) {
            return one(x);
        }
        let mode = self.mode;
        one(by_rank!(x, |x| padded(x, &added, mode)))
    }
}

fn padded<const D: usize>(x: Tensor<D>, added: &[(usize, usize)], mode: PadMode) -> Tensor<D> {
    let mut pads = [(0, 0); D];
    pads.copy_from_slice(added);
    x.pad(pads, mode)
}
