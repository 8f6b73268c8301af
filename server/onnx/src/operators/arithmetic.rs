//! Operations on two tensors that are stretched to each other, on numbers and on shapes.

use super::{Family, Inputs, Operator, one};
use crate::node::NodeReader;
use crate::value::{Floats, Ints, Value, broadcast};
use burn::tensor::Tensor;

pub const FAMILY: Family = &[
    ("Add", |node| pair(node, Arithmetic::Add)),
    ("Div", |node| pair(node, Arithmetic::Div)),
    ("Max", |node| pair(node, Arithmetic::Max)),
    ("Mean", |node| pair(node, Arithmetic::Mean)),
    ("Min", |node| pair(node, Arithmetic::Min)),
    ("Mul", |node| pair(node, Arithmetic::Mul)),
    ("Pow", pow),
    ("Sub", |node| pair(node, Arithmetic::Sub)),
    ("Sum", |node| pair(node, Arithmetic::Add)),
];

#[derive(Clone, Copy, Debug)]
enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
    Min,
    Max,
    /// The sum, divided by how many there are in the end.
    Mean,
}

fn pair(node: &mut NodeReader<'_>, of: Arithmetic) -> Result<Box<dyn Operator>, String> {
    if node.opset < 7 && node.optional_int("broadcast").is_some() {
        return Err("its attribute broadcast is of an old version; export with opset 7 or newer".into());
    }
    Ok(Box::new(of))
}

/// A constant exponent has a gradient also where the base is negative.
fn pow(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    if node.constant(1).is_some_and(|exponent| exponent.values.len() == 1) {
        let exponent = node.take_number(1, "exponent")?.unwrap_or(1.0);
        return Ok(Box::new(Power(exponent)));
    }
    pair(node, Arithmetic::Pow)
}

#[derive(Debug)]
struct Power(f32);

impl Operator for Power {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let x = x.flat();
        let powered = match self.0 {
            1.0 => x,
            2.0 => x.clone() * x,
            0.5 => x.sqrt(),
            whole if whole.fract() == 0.0 && whole.abs() < 64.0 => x.powi_scalar(whole as i32),
            exponent => x.powf_scalar(exponent),
        };
        one(Floats::from(powered).reshaped(&dims))
    }
}

impl Arithmetic {
    fn of<const D: usize>(self, a: Tensor<D>, b: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Add | Self::Mean => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Pow => a.powf(b),
            Self::Min => a.min_pair(b),
            Self::Max => a.max_pair(b),
        }
    }

    fn of_ints(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Self::Add => a.checked_add(b),
            Self::Sub => a.checked_sub(b),
            Self::Mul => a.checked_mul(b),
            Self::Div => a.checked_div(b),
            Self::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            Self::Min => Some(a.min(b)),
            Self::Max => Some(a.max(b)),
            Self::Mean => None,
        }
    }

    fn floats(self, a: Floats, b: Floats) -> Result<Floats, String> {
        let shapes = (a.dims(), b.dims());
        let dims = broadcast(&shapes.0, &shapes.1)?;
        if shapes.0 == shapes.1 || shapes.1 == [1] {
            return Ok(Floats::from(self.of(a.flat(), b.flat())).reshaped(&dims));
        }
        Ok(if dims.len() <= 4 {
            let [a, b] = [a, b].map(|one| one.aligned(4).tensor::<4>());
            Floats::from(self.of(a, b)).reshaped(&dims)
        } else {
            let [a, b] = [a, b].map(|one| one.aligned(6).tensor::<6>());
            Floats::from(self.of(a, b)).reshaped(&dims)
        })
    }

    fn ints(self, a: &Ints, b: &Ints) -> Result<Ints, String> {
        let dims = broadcast(&a.dims, &b.dims)?;
        let count = dims.iter().product();
        let get = |of: &Ints, at: usize| of.values[at % of.values.len().max(1)];
        // Shapes are lists and single numbers: the last axis is all that is stretched.
        if [a, b].iter().any(|of| of.values.len() != 1 && of.values.len() != count) {
            return Err("integers are stretched in a way that is not supported".into());
        }
        let values = (0..count).map(|at| self.of_ints(get(a, at), get(b, at)));
        let values = values.collect::<Option<_>>().ok_or("its integers are too large, or are divided by zero")?;
        Ok(Ints { dims, values })
    }

    fn values(self, a: Value, b: Value) -> Result<Value, String> {
        Ok(match (a, b) {
            (Value::Ints(a), Value::Ints(b)) => self.ints(&a, &b)?.into(),
            (Value::Floats(a), Value::Floats(b)) => self.floats(a, b)?.into(),
            _ => return Err("its inputs are integers and floating-point numbers at once".into()),
        })
    }
}

impl Operator for Arithmetic {
    fn run(&self, inputs: Inputs) -> Result<Vec<Value>, String> {
        let values = inputs.all();
        let count = values.len();
        let mut values = values.into_iter();
        let first = values.next().ok_or("it has no inputs")?;
        let all = values.try_fold(first, |so_far, next| self.values(so_far, next))?;
        match (self, all) {
            (Self::Mean, Value::Floats(sum)) => {
                let dims = sum.dims();
                one(Floats::from(sum.flat().div_scalar(count as f32)).reshaped(&dims))
            }
            (_, all) => one(all),
        }
    }
}

/// `sum + factor * other`, of shapes that fit.
pub fn sum_of_product(sum: Floats, factor: Floats, other: Floats) -> Floats {
    let product = Arithmetic::Mul.floats(factor, other).expect("shapes that fit");
    Arithmetic::Add.floats(sum, product).expect("shapes that fit")
}
