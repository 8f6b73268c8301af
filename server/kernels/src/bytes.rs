//! Images as bytes.

use crate::level::Level;
use pulp::{Simd, WithSimd};

/// Values converted at once before they are interleaved.
const CHUNK: usize = 256;

/// Converts planes in [0,1] to the nearest bytes, interleaved: `out[pixel * planes + plane]`.
///
/// # Panics
/// If lengths differ, or the image does not consist of whole planes.
pub fn interleaved_bytes(level: Level, image: &[f32], planes: usize, out: &mut [u8]) {
    assert!(planes > 0 && image.len() == out.len() && image.len().is_multiple_of(planes));
    level.run(Bytes { image, planes, out });
}

struct Bytes<'a> {
    image: &'a [f32],
    planes: usize,
    out: &'a mut [u8],
}

impl WithSimd for Bytes<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { image, planes, out } = self;
        let area = image.len() / planes;
        let mut bytes = [0; CHUNK];
        for (number, plane) in image.chunks_exact(area.max(1)).enumerate() {
            for (values, out) in plane.chunks(CHUNK).zip(out.chunks_mut(CHUNK * planes)) {
                for (byte, value) in bytes.iter_mut().zip(values) {
                    // The cast saturates outside the range; adding one half rounds within it.
                    *byte = (value.clamp(0.0, 1.0) * 255.0 + 0.5) as i32 as u8;
                }
                out[number..].iter_mut().step_by(planes).zip(&bytes).for_each(|(to, byte)| *to = *byte);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_rounded_clamped_and_put_side_by_side() {
        let image: Vec<f32> = (0..3 * 300).map(|at| at as f32 / 255.0 - 1.0).collect();
        for level in Level::all() {
            let mut out = vec![7; image.len()];
            interleaved_bytes(level, &image, 3, &mut out);
            let wanted: Vec<u8> = (0..900).map(|at| (at % 3 * 300 + at / 3 - 255).clamp(0, 255) as u8).collect();
            assert_eq!(out, wanted, "{}", level.name());
        }
    }
}
