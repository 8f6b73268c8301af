//! The tensors of one network, each taken once: whatever the architecture does not take is another network's.

use crate::error::ConvertError;
use crate::tensor::Tensor;
use std::collections::BTreeMap;

/// The tensors of one network that are not taken yet.
#[derive(Debug)]
pub struct Weights {
    /// How messages name the architecture.
    pub architecture: &'static str,
    /// What the names of the tensors begin with in the file.
    prefix: String,
    tensors: BTreeMap<String, Tensor>,
}

/// A dimension that is wanted: a number, or any.
pub type Wanted = Option<usize>;

impl Weights {
    /// Those of `tensors`, which are named without their prefix.
    pub fn new(architecture: &'static str, prefix: String, mut tensors: BTreeMap<String, Tensor>) -> Self {
        tensors.retain(|name, _| name.rsplit('.').next() != Some("num_batches_tracked"));
        Self { architecture, prefix, tensors }
    }

    /// The name of a tensor in the file.
    pub fn full(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Whether a tensor is there.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// How many modules `PART.0`, `PART.1`, ... have tensors, up to the first that has none.
    pub fn modules(&self, part: &str) -> usize {
        let has = |at: &usize| {
            let prefix = format!("{part}.{at}.");
            self.tensors.range(prefix.clone()..).next().is_some_and(|(name, _)| name.starts_with(&prefix))
        };
        (0..).take_while(has).count()
    }

    /// The shape of a tensor, which stays.
    ///
    /// # Errors
    /// If it is missing, or has another number of dimensions.
    pub fn dims<const N: usize>(&self, name: &str) -> Result<[usize; N], ConvertError> {
        let tensor = self.tensors.get(name).ok_or_else(|| self.missing(name))?;
        <[usize; N]>::try_from(&*tensor.shape).map_err(|_| self.misshapen(name, tensor, &[None; N]))
    }

    /// Takes a tensor, whose shape must be the one that is wanted.
    ///
    /// # Errors
    /// If it is missing, or has another shape.
    pub fn take(&mut self, name: &str, wanted: &[Wanted]) -> Result<Tensor, ConvertError> {
        let tensor = self.tensors.remove(name).ok_or_else(|| self.missing(name))?;
        let fits = |(found, wanted): (&usize, &Wanted)| *found > 0 && wanted.is_none_or(|wanted| wanted == *found);
        if tensor.shape.len() == wanted.len() && tensor.shape.iter().zip(wanted).all(fits) {
            Ok(tensor)
        } else {
            Err(self.misshapen(name, &tensor, wanted))
        }
    }

    /// Checks that everything was taken.
    ///
    /// # Errors
    /// If tensors are left over.
    pub fn finish(&self) -> Result<(), ConvertError> {
        if self.tensors.is_empty() {
            return Ok(());
        }
        let names = self.tensors.keys().map(|name| self.full(name)).collect();
        Err(ConvertError::LeftOver { architecture: self.architecture, names })
    }

    fn missing(&self, name: &str) -> ConvertError {
        ConvertError::Missing { architecture: self.architecture, name: self.full(name) }
    }

    fn misshapen(&self, name: &str, tensor: &Tensor, wanted: &[Wanted]) -> ConvertError {
        let dims = wanted.iter().map(|dim| dim.map_or_else(|| "_".into(), |dim| dim.to_string()));
        let wanted = format!("[{}]", dims.collect::<Vec<_>>().join(", "));
        let found = tensor.shape.clone();
        ConvertError::Shape { architecture: self.architecture, name: self.full(name), found, wanted }
    }
}
