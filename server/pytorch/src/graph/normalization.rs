//! Normalizations, named as in PyTorch.

use super::attribute::{float, int};
use super::{Graph, Maps, Vectors};
use crate::error::ConvertError;

impl Graph {
    /// A batch normalization of feature maps by the mean and variance of training.
    ///
    /// # Errors
    /// If one of its tensors is missing or has another length.
    pub fn batch_norm(&mut self, x: Maps, name: &str, epsilon: f32) -> Result<Maps, ConvertError> {
        let [scale, shift] = self.affine(name, x.channels)?;
        Ok(Maps { name: self.normalized(&x.name, x.channels, name, [scale, shift], epsilon)?, ..x })
    }

    /// A batch normalization of vectors.
    ///
    /// # Errors
    /// As [`Graph::batch_norm`].
    pub fn batch_norm_of_vectors(&mut self, x: Vectors, name: &str, epsilon: f32) -> Result<Vectors, ConvertError> {
        let [scale, shift] = self.affine(name, x.length)?;
        Ok(Vectors { name: self.normalized(&x.name, x.length, name, [scale, shift], epsilon)?, ..x })
    }

    /// A batch normalization of vectors that has no weights (`affine=False`).
    ///
    /// # Errors
    /// As [`Graph::batch_norm`].
    pub fn plain_batch_norm(&mut self, x: Vectors, name: &str, epsilon: f32) -> Result<Vectors, ConvertError> {
        let affine = [self.numbers(1.0, x.length), self.numbers(0.0, x.length)];
        Ok(Vectors { name: self.normalized(&x.name, x.length, name, affine, epsilon)?, ..x })
    }

    /// The factors and summands of a normalization.
    fn affine(&mut self, name: &str, length: usize) -> Result<[String; 2], ConvertError> {
        let (scale, _) = self.constant(&format!("{name}.weight"), &[Some(length)])?;
        let (shift, _) = self.constant(&format!("{name}.bias"), &[Some(length)])?;
        Ok([scale, shift])
    }

    fn normalized(
        &mut self,
        x: &str,
        length: usize,
        name: &str,
        [scale, shift]: [String; 2],
        epsilon: f32,
    ) -> Result<String, ConvertError> {
        let mut inputs = vec![x.to_owned(), scale, shift];
        for part in ["running_mean", "running_var"] {
            inputs.push(self.constant(&format!("{name}.{part}"), &[Some(length)])?.0);
        }
        Ok(self.add("BatchNormalization", &inputs, vec![float("epsilon", epsilon)]))
    }

    /// Each vector at length 1.
    pub fn unit_length(&mut self, x: &Vectors) -> Vectors {
        let name = self.add("LpNormalization", &[&x.name], vec![int("axis", 1), int("p", 2)]);
        Vectors { name, length: x.length }
    }
}
