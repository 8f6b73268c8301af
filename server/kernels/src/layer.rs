//! Sizes: of a network, of each of its convolutions, and of the buffers that its computation needs.
//!
//! Forward, images lie as planes, one a channel, with a margin of zeros: vectors run along a row of pixels. What later
//! convolutions get lies with the channels of a pixel side by side, as do all gradients backward ("slots"): vectors run over
//! the channels of neighbouring pixels.

/// Output channels that the forward pass computes together.
pub(crate) const GROUP: usize = 8;
/// The longest vector of any level; buffers have room for whole ones.
pub(crate) const LONGEST: usize = 16;
/// Neighbouring pooled pixels whose choices lie side by side where vectors run along rows: those of the longest vector.
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
    /// Whether this crate computes such a network: at least one convolution, odd kernels, sides that halve evenly.
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

    /// The convolutions with the sizes of what they get.
    pub(crate) fn layers(&self) -> Vec<Layer> {
        let (mut inputs, mut side) = (self.channels, self.input);
        let layer = |[kernel, outputs]: &[usize; 2]| {
            let layer = Layer { inputs, outputs: *outputs, kernel: *kernel, side, block: BLOCK };
            (inputs, side) = (*outputs, side / 2);
            layer
        };
        self.convolutions.iter().map(layer).collect()
    }

    /// Values of an image.
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
    /// Neighbouring pooled pixels whose choices lie side by side, channel after channel: [`BLOCK`] or one.
    pub block: usize,
}

impl Layer {
    /// Values of its weight.
    pub fn weights(self) -> usize {
        self.outputs * self.inputs * self.kernel * self.kernel
    }

    pub fn margin(self) -> usize {
        self.kernel / 2
    }

    /// Side of what comes out after pooling.
    pub fn pooled(self) -> usize {
        self.side / 2
    }

    /// Output channels, filled up to whole groups.
    pub fn grouped(self) -> usize {
        self.outputs.next_multiple_of(GROUP)
    }

    /// From one row of an input plane to the next: whole vectors.
    pub fn stride(self) -> usize {
        (self.side.next_multiple_of(LONGEST) + 2 * self.margin()).next_multiple_of(LONGEST)
    }

    /// Values of an input plane with its margin.
    pub fn plane(self) -> usize {
        (self.side + 2 * self.margin()) * self.stride()
    }

    /// Values of all its input planes.
    pub fn planes(self) -> usize {
        self.inputs * self.plane()
    }

    /// Where the first pixel of an input plane lies.
    pub fn origin(self) -> usize {
        self.margin() * (self.stride() + 1)
    }

    /// Where the choice that pooling made for a value lies: rows, blocks of pixels, channels, pixels of the block.
    pub fn choice(self, channel: usize, y: usize, x: usize) -> usize {
        let (pooled, outputs) = (self.pooled(), self.outputs);
        match self.block {
            1 => (y * pooled + x) * outputs + channel,
            _ => ((y * pooled.div_ceil(BLOCK) + x / BLOCK) * outputs + channel) * BLOCK + x % BLOCK,
        }
    }

    /// Room for the choices, one byte each.
    pub fn choices(self) -> usize {
        self.choice(0, self.pooled(), 0)
    }

    /// Room for a pixel of the input gradient.
    pub fn slots(self) -> usize {
        if self.inputs <= 4 { 4 } else { self.inputs.next_multiple_of(8) }
    }

    /// From what one pooled gradient touches to what the next one does.
    pub fn step(self) -> usize {
        2 * self.slots()
    }

    /// Places within a vector where the touched values may begin.
    pub fn phases(self) -> usize {
        (LONGEST / self.step()).max(1)
    }

    /// Values of a window's row: what one pooled gradient touches of a row of pixels, in whole vectors, wherever in the
    /// first of them it begins.
    pub fn reach(self) -> usize {
        ((self.kernel + 1) * self.slots() + (self.phases() - 1) * self.step()).next_multiple_of(LONGEST)
    }

    /// Rows of a window.
    pub fn rows(self) -> usize {
        self.kernel + 1
    }

    /// From one row of the input gradient to the next.
    pub fn line(self) -> usize {
        ((self.side - 2) * self.slots() + self.reach()).next_multiple_of(LONGEST)
    }

    /// Where the first pixel within the margin of the input gradient lies.
    pub fn inner(self) -> usize {
        self.margin() * (self.line() + self.slots())
    }

    /// Values of the input gradient with its margin.
    pub fn gradient(self) -> usize {
        (self.side + 2 * self.margin()) * self.line()
    }
}
