//! Constant tensors on the host: initializers, and what is computed of nothing else.

use crate::error::OnnxError;
use crate::proto;
use burn::tensor::{bf16, f16};

/// Values that a tensor may hold at most, on the host or on a device: 1 GB in single precision.
pub const MOST_VALUES: usize = 1 << 28;

/// A constant tensor in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// Its shape.
    pub dims: Vec<usize>,
    /// Its values.
    pub values: Values,
}

/// Values of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Of any floating-point type, in single precision.
    Floats(Vec<f32>),
    /// Of any integer type; truth values as 0 and 1.
    Ints(Vec<i64>),
}

/// Types of a tensor's values, by their numbers in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementType {
    /// Single precision.
    F32,
    /// Half precision.
    F16,
    /// Half precision with the range of single.
    Bf16,
    /// Double precision.
    F64,
    /// 8 bits without sign.
    U8,
    /// 8 bits.
    I8,
    /// 16 bits without sign.
    U16,
    /// 16 bits.
    I16,
    /// 32 bits.
    I32,
    /// 64 bits.
    I64,
    /// A truth value.
    Bool,
}

impl ElementType {
    /// By its number in a file, if it is one that is read.
    pub fn of(number: i32) -> Option<Self> {
        Some(match number {
            1 => Self::F32,
            2 => Self::U8,
            3 => Self::I8,
            4 => Self::U16,
            5 => Self::I16,
            6 => Self::I32,
            7 => Self::I64,
            9 => Self::Bool,
            10 => Self::F16,
            11 => Self::F64,
            16 => Self::Bf16,
            _ => return None,
        })
    }

    /// Whether its values are floating-point numbers.
    pub fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F16 | Self::Bf16 | Self::F64)
    }

    fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::I8 | Self::Bool => 1,
            Self::F16 | Self::Bf16 | Self::U16 | Self::I16 => 2,
            Self::F32 | Self::I32 => 4,
            Self::F64 | Self::I64 => 8,
        }
    }
}

impl Constant {
    /// A tensor of floating-point numbers.
    pub fn floats(dims: Vec<usize>, values: Vec<f32>) -> Self {
        Self { dims, values: Values::Floats(values) }
    }

    /// A list of integers.
    pub fn ints(values: Vec<i64>) -> Self {
        Self { dims: vec![values.len()], values: Values::Ints(values) }
    }

    /// Reads a tensor of a file. `external` are the bytes that its values lie in where they are not in the file itself.
    ///
    /// # Errors
    /// If its type is not read, its values do not fill its shape, or one is no number.
    pub fn read(tensor: &proto::Tensor, external: Option<&[u8]>) -> Result<Self, OnnxError> {
        let refused = |why: String| OnnxError::Constant { name: named(&tensor.name), why };
        let dims = dims(&tensor.dims).map_err(refused)?;
        let wanted: usize = dims.iter().product();
        let of = ElementType::of(tensor.data_type).ok_or_else(|| {
            refused(format!("its type (number {}) is not read; export it in float32", tensor.data_type))
        })?;
        let raw = external.unwrap_or(&tensor.raw_data);
        let values = if raw.is_empty() { typed(tensor, of) } else { packed(raw, of, wanted).map_err(refused)? };
        if values.len() != wanted {
            return Err(refused(format!(
                "it has {} values for the shape {dims:?}; fetch the file again",
                values.len()
            )));
        }
        if let Values::Floats(values) = &values
            && values.iter().any(|value| !value.is_finite())
        {
            return Err(refused("it holds a value that is no finite number".into()));
        }
        Ok(Self { dims, values })
    }

    /// Its integers, if it holds integers.
    pub fn as_ints(&self) -> Option<&[i64]> {
        match &self.values {
            Values::Ints(values) => Some(values),
            Values::Floats(_) => None,
        }
    }

    /// Its numbers, if it holds floating-point numbers.
    pub fn as_floats(&self) -> Option<&[f32]> {
        match &self.values {
            Values::Floats(values) => Some(values),
            Values::Ints(_) => None,
        }
    }

