//! Constants of a graph, whose values are read at the very end.

use super::FLOAT;
use crate::error::ConvertError;
use crate::tensor::{Tensor, values};
use onnx::proto;

/// Values that all constants may have together, which is what ONNX files are read with: 1 GB in single precision.
const MOST_VALUES: usize = 1 << 28;

/// A constant.
#[derive(Debug)]
pub struct Constant {
    /// Its name in the graph.
    pub name: String,
    /// Its shape in the graph.
    pub dims: Vec<usize>,
    /// Where its values come from.
    pub values: Values,
}

/// Where the values of a constant come from.
#[derive(Debug)]
pub enum Values {
    /// A tensor of the file.
    Tensor {
        /// The tensor.
        tensor: Tensor,
        /// Its name in the file.
        full: String,
        /// Whether they are variances, which are not negative.
        is_variance: bool,
    },
    /// All this one.
    Equal(f32),
}

/// Checks how large constants are together.
///
/// # Errors
/// If they have more than [`MOST_VALUES`].
pub fn check_size(constants: &[Constant]) -> Result<(), ConvertError> {
    let length = |dims: &[usize]| dims.iter().fold(1, |product: usize, dim| product.saturating_mul(*dim));
    let found = constants.iter().map(|constant| length(&constant.dims)).fold(0, usize::saturating_add);
    if found > MOST_VALUES {
        let (found, limit) = (found as u64, MOST_VALUES as u64);
        return Err(ConvertError::TooMuch { what: "weights", found, limit });
    }
    Ok(())
}

impl Constant {
    /// As the file's message, with its values.
    ///
    /// # Errors
    /// If they cannot be read, or no network computes with them.
    pub fn write(self) -> Result<proto::Tensor, ConvertError> {
        let raw_data = match self.values {
            Values::Equal(value) => value.to_le_bytes().repeat(self.dims.iter().product()).into(),
            Values::Tensor { tensor, full, is_variance } => {
                let floats = tensor.floats(&full)?;
                if is_variance && values(&floats).any(|value| value < 0.0) {
                    return Err(ConvertError::Value { name: full, what: "a variance that is negative" });
                }
                floats
            }
        };
        let dims = self.dims.iter().map(|dim| *dim as i64).collect();
        Ok(proto::Tensor { dims, data_type: FLOAT, name: self.name, raw_data, ..proto::Tensor::default() })
    }
}
