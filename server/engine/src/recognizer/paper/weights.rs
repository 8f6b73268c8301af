//! Named weights on the host, in PyTorch's layout: the contents of files, to be loaded onto devices.

use super::Architecture;
use crate::dataset::stream;
use rand::RngExt;
use rayon::prelude::*;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensors, serialize};
use std::collections::{BTreeMap, HashMap};

/// Why weights do not fit a recognizer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightError {
    /// The bytes are not a safetensors file.
    #[error("this is not a safetensors file ({0})")]
    Format(String),
    /// A tensor of the architecture is missing.
    #[error("tensor {0} is missing")]
    Missing(String),
    /// A tensor does not belong to the architecture.
    #[error("tensor {0} does not belong to this architecture")]
    Unexpected(String),
    /// A tensor has another shape.
    #[error("tensor {name} has shape {found:?}, the architecture needs {needed:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The right shape.
        needed: Vec<usize>,
    },
    /// The checkpoint is of other images or settings.
    #[error("this checkpoint belongs to another training")]
    OtherTraining,
    /// A tensor does not hold 32-bit floats.
    #[error("tensor {name} holds {found}, only F32 is read; convert it first")]
    Type {
        /// The tensor.
        name: String,
        /// Its type.
        found: String,
    },
    /// A tensor holds a value that is infinite or NaN.
    #[error("tensor {0} holds a value that is not finite")]
    NotFinite(String),
    /// The number of names differs from the number of outputs.
    #[error("{named} class names for {outputs} outputs")]
    Classes {
        /// Names given.
        named: usize,
        /// Outputs of the architecture.
        outputs: usize,
    },
}

/// A tensor on the host.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Values {
    pub shape: Vec<usize>,
    pub floats: Vec<f32>,
}

/// Named tensors, in PyTorch's layout (`conv1.weight` `[8, 3, 5, 5]`, `fc1.weight` `[1024, 4096]`, ...).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    pub(super) tensors: BTreeMap<String, Values>,
}

impl Weights {
    /// Initial weights, uniform within `1 / sqrt(fan-in)` as in PyTorch; the same for the same seed.
    pub fn random(architecture: &Architecture, seed: u64) -> Self {
        let tensors = architecture.tensors().into_iter().map(|(name, shape, fan_in)| {
            let bound = 1.0 / (fan_in as f32).sqrt();
            let mut random = stream(seed, &format!("weights {name}"), &[]);
            let floats = (0..shape.iter().product()).map(|_| random.random_range(-bound..bound)).collect();
            (name, Values { shape, floats })
        });
        Self { tensors: tensors.collect() }
    }

    /// All-zero tensors of the architecture's names and shapes.
    pub fn zeros(architecture: &Architecture) -> Self {
        let tensors = architecture.tensors().into_iter().map(|(name, shape, _)| {
            let floats = vec![0.0; shape.iter().product()];
            (name, Values { shape, floats })
        });
        Self { tensors: tensors.collect() }
    }

    /// Checks names, shapes and finiteness.
    ///
    /// # Errors
    /// Names the first tensor that is wrong.
    pub fn check(&self, architecture: &Architecture) -> Result<(), WeightError> {
        let needed = architecture.tensors();
        for (name, shape, _) in &needed {
            let values = self.tensors.get(name).ok_or_else(|| WeightError::Missing(name.clone()))?;
            if &values.shape != shape {
                let (found, needed) = (values.shape.clone(), shape.clone());
                return Err(WeightError::Shape { name: name.clone(), found, needed });
            }
            if !values.floats.iter().all(|value| value.is_finite()) {
                return Err(WeightError::NotFinite(name.clone()));
            }
        }
        match self.tensors.keys().find(|name| !needed.iter().any(|(known, _, _)| known == *name)) {
            Some(name) => Err(WeightError::Unexpected(name.clone())),
            None => Ok(()),
        }
    }

