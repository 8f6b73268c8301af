//! Sizes of a network, of its convolutions, and of the buffers for their computation.
//!
//! In the forward direction, images are planes, one for each channel, with a margin of zeros: vectors run along rows of
//! pixels. Later convolutions get the channels of a pixel side by side, as do all gradients ("slots"): vectors run over
//! the channels of neighbouring pixels.

/// Output channels that the forward pass computes together.
pub(crate) const GROUP: usize = 8;
/// The longest vector of any level; buffers are padded to whole ones.
pub(crate) const LONGEST: usize = 16;
/// Adjacent pooled pixels whose choices are stored side by side if vectors run along rows: the length of the longest
/// vector.
pub(crate) const BLOCK: usize = LONGEST / 2;
/// The shortest vector of any level.
pub(crate) const SHORTEST: usize = 4;

/// A convolutional recognizer of square images: convolutions with 'same' padding, each followed by ReLU and 2x2 max
/// pooling, then fully connected layers with ReLU between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Side of the input in pixels.
    pub input: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Side of the kernel and number of output channels of each convolution.
    pub convolutions: Vec<[usize; 2]>,
    /// Neurons of the hidden fully connected layers.
    pub hidden: Vec<usize>,
    /// Outputs.
    pub classes: usize,
}

impl Shape {
    /// Whether this crate supports the network: at least one convolution, odd kernels, sides that halve evenly.
    pub fn is_covered(&self) -> bool {
        let halves = 1_usize.checked_shl(self.convolutions.len() as u32).unwrap_or(0);
        let kernels = self.convolutions.iter().all(|[kernel, channels]| kernel % 2 == 1 && *channels > 0);
        let sizes = [self.channels, self.classes].iter().chain(&self.hidden).all(|size| *size > 0);
        !self.convolutions.is_empty()
            && kernels
            && sizes
            && halves > 0
            && self.input > 0
            && self.input.is_multiple_of(halves)
    }

    /// The convolutions with the sizes of their inputs.
    pub(crate) fn layers(&self) -> Vec<Layer> {
        let (mut inputs, mut side) = (self.channels, self.input);
        let layer = |[kernel, outputs]: &[usize; 2]| {
            let layer = Layer { inputs, outputs: *outputs, kernel: *kernel, side, block: BLOCK };
            (inputs, side) = (*outputs, side / 2);
            layer
        };
        self.convolutions.iter().map(layer).collect()
    }

    /// Values in an image.
    pub(crate) fn image(&self) -> usize {
        self.channels * self.input * self.input
    }

    /// Outputs of each fully connected layer.
    pub(crate) fn dense(&self) -> Vec<usize> {
        self.hidden.iter().copied().chain([self.classes]).collect()
    }
}

/// One convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layer {
    pub inputs: usize,
    pub outputs: usize,
    pub kernel: usize,
    /// Side of its input in pixels.
    pub side: usize,
    /// Adjacent pooled pixels whose choices are stored side by side, channel after channel: [`BLOCK`] or one.
    pub block: usize,
}

impl Layer {
    /// Values in its weight.
    pub fn weights(self) -> usize {
        self.outputs * self.inputs * self.kernel * self.kernel
    }

    pub fn margin(self) -> usize {
        self.kernel / 2
    }

    /// Side of its output after pooling.
    pub fn pooled(self) -> usize {
        self.side / 2
    }

    /// Output channels, rounded up to whole groups.
    pub fn grouped(self) -> usize {
        self.outputs.next_multiple_of(GROUP)
    }

    /// The stride of rows in an input plane: whole vectors.
    pub fn stride(self) -> usize {
        (self.side.next_multiple_of(LONGEST) + 2 * self.margin()).next_multiple_of(LONGEST)
    }

    /// Values in an input plane with its margin.
    pub fn plane(self) -> usize {
        (self.side + 2 * self.margin()) * self.stride()
    }

    /// Values in all its input planes.
    pub fn planes(self) -> usize {
        self.inputs * self.plane()
    }

    /// The index of the first pixel in an input plane.
    pub fn origin(self) -> usize {
        self.margin() * (self.stride() + 1)
    }

    /// The index of the choice for a pooled value: rows, blocks of pixels, channels, pixels of the block.
    pub fn choice(self, channel: usize, y: usize, x: usize) -> usize {
        let (pooled, outputs) = (self.pooled(), self.outputs);
        match self.block {
            1 => (y * pooled + x) * outputs + channel,
            _ => ((y * pooled.div_ceil(BLOCK) + x / BLOCK) * outputs + channel) * BLOCK + x % BLOCK,
        }
    }

    /// Bytes for the choices.
    pub fn choices(self) -> usize {
        self.choice(0, self.pooled(), 0)
    }

    /// Values for a pixel of the input gradient.
    pub fn slots(self) -> usize {
        if self.inputs <= 4 { 4 } else { self.inputs.next_multiple_of(8) }
    }

    /// The distance between the areas that neighbouring pooled gradients reach.
    pub fn step(self) -> usize {
        2 * self.slots()
    }

    /// Positions within a vector at which these areas may begin.
    pub fn phases(self) -> usize {
        (LONGEST / self.step()).max(1)
    }

    /// Values in a window's row, which is the reach of one pooled gradient along a row of pixels, in whole vectors,
    /// wherever in the first of them it begins.
    pub fn reach(self) -> usize {
        ((self.kernel + 1) * self.slots() + (self.phases() - 1) * self.step()).next_multiple_of(LONGEST)
    }

    /// Rows of a window.
    pub fn rows(self) -> usize {
        self.kernel + 1
    }

    /// The stride of rows in the input gradient.
    pub fn line(self) -> usize {
        ((self.side - 2) * self.slots() + self.reach()).next_multiple_of(LONGEST)
    }

    /// The index of the first pixel within the margin of the input gradient.
    pub fn inner(self) -> usize {
        self.margin() * (self.line() + self.slots())
    }

    /// Values in the input gradient with its margin.
    pub fn gradient(self) -> usize {
        (self.side + 2 * self.margin()) * self.line()
    }
}
