//! Sums, means and lengths along axes.

use super::{Family, Inputs, Operator, one};
use crate::node::NodeReader;
use crate::value::{Floats, Value, axis, by_rank};

pub const FAMILY: Family = &[
    ("ReduceL1", |node| reduce(node, Reduce::L1)),
    ("ReduceL2", |node| reduce(node, Reduce::L2)),
    ("ReduceMax", |node| reduce(node, Reduce::Max)),
    ("ReduceMean", |node| reduce(node, Reduce::Mean)),
    ("ReduceMin", |node| reduce(node, Reduce::Min)),
    ("ReduceSum", |node| reduce(node, Reduce::Sum)),
    ("ReduceSumSquare", |node| reduce(node, Reduce::SumSquare)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reduce {
    L1,
    L2,
    Max,
    Mean,
    Min,
    Sum,
    SumSquare,
}

#[derive(Debug)]
struct Reduction {
    of: Reduce,
    /// None means all.
    axes: Option<Vec<i64>>,
    keeps_axes: bool,
    /// Whether no axes mean that nothing is to be done.
    is_nothing_for_none: bool,
}

fn reduce(node: &mut NodeReader<'_>, of: Reduce) -> Result<Box<dyn Operator>, String> {
    let is_input = node.opset >= if of == Reduce::Sum { 13 } else { 18 };
    let stated = node.ints("axes").map(<[i64]>::to_vec);
    let axes = if is_input { node.take_ints(1, "list of axes")? } else { stated };
    let keeps_axes = node.flag("keepdims", true);
    let is_nothing_for_none = node.flag("noop_with_empty_axes", false);
    Ok(Box::new(Reduction { of, axes: axes.filter(|axes| !axes.is_empty()), keeps_axes, is_nothing_for_none }))
}

impl Operator for Reduction {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let mut axes = match &self.axes {
            Some(axes) => axes.iter().map(|at| axis(*at, dims.len())).collect::<Result<Vec<_>, _>>()?,
            None if self.is_nothing_for_none => return one(x),
            None => (0..dims.len()).collect(),
        };
        axes.sort_unstable();
        axes.dedup();
        let whole: Vec<_> =
            dims.iter().enumerate().map(|(at, dim)| if axes.contains(&at) { 1 } else { *dim }).collect();
        let reduced = by_rank!(x, |x| {
            let mut x = match self.of {
                Reduce::L1 => x.abs(),
                Reduce::L2 | Reduce::SumSquare => x.square(),
                _ => x,
            };
            for at in &axes {
                x = match self.of {
                    Reduce::Mean => x.mean_dim(*at),
                    Reduce::Max => x.max_dim(*at),
                    Reduce::Min => x.min_dim(*at),
                    _ => x.sum_dim(*at),
                };
            }
            if self.of == Reduce::L2 { x.sqrt() } else { x }
        });
        let kept = whole.iter().enumerate().filter(|(at, _)| !axes.contains(at)).map(|(_, dim)| *dim).collect();
        one(Floats::reshaped(reduced, if self.keeps_axes { &whole } else { &kept as &Vec<_> }))
    }
}
