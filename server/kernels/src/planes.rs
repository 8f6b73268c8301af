//! Converts pixels with adjacent channels to planes.

use crate::layer::{LONGEST, Layer};
use std::mem::MaybeUninit;

/// Writes `out`, the planes of an image, from the gradient of a convolution's input with its margin.
#[inline(always)]
pub(crate) fn write(layer: Layer, gradient: &[f32], out: &mut [MaybeUninit<f32>]) {
    let (side, slots) = (layer.side, layer.slots());
    let rows = gradient[layer.inner()..].chunks(layer.line()).map(|row| &row[..side * slots]);
    assert!(out.len() == layer.inputs * side * side && rows.len() >= side);
    for (channel, plane) in out.chunks_exact_mut(side * side).enumerate() {
        for (to, pixels) in plane.chunks_exact_mut(side).zip(rows.clone()) {
            self::channel(slots, channel, pixels, to);
        }
    }
}

/// Copies one channel of a row of pixels that are `slots` values apart.
#[inline(always)]
pub(crate) fn channel(slots: usize, channel: usize, pixels: &[f32], to: &mut [MaybeUninit<f32>]) {
    // If the stride is known, as for images, whole vectors are read.
    match (slots, channel) {
        (3, 0) => row::<3, 0>(pixels, to),
        (3, 1) => row::<3, 1>(pixels, to),
        (3, 2) => row::<3, 2>(pixels, to),
        (4, 0) => row::<4, 0>(pixels, to),
        (4, 1) => row::<4, 1>(pixels, to),
        (4, 2) => row::<4, 2>(pixels, to),
        (4, 3) => row::<4, 3>(pixels, to),
        _ => pick(slots, channel, pixels, to),
    }
}

#[inline(always)]
fn row<const SLOTS: usize, const AT: usize>(pixels: &[f32], to: &mut [MaybeUninit<f32>]) {
    let (vectors, rest) = to.as_chunks_mut::<LONGEST>();
    let (now, last) = pixels.split_at(vectors.len() * LONGEST * SLOTS);
    for (to, from) in vectors.iter_mut().zip(now.chunks_exact(LONGEST * SLOTS)) {
        pick(SLOTS, AT, from, to);
    }
    pick(SLOTS, AT, last, rest);
}

#[inline(always)]
fn pick(slots: usize, at: usize, pixels: &[f32], to: &mut [MaybeUninit<f32>]) {
    assert!(pixels.len() == slots * to.len() && at < slots);
    for (index, to) in to.iter_mut().enumerate() {
        to.write(pixels[index * slots + at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::BLOCK;

    #[test]
    fn every_pixel_of_every_channel_is_taken_from_within_the_margin() {
        for (inputs, side) in [(1, 2), (3, 18), (4, 32), (5, 16)] {
            let layer = Layer { inputs, outputs: 1, kernel: 3, side, block: BLOCK };
            let gradient: Vec<f32> = (0..layer.gradient()).map(|at| at as f32).collect();
            let mut out = vec![MaybeUninit::new(-1.0); inputs * side * side];
            write(layer, &gradient, &mut out);
            for (at, value) in out.iter().enumerate() {
                let (channel, y, x) = (at / (side * side), at / side % side, at % side);
                let wanted = gradient[layer.inner() + y * layer.line() + x * layer.slots() + channel];
                #[expect(unsafe_code, reason = "it was made with a value")]
                let value = unsafe { value.assume_init() }; // SAFETY: see the reason.
                assert_eq!(value, wanted, "channel {channel}, row {y}, column {x}");
            }
        }
    }
}