    /// Its numbers, whatever they are.
    pub fn to_floats(&self) -> Vec<f32> {
        match &self.values {
            Values::Floats(values) => values.clone(),
            Values::Ints(values) => values.iter().map(|value| *value as f32).collect(),
        }
    }
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Floats(values) => values.len(),
            Self::Ints(values) => values.len(),
        }
    }
}

/// A shape, if a tensor of that shape may be.
///
/// # Errors
/// If a dimension is negative, or the tensor would be larger than [`MOST_VALUES`].
pub fn dims(dims: &[i64]) -> Result<Vec<usize>, String> {
    let dims: Option<Vec<_>> = dims.iter().map(|dim| usize::try_from(*dim).ok()).collect();
    let dims = dims.ok_or("a dimension of its shape is negative")?;
    check_dims(&dims)?;
    Ok(dims)
}

/// Checks that a tensor of that shape may be.
///
/// # Errors
/// If it would be larger than [`MOST_VALUES`], or has more than [`MOST_DIMS`] dimensions.
pub fn check_dims(dims: &[usize]) -> Result<(), String> {
    if dims.len() > MOST_DIMS {
        return Err(format!("a tensor of {} dimensions is not supported, only up to {MOST_DIMS}", dims.len()));
    }
    // Zeros would hide a product that does not fit.
    let most = dims.iter().try_fold(1_usize, |product, dim| product.checked_mul((*dim).max(1)));
    match most {
        Some(most) if most <= MOST_VALUES => Ok(()),
        _ => Err(format!("a tensor of the shape {dims:?} is too large")),
    }
}

/// Dimensions that a tensor may have.
pub const MOST_DIMS: usize = 6;

fn named(name: &str) -> String {
    if name.is_empty() { "without a name".into() } else { name.chars().take(200).collect() }
}

fn typed(tensor: &proto::Tensor, of: ElementType) -> Values {
    let small = || tensor.int32_data.iter();
    match of {
        ElementType::F32 => Values::Floats(tensor.float_data.clone()),
        ElementType::F64 => Values::Floats(tensor.double_data.iter().map(|value| *value as f32).collect()),
        ElementType::F16 => Values::Floats(small().map(|bits| f16::from_bits(*bits as u16).to_f32()).collect()),
        ElementType::Bf16 => Values::Floats(small().map(|bits| bf16::from_bits(*bits as u16).to_f32()).collect()),
        ElementType::I64 => Values::Ints(tensor.int64_data.clone()),
        _ => Values::Ints(small().map(|value| i64::from(*value)).collect()),
    }
}

fn packed(raw: &[u8], of: ElementType, wanted: usize) -> Result<Values, String> {
    if raw.len() != wanted * of.bytes() {
        return Err(format!(
            "it has {} bytes for {wanted} values of {} bytes; fetch the file again",
            raw.len(),
            of.bytes()
        ));
    }
    Ok(match of {
        ElementType::F32 => Values::Floats(each(raw, f32::from_le_bytes)),
        ElementType::F64 => Values::Floats(each(raw, |bytes| f64::from_le_bytes(bytes) as f32)),
        ElementType::F16 => Values::Floats(each(raw, |bytes| f16::from_le_bytes(bytes).to_f32())),
        ElementType::Bf16 => Values::Floats(each(raw, |bytes| bf16::from_le_bytes(bytes).to_f32())),
        ElementType::U8 => Values::Ints(each(raw, |[byte]| i64::from(byte))),
        ElementType::Bool => Values::Ints(each(raw, |[byte]| i64::from(byte != 0))),
        ElementType::I8 => Values::Ints(each(raw, |bytes| i64::from(i8::from_le_bytes(bytes)))),
        ElementType::U16 => Values::Ints(each(raw, |bytes| i64::from(u16::from_le_bytes(bytes)))),
        ElementType::I16 => Values::Ints(each(raw, |bytes| i64::from(i16::from_le_bytes(bytes)))),
        ElementType::I32 => Values::Ints(each(raw, |bytes| i64::from(i32::from_le_bytes(bytes)))),
        ElementType::I64 => Values::Ints(each(raw, i64::from_le_bytes)),
    })
}

fn each<const N: usize, T>(raw: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
    raw.as_chunks::<N>().0.iter().map(|bytes| read(*bytes)).collect()
}
