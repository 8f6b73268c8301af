//! What flows along the edges of a graph: tensors on a device, and integers on the host that say shapes.

use crate::constant::{Constant, Values, check_dims};
use burn::backend::TensorMetadata;
use burn::tensor::{Device, DispatchTensor, Int, Tensor, TensorData};

/// A value of a graph as it is computed.
#[derive(Clone, Debug)]
pub enum Value {
    /// Floating-point numbers on a device.
    Floats(Floats),
    /// Integers or truth values, on the host: shapes, axes and indices are computed of them.
    Ints(Ints),
}

/// Integers on the host, in row-major order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ints {
    /// The shape; empty for a single number.
    pub dims: Vec<usize>,
    /// The numbers.
    pub values: Vec<i64>,
}

/// Floating-point numbers on a device, of any number of dimensions. A single number has the shape `[1]`.
#[derive(Clone, Debug)]
pub struct Floats(Box<DispatchTensor>);

/// Runs `$body` with a tensor of the rank that the numbers have.
macro_rules! by_rank {
    ($floats:expr, |$tensor:ident| $body:expr) => {{
        let floats = $floats;
        match floats.rank() {
            1 => {
                let $tensor = floats.tensor::<1>();
                $crate::value::Floats::from($body)
            }
            2 => {
                let $tensor = floats.tensor::<2>();
                $crate::value::Floats::from($body)
            }
            3 => {
                let $tensor = floats.tensor::<3>();
                $crate::value::Floats::from($body)
            }
            4 => {
                let $tensor = floats.tensor::<4>();
                $crate::value::Floats::from($body)
            }
            5 => {
                let $tensor = floats.tensor::<5>();
                $crate::value::Floats::from($body)
            }
            _ => {
                let $tensor = floats.tensor::<6>();
                $crate::value::Floats::from($body)
            }
        }
    }};
}
pub(crate) use by_rank;

impl<const D: usize> From<Tensor<D>> for Floats {
    fn from(tensor: Tensor<D>) -> Self {
        Self(Box::new(tensor.into_dispatch()))
    }
}

impl Floats {
    /// A constant on a device.
    pub fn constant(dims: &[usize], values: Vec<f32>, device: &Device) -> Self {
        let dims = if dims.is_empty() { vec![1] } else { dims.to_vec() };
        let flat = Tensor::<1>::from_data(TensorData::new(values, [dims.iter().product::<usize>()]), device);
        Self::from(flat).reshaped(&dims)
    }

    /// The shape.
    pub fn dims(&self) -> Vec<usize> {
        self.0.shape().to_vec()
    }

    /// The number of dimensions, from 1 to 6.
    pub fn rank(&self) -> usize {
        self.0.shape().num_dims()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.dims().iter().product()
    }

    /// As a tensor of its rank, which must be `D`.
    pub fn tensor<const D: usize>(self) -> Tensor<D> {
        debug_assert_eq!(self.rank(), D);
        Tensor::from_dispatch(*self.0)
    }

    /// As a tensor of rank `D`.
    ///
    /// # Errors
    /// If it has another rank.
    pub fn of_rank<const D: usize>(self) -> Result<Tensor<D>, String> {
        if self.rank() == D {
            Ok(self.tensor())
        } else {
            Err(format!("its input has the shape {:?}, not {D} dimensions", self.dims()))
        }
    }

    /// All numbers in a row.
    pub fn flat(self) -> Tensor<1> {
        let count = self.len();
        by_rank!(self, |tensor| tensor.reshape([count])).tensor()
    }

    /// All numbers, on the host.
    pub fn host(self) -> Vec<f32> {
        self.flat().into_data().convert::<f32>().try_into_vec().expect("converted to single precision")
    }

