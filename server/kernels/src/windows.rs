//! A convolution's weights as windows: what one pooled gradient adds to the gradient of the convolution's input, for
//! every choice of pooling.

use crate::aligned::Aligned;
use crate::forward::CLIPPED;
use crate::layer::{LONGEST, Layer};

/// The choices within a pooling square.
pub(crate) const CHOICES: usize = CLIPPED as usize;

/// Windows of all outputs, for each choice and each position within a vector at which they may begin.
///
/// The weights have a frame of zeros. A window shifted down by a row begins one row higher within it, so rows need no
/// copies; nor do columns, if pixels are whole vectors.
#[derive(Debug)]
pub(crate) struct Windows {
    pub values: Aligned,
    /// For each phase and choice, the offset of the window within an output's values.
    pub places: Vec<[u32; CHOICES]>,
    /// The stride from one output to the next.
    pub output: usize,
    /// The stride from one row of a window to the next.
    pub row: usize,
}

impl Windows {
    /// Packs `weight` `[outputs, inputs, kernel, kernel]`.
    pub fn new(layer: Layer, weight: &[f32]) -> Self {
        let Layer { inputs, outputs, kernel, .. } = layer;
        let slots = layer.slots();
        let are_columns_shared = slots.is_multiple_of(LONGEST);
        let row = layer.reach() + if are_columns_shared { slots } else { 0 };
        // The weights with a row of zeros above and below.
        let copy = (kernel + 2) * row;
        // For each copy, the phase and the columns that it is shifted by.
        let copies: Vec<(usize, usize)> = if are_columns_shared {
            vec![(0, 1)]
        } else {
            (0..layer.phases()).flat_map(|phase| [(phase, 0), (phase, 1)]).collect()
        };
        let output = copies.len() * copy;
        let mut values = Aligned::zeros(outputs * output);
        for (of_output, weight) in values.chunks_exact_mut(output).zip(weight.chunks_exact(inputs * kernel * kernel)) {
            for ((phase, shift), window) in copies.iter().zip(of_output.chunks_exact_mut(copy)) {
                for (at, value) in weight.iter().enumerate() {
                    let (input, y, x) = (at / (kernel * kernel), at / kernel % kernel, at % kernel);
                    window[(y + 1) * row + phase * layer.step() + (x + shift) * slots + input] = *value;
                }
            }
        }
        let place = |phase: usize, choice: usize| {
            let (down, right) = (choice / 2, choice % 2);
            let column = if are_columns_shared { (1 - right) * slots } else { (2 * phase + right) * copy };
            let place = column + (1 - down) * row;
            assert!(place + kernel * row + layer.reach() <= output, "windows end within their output's values");
            place as u32
        };
        let places = (0..layer.phases()).map(|phase| std::array::from_fn(|choice| place(phase, choice))).collect();
        Self { values, places, output, row }
    }
}