    /// Reads a safetensors file's bytes.
    ///
    /// # Errors
    /// If the bytes are not a safetensors file, or a tensor does not hold 32-bit floats.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, WeightError> {
        let file = SafeTensors::deserialize(bytes).map_err(|error| WeightError::Format(error.to_string()))?;
        let mut tensors = BTreeMap::new();
        for (name, view) in file.iter() {
            if view.dtype() != Dtype::F32 {
                return Err(WeightError::Type { name: name.into(), found: format!("{:?}", view.dtype()) });
            }
            let floats =
                view.data().chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
            tensors.insert(name.to_owned(), Values { shape: view.shape().to_vec(), floats: floats.collect() });
        }
        Ok(Self { tensors })
    }

    /// The bytes of a safetensors file; the same weights and notes give the same bytes.
    ///
    /// # Panics
    /// Never: shapes and lengths agree by construction.
    pub fn to_safetensors(&self, notes: Option<HashMap<String, String>>) -> Vec<u8> {
        let bytes: Vec<(&String, Vec<u8>)> =
            self.tensors.iter().map(|(name, values)| (name, little_endian(&values.floats))).collect();
        let views = bytes.iter().map(|(name, bytes)| {
            let shape = self.tensors[*name].shape.clone();
            (name.as_str(), TensorView::new(Dtype::F32, shape, bytes).expect("shape and length agree"))
        });
        serialize(views, notes).expect("names and lengths are in order")
    }

    /// These tensors with names under `prefix.`, as part of a larger file.
    pub(super) fn prefixed(&self, prefix: &str) -> impl Iterator<Item = (String, Values)> {
        self.tensors.iter().map(move |(name, values)| (format!("{prefix}.{name}"), values.clone()))
    }

    /// Whether any name is under `prefix.`.
    pub(super) fn has_part(&self, prefix: &str) -> bool {
        self.tensors.keys().any(|name| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The tensors with names under `prefix.`, which is removed.
    pub(super) fn part(&self, prefix: &str) -> Self {
        let tensors = self.tensors.iter().filter_map(|(name, values)| {
            let rest = name.strip_prefix(prefix)?.strip_prefix('.')?;
            Some((rest.to_owned(), values.clone()))
        });
        Self { tensors: tensors.collect() }
    }
}

/// Floats as little-endian bytes, as in safetensors files.
fn little_endian(floats: &[f32]) -> Vec<u8> {
    const CHUNK: usize = 1 << 14;
    let mut bytes = vec![0; floats.len() * 4];
    bytes.par_chunks_mut(4 * CHUNK).zip(floats.par_chunks(CHUNK)).for_each(|(bytes, floats)| {
        bytes.chunks_exact_mut(4).zip(floats).for_each(|(four, value)| four.copy_from_slice(&value.to_le_bytes()));
    });
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiny() -> Architecture {
        Architecture { input: 8, convolutions: vec![], hidden: vec![4], classes: 3 }
    }

    #[test]
    fn weights_come_back_from_their_file() {
        let weights = Weights::random(&tiny(), 5);
        assert_eq!(weights.check(&tiny()), Ok(()));
        assert_eq!(Weights::from_safetensors(&weights.to_safetensors(None)), Ok(weights.clone()));
        assert_ne!(weights, Weights::random(&tiny(), 6));
    }

    #[test]
    fn each_fault_is_named_with_its_tensor() {
        let good = Weights::random(&tiny(), 5);
        let with = |change: &dyn Fn(&mut BTreeMap<String, Values>)| {
            let mut weights = good.clone();
            change(&mut weights.tensors);
            weights.check(&tiny()).map_err(|error| error.to_string())
        };
        let missing = with(&|tensors| drop(tensors.remove("fc2.bias")));
        assert_eq!(missing, Err("tensor fc2.bias is missing".into()));
        let shape =
            with(&|tensors| tensors.get_mut("fc1.bias").into_iter().for_each(|values| values.shape = vec![2, 2]));
        assert_eq!(shape, Err("tensor fc1.bias has shape [2, 2], the architecture needs [4]".into()));
        let nan =
            with(&|tensors| tensors.get_mut("fc2.weight").into_iter().for_each(|values| values.floats[1] = f32::NAN));
        assert_eq!(nan, Err("tensor fc2.weight holds a value that is not finite".into()));
        let extra = with(&|tensors| drop(tensors.insert("fc9.bias".into(), tensors["fc1.bias"].clone())));
        assert_eq!(extra, Err("tensor fc9.bias does not belong to this architecture".into()));
        assert!(matches!(Weights::from_safetensors(b"no"), Err(WeightError::Format(_))));
    }
}