    /// The same numbers in another shape, which must hold as many.
    pub fn reshaped(self, dims: &[usize]) -> Self {
        match *dims {
            [] => by_rank!(self, |tensor| tensor.reshape([1])),
            [a] => by_rank!(self, |tensor| tensor.reshape([a])),
            [a, b] => by_rank!(self, |tensor| tensor.reshape([a, b])),
            [a, b, c] => by_rank!(self, |tensor| tensor.reshape([a, b, c])),
            [a, b, c, d] => by_rank!(self, |tensor| tensor.reshape([a, b, c, d])),
            [a, b, c, d, e] => by_rank!(self, |tensor| tensor.reshape([a, b, c, d, e])),
            [a, b, c, d, e, f, ..] => by_rank!(self, |tensor| tensor.reshape([a, b, c, d, e, f])),
        }
    }

    /// With ones before its shape, so that it has `rank` dimensions, which must be at least as many as it has.
    pub fn aligned(self, rank: usize) -> Self {
        let mut dims = vec![1; rank - self.rank()];
        dims.extend(self.dims());
        self.reshaped(&dims)
    }

    /// The same numbers for a computation that tracks gradients; they have none.
    pub fn untracked_constant(&self) -> Self {
        by_rank!(self.clone(), |tensor| Tensor::from_inner(tensor))
    }
}

impl Ints {
    /// A list.
    pub fn list(values: Vec<i64>) -> Self {
        Self { dims: vec![values.len()], values }
    }

    /// As indices on a device.
    pub fn indices(values: &[i64], device: &Device) -> Tensor<1, Int> {
        Tensor::from_data(TensorData::new(values.to_vec(), [values.len()]), device)
    }
}

impl Value {
    /// A constant on a device.
    pub fn constant(constant: &Constant, device: &Device) -> Self {
        match &constant.values {
            Values::Floats(values) => Self::Floats(Floats::constant(&constant.dims, values.clone(), device)),
            Values::Ints(values) => Self::Ints(Ints { dims: constant.dims.clone(), values: values.clone() }),
        }
    }

    /// Its values on the host.
    pub fn to_constant(&self) -> Constant {
        match self {
            Self::Ints(Ints { dims, values }) => Constant { dims: dims.clone(), values: Values::Ints(values.clone()) },
            Self::Floats(floats) => Constant::floats(floats.dims(), floats.clone().host()),
        }
    }

    /// The shape.
    pub fn dims(&self) -> Vec<usize> {
        match self {
            Self::Floats(floats) => floats.dims(),
            Self::Ints(ints) => ints.dims.clone(),
        }
    }
}

impl<const D: usize> From<Tensor<D>> for Value {
    fn from(tensor: Tensor<D>) -> Self {
        Self::Floats(tensor.into())
    }
}

impl From<Floats> for Value {
    fn from(floats: Floats) -> Self {
        Self::Floats(floats)
    }
}

impl From<Ints> for Value {
    fn from(ints: Ints) -> Self {
        Self::Ints(ints)
    }
}

/// The shape of two tensors that are stretched to each other (NumPy's rules).
///
/// # Errors
/// If they do not fit, or the result would be too large.
pub fn broadcast(one: &[usize], other: &[usize]) -> Result<Vec<usize>, String> {
    let rank = one.len().max(other.len());
    let dim = |dims: &[usize], at: usize| (at + dims.len()).checked_sub(rank).map_or(1, |at| dims[at]);
    let mut dims = Vec::with_capacity(rank);
    for at in 0..rank {
        dims.push(match (dim(one, at), dim(other, at)) {
            (a, b) if a == b => a,
            (1, other) | (other, 1) => other,
            _ => return Err(format!("its inputs have the shapes {one:?} and {other:?}, which do not fit")),
        });
    }
    check_dims(&dims)?;
    Ok(dims)
}

/// An axis counted from the front, where negative ones count from the end.
///
/// # Errors
/// If there is no such axis.
pub fn axis(axis: i64, rank: usize) -> Result<usize, String> {
    let counted = if axis < 0 { axis.checked_add(rank as i64).unwrap_or(-1) } else { axis };
    usize::try_from(counted)
        .ok()
        .filter(|axis| *axis < rank)
        .ok_or_else(|| format!("it names axis {axis} of an input with {rank} dimensions"))
}
