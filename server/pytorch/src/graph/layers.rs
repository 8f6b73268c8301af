//! The layers that architectures are made of, named as in PyTorch.

use super::attribute::{int, of_window};
use super::{Graph, Maps, Vectors, Window};
use crate::error::ConvertError;

/// A convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conv {
    window: Window,
    /// How many filters it must have; otherwise as many as its weights say.
    filters: Option<usize>,
    groups: usize,
    has_bias: bool,
}

impl From<Window> for Conv {
    fn from(window: Window) -> Self {
        Self { window, filters: None, groups: 1, has_bias: false }
    }
}

impl Conv {
    /// The same with this many filters.
    pub fn filters(self, filters: usize) -> Self {
        Self { filters: Some(filters), ..self }
    }

    /// The same in groups, whose number divides those of channels and of filters.
    pub fn groups(self, groups: usize) -> Self {
        Self { groups, ..self }
    }

    /// The same with a bias.
    pub fn with_bias(self) -> Self {
        Self { has_bias: true, ..self }
    }
}

impl Graph {
    /// A convolution.
    ///
    /// # Errors
    /// If its weights are missing or have another shape, or the maps are smaller than its window.
    pub fn conv(&mut self, x: &Maps, name: &str, conv: impl Into<Conv>) -> Result<Maps, ConvertError> {
        let Conv { window, filters, groups, has_bias } = conv.into();
        let [height, width] = window.size.map(Some);
        let wanted = [filters, Some(x.channels / groups), height, width];
        let (weights, dims) = self.constant(&format!("{name}.weight"), &wanted)?;
        let mut inputs = vec![x.name.clone(), weights];
        if has_bias {
            inputs.push(self.constant(&format!("{name}.bias"), &[Some(dims[0])])?.0);
        }
        let size = self.count(x, window)?;
        let mut attributes = of_window(window);
        attributes.push(int("group", groups));
        Ok(Maps { name: self.add("Conv", &inputs, attributes), channels: dims[0], size })
    }

    /// Height and width of what a window makes of maps.
    fn count(&self, x: &Maps, window: Window) -> Result<[usize; 2], ConvertError> {
        let too_small = || self.refused("its layers leave nothing of them; take larger ones".into());
        window.count(x.size).ok_or_else(too_small)
    }

    /// Zero for what is negative.
    pub fn relu(&mut self, x: Maps) -> Maps {
        Maps { name: self.add("Relu", &[&x.name], Vec::new()), ..x }
    }

    /// A slope of each channel for what is negative.
    ///
    /// # Errors
    /// If the slopes are missing, or not one for each channel.
    pub fn prelu(&mut self, x: Maps, name: &str) -> Result<Maps, ConvertError> {
        let (slopes, _) = self.constant(&format!("{name}.weight"), &[Some(x.channels)])?;
        if let Some(slopes) = self.constants.last_mut() {
            // ONNX stretches along the last axes, so the channels are given a height and a width.
            slopes.dims.extend([1, 1]);
        }
        Ok(Maps { name: self.add("PRelu", &[&x.name, &slopes], Vec::new()), ..x })
    }

    /// The highest value of each window.
    ///
    /// # Errors
    /// If the maps are smaller than the window.
    pub fn max_pool(&mut self, x: &Maps, window: Window) -> Result<Maps, ConvertError> {
        let size = self.count(x, window)?;
        Ok(Maps { name: self.add("MaxPool", &[&x.name], of_window(window)), channels: x.channels, size })
    }

    /// The mean of each map.
    pub fn global_mean(&mut self, x: &Maps) -> Vectors {
        let name = self.add("GlobalAveragePool", &[&x.name], Vec::new());
        self.flatten(&Maps { name, channels: x.channels, size: [1, 1] })
    }

    /// All numbers of an image as one vector.
    pub fn flatten(&mut self, x: &Maps) -> Vectors {
        let length = x.channels * x.size[0] * x.size[1];
        Vectors { name: self.add("Flatten", &[&x.name], vec![int("axis", 1)]), length }
    }

    /// The sum of two, which have the same shape: the last convolution before it is given the number of filters.
    pub fn sum(&mut self, x: Maps, y: &Maps) -> Maps {
        Maps { name: self.add("Add", &[&x.name, &y.name], Vec::new()), ..x }
    }

    /// A multiple.
    pub fn scaled(&mut self, x: Maps, factor: f32) -> Maps {
        let factor = self.numbers(factor, 1);
        Maps { name: self.add("Mul", &[&x.name, &factor], Vec::new()), ..x }
    }

    /// The maps of all, one after the other.
    pub fn concat(&mut self, parts: &[Maps]) -> Maps {
        let names: Vec<_> = parts.iter().map(|part| &part.name).collect();
        let name = self.add("Concat", &names, vec![int("axis", 1)]);
        let channels = parts.iter().map(|part| part.channels).sum();
        Maps { name, channels, size: parts.first().map_or([1, 1], |part| part.size) }
    }

    /// A linear layer with or without bias. The number of outputs is that of its weights.
    ///
    /// # Errors
    /// If its weights are missing or have another shape.
    pub fn linear(&mut self, x: &Vectors, name: &str, has_bias: bool) -> Result<Vectors, ConvertError> {
        let (weights, dims) = self.constant(&format!("{name}.weight"), &[None, Some(x.length)])?;
        let mut inputs = vec![x.name.clone(), weights];
        if has_bias {
            inputs.push(self.constant(&format!("{name}.bias"), &[Some(dims[0])])?.0);
        }
        Ok(Vectors { name: self.add("Gemm", &inputs, vec![int("transB", 1)]), length: dims[0] })
    }

    /// Takes the tensors of a classifier that the embedding is computed without.
    ///
    /// # Errors
    /// If they do not fit the vectors that it would be given.
    pub fn drop_classifier(&mut self, x: &Vectors, name: &str) -> Result<(), ConvertError> {
        let weights = self.weights.take(&format!("{name}.weight"), &[None, Some(x.length)])?;
        self.weights.take(&format!("{name}.bias"), &[weights.shape.first().copied()])?;
        Ok(())
    }
}
