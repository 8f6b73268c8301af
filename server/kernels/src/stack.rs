//! All convolutions of one image, forward and backward.

use crate::backward::{Backward, Source};
use crate::convolution::Convolution;
use crate::scratch::Scratch;
use crate::target::{Results, Target};
use pulp::{Simd, WithSimd};

/// Forward: leaves every convolution's input in the buffers. The first must take planes. `KEEP` says whether to keep
/// choices.
pub(crate) struct Convolve<'a, const KEEP: bool> {
    pub stack: &'a [Convolution],
    pub scratch: &'a mut Scratch,
    /// `[channels, side, side]`.
    pub image: &'a [f32],
    /// The pooling choices of all convolutions, concatenated.
    pub choices: &'a mut [u8],
    /// The layout of the last convolution's results in `out`.
    pub target: Target,
    pub out: &'a mut [f32],
}

impl<const KEEP: bool> WithSimd for Convolve<'_, KEEP> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { stack, scratch, image, mut choices, target, out } = self;
        let first = stack[0].layer();
        let area = first.side * first.side;
        for (plane, image) in scratch.inputs[0].chunks_exact_mut(first.plane()).zip(image.chunks_exact(area)) {
            let rows = plane[first.origin()..].chunks_mut(first.stride());
            rows.zip(image.chunks_exact(first.side)).for_each(|(to, from)| to[..first.side].copy_from_slice(from));
        }
        for (index, convolution) in stack.iter().enumerate() {
            let (chosen, rest) = choices.split_at_mut(if KEEP { convolution.layer().choices() } else { 0 });
            let (before, after) = scratch.inputs.split_at_mut(index + 1);
            let (target, out) = match (stack.get(index + 1), after.first_mut()) {
                (Some(next), Some(inputs)) => (next.inputs(), &mut **inputs),
                _ => (target, &mut *out),
            };
            convolution.run::<S, KEEP>(
                simd,
                &before[index],
                &mut scratch.temporary,
                Results { target, out, choices: chosen },
            );
            choices = rest;
        }
    }
}

/// Backward: leaves the gradient of every convolution's input, from the last to the `lowest`, in the buffers.
pub(crate) struct Backpropagate<'a> {
    pub stack: &'a [Backward],
    pub scratch: &'a mut Scratch,
    /// The pooling choices of all convolutions, concatenated.
    pub choices: &'a [u8],
    /// The gradient of the last convolution's output.
    pub source: Source<'a>,
    pub lowest: usize,
}

impl WithSimd for Backpropagate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { stack, scratch, mut choices, source, lowest } = self;
        for (index, backward) in stack.iter().enumerate().skip(lowest).rev() {
            let (before, chosen) = choices.split_at(choices.len() - backward.layer.choices());
            let (now, after) = scratch.gradients.split_at_mut(index + 1);
            let source = Source::before(stack.get(index + 1).map(|next| next.layer), after, source);
            backward.run(simd, source, chosen, &mut now[index]);
            choices = before;
        }
    }
}
