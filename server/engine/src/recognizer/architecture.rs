//! Layers and sizes of a recognizer.

use serde::{Deserialize, Serialize};

/// A convolution with 'same' padding, followed by ReLU and 2x2 max pooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvolutionLayer {
    /// Side of the kernel; odd.
    pub kernel: usize,
    /// Output channels.
    pub channels: usize,
}

/// A recognizer of square RGB images: convolutions, then fully connected layers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Side of the input in pixels.
    pub input: usize,
    /// Convolution layers, first to last.
    pub convolutions: Vec<ConvolutionLayer>,
    /// Neurons of the hidden fully connected layers.
    pub hidden: Vec<usize>,
    /// Outputs: one for each registered identity.
    pub classes: usize,
}

impl Architecture {
    /// The paper's network (section 4.1): L1 to L4 convolutions, L5 and L6 of 1024 neurons, L7 of `classes` outputs.
    pub fn paper(classes: usize) -> Self {
        let layer = |kernel, channels| ConvolutionLayer { kernel, channels };
        Self {
            input: 128,
            convolutions: vec![layer(5, 8), layer(5, 16), layer(3, 32), layer(3, 64)],
            hidden: vec![1024, 1024],
            classes,
        }
    }

    /// Whether sizes are possible: odd kernels, an input that halves evenly at every pooling, no empty layer.
    pub fn is_possible(&self) -> bool {
        let halves = 1usize.checked_shl(self.convolutions.len() as u32).unwrap_or(0);
        self.classes > 0
            && (8..=1024).contains(&self.input)
            && halves > 0
            && self.input.is_multiple_of(halves)
            && self.convolutions.iter().all(|layer| layer.kernel % 2 == 1 && layer.kernel < 32 && layer.channels > 0)
            && self.hidden.iter().all(|neurons| *neurons > 0)
    }

    /// Values that enter the first fully connected layer: channels, rows, columns flattened in this order.
    pub fn flattened(&self) -> usize {
        let side = self.input >> self.convolutions.len();
        self.convolutions.last().map_or(3, |layer| layer.channels) * side * side
    }

    /// Names and shapes of all tensors in PyTorch's layout, in the order of the layers, with each tensor's fan-in.
    pub fn tensors(&self) -> Vec<(String, Vec<usize>, usize)> {
        let mut tensors = Vec::new();
        let mut layer = |name: String, shape: Vec<usize>| {
            let fan_in = shape[1..].iter().product();
            tensors.push((format!("{name}.weight"), shape.clone(), fan_in));
            tensors.push((format!("{name}.bias"), vec![shape[0]], fan_in));
        };
        let mut channels = 3;
        for (index, convolution) in self.convolutions.iter().enumerate() {
            let shape = vec![convolution.channels, channels, convolution.kernel, convolution.kernel];
            layer(format!("conv{}", index + 1), shape);
            channels = convolution.channels;
        }
        let mut neurons = self.flattened();
        for (index, outputs) in self.hidden.iter().copied().chain([self.classes]).enumerate() {
            layer(format!("fc{}", index + 1), vec![outputs, neurons]);
            neurons = outputs;
        }
        tensors
    }

    /// Floating-point operations of one forward pass of one image, counting a multiplication and an addition as two.
    pub fn forward_operations(&self) -> u64 {
        let (mut channels, mut side, mut sum) = (3, self.input, 0);
        for layer in &self.convolutions {
            sum += 2 * side * side * layer.channels * channels * layer.kernel * layer.kernel;
            (channels, side) = (layer.channels, side / 2);
        }
        let mut neurons = self.flattened();
        for outputs in self.hidden.iter().copied().chain([self.classes]) {
            sum += 2 * neurons * outputs;
            neurons = outputs;
        }
        sum as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_network_has_the_papers_size() {
        let architecture = Architecture::paper(2041);
        let tensors = architecture.tensors();
        let parameters: usize = tensors.iter().map(|(_, shape, _)| shape.iter().product::<usize>()).sum();
        assert_eq!(parameters, 7_363_913, "about 7.4 M");
        assert_eq!(architecture.forward_operations() / 1_000_000, 79);
        assert_eq!(tensors[0], ("conv1.weight".into(), vec![8, 3, 5, 5], 75));
        assert_eq!(tensors[8], ("fc1.weight".into(), vec![1024, 4096], 4096));
        assert_eq!(tensors[13], ("fc3.bias".into(), vec![2041], 1024));
    }

    #[test]
    fn impossible_sizes_are_refused() {
        let good = Architecture::paper(5);
        assert!(good.is_possible());
        assert!(!Architecture { input: 100, ..good.clone() }.is_possible());
        assert!(!Architecture { classes: 0, ..good.clone() }.is_possible());
        let even = ConvolutionLayer { kernel: 4, channels: 8 };
        assert!(!Architecture { convolutions: vec![even], ..good }.is_possible());
    }
}
