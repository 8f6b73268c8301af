//! The layers of the paper's network, and their sizes.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Allowed sides of the input, in pixels.
const INPUT: RangeInclusive<usize> = 8..=1024;
const KERNEL: RangeInclusive<usize> = 1..=31;
const CHANNELS: RangeInclusive<usize> = 1..=8192;
const NEURONS: RangeInclusive<usize> = 1..=65_536;
const CLASSES: RangeInclusive<usize> = 1..=10_000_000;
/// Most layers of each kind, given how often the largest input can be halved.
const MOST_LAYERS: usize = 10;
/// 16 GiB of weights; the paper's recognizer has 7 million.
const MOST_WEIGHTS: usize = 1 << 32;

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

    /// Checks that sizes are possible: odd kernels, an input that halves evenly at every pooling, no empty layer, and
    /// nothing larger than any real recognizer. Sizes that pass can be multiplied without overflow.
    ///
    /// # Errors
    /// If a number is impossible; the message names it and the allowed range.
    pub fn check(&self) -> Result<(), String> {
        let input = within("input", self.input, INPUT)?;
        if self.convolutions.len() > MOST_LAYERS || !input.is_multiple_of(1 << self.convolutions.len()) {
            let layers = self.convolutions.len();
            return Err(format!(
                "an input of {input} pixels cannot be halved {layers} times, once for each of the convolutions; give fewer"
            ));
        }
        for (index, layer) in self.convolutions.iter().enumerate() {
            let kernel = within(&format!("convolutions[{index}].kernel"), layer.kernel, KERNEL)?;
            if kernel.is_multiple_of(2) {
                return Err(format!("convolutions[{index}].kernel is {kernel}; only odd ones are read"));
            }
            within(&format!("convolutions[{index}].channels"), layer.channels, CHANNELS)?;
        }
        within("the number of hidden layers", self.hidden.len(), 0..=MOST_LAYERS)?;
        for (index, neurons) in self.hidden.iter().enumerate() {
            within(&format!("hidden[{index}]"), *neurons, NEURONS)?;
        }
        within("classes", self.classes, CLASSES)?;
        within("the number of all weights", self.weights(), 1..=MOST_WEIGHTS).map(drop)
    }

    /// The number of weights, saturating.
    fn weights(&self) -> usize {
        let product = |shape: &[usize]| shape.iter().fold(1_usize, |product, side| product.saturating_mul(*side));
        self.tensors().iter().fold(0, |sum, (_, shape, _)| sum.saturating_add(product(shape)))
    }

    /// Inputs of the first fully connected layer: channels, rows and columns, flattened in this order.
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

    /// Floating-point operations of a forward pass of one image; a multiplication and an addition count as two.
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

fn within(what: &str, value: usize, range: RangeInclusive<usize>) -> Result<usize, String> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(format!("{what} is {value}; it can be from {} to {}", range.start(), range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn impossible_sizes_are_refused_by_name() {
        let good = Architecture::paper(5);
        assert_eq!(good.check(), Ok(()));
        let layer = |kernel, channels| vec![ConvolutionLayer { kernel, channels }];
        let why = |wrong: Architecture| wrong.check().expect_err("refused");
        assert!(why(Architecture { input: 100, ..good.clone() }).contains("halved 4 times"));
        assert!(why(Architecture { input: 0, ..good.clone() }).starts_with("input is 0"));
        assert!(why(Architecture { classes: 0, ..good.clone() }).starts_with("classes is 0"));
        assert!(why(Architecture { convolutions: layer(4, 8), ..good.clone() }).contains("kernel is 4"));
        assert!(why(Architecture { convolutions: layer(3, 0), ..good.clone() }).contains("channels is 0"));
        assert!(why(Architecture { convolutions: layer(3, 1 << 61), ..good.clone() }).contains("8192"));
        assert!(why(Architecture { convolutions: vec![layer(3, 8)[0]; 70], ..good.clone() }).contains("70 times"));
        assert!(why(Architecture { hidden: vec![8, 0], ..good.clone() }).starts_with("hidden[1] is 0"));
        assert!(why(Architecture { hidden: vec![65_536; 3], ..good }).contains("all weights"));
    }

    fn size() -> impl Strategy<Value = usize> {
        let edges = [0, 1, 2, 3, 8, 31, 33, 128, 1024, 8192, 1 << 31, 1 << 32, 1 << 61, 1 << 63, usize::MAX];
        prop_oneof![prop::sample::select(edges.to_vec()), 0_usize..40, any::<usize>()]
    }

    proptest! {
        /// In these tests an overflow panics.
        #[test]
        fn whatever_is_described_ends_in_an_answer(
            input in size(),
            convolutions in prop::collection::vec((size(), size()), 0..12),
            hidden in prop::collection::vec(size(), 0..12),
            classes in size(),
        ) {
            let convolutions = convolutions.into_iter().map(|(kernel, channels)| ConvolutionLayer { kernel, channels });
            let described = Architecture { input, convolutions: convolutions.collect(), hidden, classes };
            if described.check().is_ok() {
                let values = described.tensors().iter().map(|(_, shape, _)| shape.iter().product::<usize>()).sum::<usize>();
                prop_assert!((1..=MOST_WEIGHTS).contains(&values));
                prop_assert!(described.flattened() > 0 && described.forward_operations() > 0);
            }
        }

        #[test]
        fn possible_sizes_are_taken(
            convolutions in prop::collection::vec((0_usize..16, 1_usize..100), 0..4),
            hidden in prop::collection::vec(1_usize..2000, 0..4),
            classes in 1_usize..10_000,
        ) {
            let layer = |(half, channels)| ConvolutionLayer { kernel: 2 * half + 1, channels };
            let convolutions = convolutions.into_iter().map(layer).collect();
            prop_assert_eq!(Architecture { input: 64, convolutions, hidden, classes }.check(), Ok(()));
        }
    }
}
