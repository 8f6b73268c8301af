//! A tensor in a file, whose values are not read yet.

use crate::error::{ConvertError, plain};
use bytes::Bytes;

/// A tensor in a file.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Its shape.
    pub shape: Vec<usize>,
    /// The type of its values, or its name if it is none of these.
    element: Result<Element, String>,
    source: Source,
}

/// A type of floating-point numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    F16,
    Bf16,
    F32,
    F64,
}

/// Where the values are.
#[derive(Clone, Debug)]
enum Source {
    Checkpoint(pytorch_reader::Tensor),
    Memory(Bytes),
}

impl Tensor {
    /// Of a checkpoint.
    pub fn of_checkpoint(tensor: pytorch_reader::Tensor) -> Self {
        use pytorch_reader::DType;
        let element = match tensor.dtype() {
            DType::F16 => Ok(Element::F16),
            DType::BF16 => Ok(Element::Bf16),
            DType::F32 => Ok(Element::F32),
            DType::F64 => Ok(Element::F64),
            other => Err(format!("{other:?}")),
        };
        Self { shape: tensor.shape().to_vec(), element, source: Source::Checkpoint(tensor) }
    }

    /// Of a safetensors file, whose values are in memory in little-endian order.
    pub fn of_safetensors(shape: &[usize], of: safetensors::Dtype, values: Bytes) -> Self {
        use safetensors::Dtype;
        let element = match of {
            Dtype::F16 => Ok(Element::F16),
            Dtype::BF16 => Ok(Element::Bf16),
            Dtype::F32 => Ok(Element::F32),
            Dtype::F64 => Ok(Element::F64),
            other => Err(format!("{other:?}")),
        };
        Self { shape: shape.to_vec(), element, source: Source::Memory(values) }
    }

    /// How many values it has; `None` if the number does not fit.
    pub fn len(&self) -> Option<usize> {
        self.shape.iter().try_fold(1_usize, |product, dim| product.checked_mul(*dim))
    }

    /// Its values in single precision, four bytes each in little-endian order. `name` is that of messages.
    ///
    /// # Errors
    /// If they are no floating-point numbers, cannot be read, or one is no finite number.
    pub fn floats(&self, name: &str) -> Result<Bytes, ConvertError> {
        let element = self.element.clone().map_err(|found| ConvertError::Type { name: name.into(), found })?;
        // The reader hands values over in the machine's order, which is little-endian on all that the kernels run on.
        let raw = match &self.source {
            Source::Memory(bytes) => bytes.clone(),
            Source::Checkpoint(tensor) => {
                tensor.read().map_err(|error| ConvertError::Broken(plain(&error.to_string())))?.into()
            }
        };
        let floats = match element {
            Element::F32 => raw,
            Element::F64 => each(&raw, |bytes| f64::from_le_bytes(bytes) as f32),
            Element::F16 => each(&raw, |bytes| half(u16::from_le_bytes(bytes))),
            Element::Bf16 => each(&raw, |bytes| f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16)),
        };
        if self.len().and_then(|values| values.checked_mul(4)) != Some(floats.len()) {
            return Err(ConvertError::Broken(format!("tensor {name} has another number of values than its shape")));
        }
        if values(&floats).any(|value| !value.is_finite()) {
            return Err(ConvertError::Value { name: name.into(), what: "a value that is no finite number" });
        }
        Ok(floats)
    }
}

/// The numbers in bytes of [`Tensor::floats`].
pub fn values(floats: &[u8]) -> impl Iterator<Item = f32> {
    floats.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes))
}

fn each<const N: usize>(raw: &[u8], read: impl Fn([u8; N]) -> f32) -> Bytes {
    raw.as_chunks::<N>().0.iter().flat_map(|bytes| read(*bytes).to_le_bytes()).collect()
}

/// A number of half precision: one bit of sign, five of exponent, ten of fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction * 2_f32.powi(-24),
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        _ => sign * (1024.0 + fraction) * 2_f32.powi(exponent - 25),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_exact() {
        let known = [
            (0x0000, 0.0),
            (0x0001, 5.960_464_5e-8),
            (0x03ff, 6.097_555e-5),
            (0x0400, 6.103_515_6e-5),
            (0x3555, 0.333_251_95),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0xfc00, f32::NEG_INFINITY),
        ];
        for (bits, value) in known {
            assert_eq!(half(bits), value, "{bits:#06x}");
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn what_does_not_fit_into_single_precision_is_refused() {
        let of = |value: f64| {
            let bytes = Bytes::copy_from_slice(&value.to_le_bytes());
            Tensor::of_safetensors(&[1], safetensors::Dtype::F64, bytes).floats("w")
        };
        assert_eq!(values(&of(0.1).expect("fits")).collect::<Vec<_>>(), [0.1]);
        assert!(matches!(of(1e300), Err(ConvertError::Value { name, .. }) if name == "w"));
    }
}
