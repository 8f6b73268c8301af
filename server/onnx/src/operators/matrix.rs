//! Products of matrices.

use super::{Family, Inputs, Operator, affordable, one};
use crate::constant::check_dims;
use crate::node::NodeReader;
use crate::value::{Floats, Value, broadcast};

pub const FAMILY: Family = &[("Gemm", gemm), ("MatMul", |_| Ok(Box::new(MatMul)))];

/// Twice the product of some numbers: a multiplication and an addition for each.
fn product(dims: &[usize]) -> u64 {
    dims.iter().fold(2, |product, dim| product.saturating_mul(*dim as u64))
}

#[derive(Debug)]
struct Gemm {
    alpha: f32,
    beta: f32,
    is_first_transposed: bool,
    is_second_transposed: bool,
}

fn gemm(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    Ok(Box::new(Gemm {
        alpha: node.float("alpha", 1.0),
        beta: node.float("beta", 1.0),
        is_first_transposed: node.flag("transA", false),
        is_second_transposed: node.flag("transB", false),
    }))
}

impl Operator for Gemm {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let turned = |matrix: Floats, is_transposed: bool| {
            let matrix = matrix.of_rank::<2>()?;
            Ok::<_, String>(if is_transposed { matrix.transpose() } else { matrix })
        };
        let a = turned(inputs.floats(0)?, self.is_first_transposed)?;
        let b = turned(inputs.floats(1)?, self.is_second_transposed)?;
        let ([rows, depth], [other, columns]) = (a.dims(), b.dims());
        if depth != other {
            return Err(format!("matrices of the shapes {:?} and {:?} have no product", a.dims(), b.dims()));
        }
        check_dims(&[rows, columns])?;
        affordable(product(&[rows, depth, columns]), rows)?;
        let mut product = a.matmul(b);
        if self.alpha != 1.0 {
            product = product.mul_scalar(self.alpha);
        }
        let Some(sum) = inputs.optional_floats(2)? else { return one(product) };
        let dims = match sum.dims()[..] {
            [] => [1, 1],
            [columns] => [1, columns],
            [rows, columns] => [rows, columns],
            _ => return Err(format!("what it adds has the shape {:?}", sum.dims())),
        };
        if broadcast(&[rows, columns], &dims)? != [rows, columns] {
            return Err(format!("what it adds has the shape {dims:?}, which does not fit {:?}", [rows, columns]));
        }
        let sum = sum.reshaped(&dims).tensor::<2>();
        one(product + if self.beta == 1.0 { sum } else { sum.mul_scalar(self.beta) })
    }

    fn operations(&self, inputs: &[Vec<usize>], outputs: &[Vec<usize>]) -> u64 {
        let depth = inputs.first().map_or(0, |a| a[usize::from(!self.is_first_transposed).min(a.len() - 1)]);
        outputs.first().map_or(0, |dims| product(dims).saturating_mul(depth as u64))
    }
}

/// Of matrices in the last two axes; those before are stretched.
#[derive(Debug)]
struct MatMul;

impl Operator for MatMul {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let (a, b) = (inputs.floats(0)?, inputs.floats(1)?);
        let (mut left, mut right) = (a.dims(), b.dims());
        // A vector is a matrix of one row, or one column, which goes again.
        let (is_row, is_column) = (left.len() == 1, right.len() == 1);
        if is_row {
            left.insert(0, 1);
        }
        if is_column {
            right.push(1);
        }
        let (rank_left, rank_right) = (left.len(), right.len());
        let (rows, depth, columns) = (left[rank_left - 2], left[rank_left - 1], right[rank_right - 1]);
        if depth != right[rank_right - 2] {
            return Err(format!("matrices of the shapes {left:?} and {right:?} have no product"));
        }
        let stacks = broadcast(&left[..rank_left - 2], &right[..rank_right - 2])?;
        let mut dims = stacks.clone();
        dims.extend([rows, columns]);
        check_dims(&dims)?;
        affordable(product(&dims).saturating_mul(depth as u64), dims[0])?;
        let product = if rank_right == 2 {
            // One product of all rows.
            let rows = left[..rank_left - 1].iter().product();
            let a = a.reshaped(&[rows, depth]).tensor::<2>();
            Floats::from(a.matmul(b.reshaped(&right).tensor::<2>()))
        } else {
            let [a, b] = [(a, &left), (b, &right)].map(|(of, dims)| of.reshaped(dims).aligned(6).tensor::<6>());
            Floats::from(a.matmul(b))
        };
        if is_column {
            dims.pop();
        }
        if is_row {
            dims.remove(dims.len() - if is_column { 1 } else { 2 });
        }
        one(product.reshaped(&dims))
    }

    fn operations(&self, inputs: &[Vec<usize>], outputs: &[Vec<usize>]) -> u64 {
        let depth = inputs.first().and_then(|a| a.last()).copied().unwrap_or_default();
        outputs.first().map_or(0, |dims| product(dims).saturating_mul(depth as u64))
    }
}
