//! The transforms of weights, inputs and products along one dimension of a tile.

use crate::level::{load, store};
use pulp::Simd;

/// The transform of weights along one dimension, at the points 0, 1, -1 and infinity, and for 5x5 kernels also 2 and
/// -2.
pub(super) fn factors(kernel: usize) -> Vec<Vec<f64>> {
    let points: &[(f64, f64)] = if kernel == 3 {
        &[(0.0, 1.0), (1.0, 2.0), (-1.0, 2.0)]
    } else {
        &[(0.0, 4.0), (1.0, -6.0), (-1.0, -6.0), (2.0, 24.0), (-2.0, 24.0)]
    };
    let finite =
        points.iter().map(|(point, divisor)| (0..kernel as i32).map(|power| point.powi(power) / divisor).collect());
    let infinite = (0..kernel).map(|power| f64::from(u8::from(power + 1 == kernel))).collect();
    finite.chain([infinite]).collect()
}

/// The transform of inputs along one dimension.
#[inline(always)]
pub(super) fn before<S: Simd, const N: usize>(simd: S, d: [S::f32s; N]) -> [S::f32s; N] {
    let mut out = d;
    if N == 4 {
        out[0] = simd.sub_f32s(d[0], d[2]);
        out[1] = simd.add_f32s(d[1], d[2]);
        out[2] = simd.sub_f32s(d[2], d[1]);
        out[3] = simd.sub_f32s(d[1], d[3]);
        return out;
    }
    let (two, four) = (simd.splat_f32s(2.0), simd.splat_f32s(4.0));
    let (less_two, less_four) = (simd.splat_f32s(-2.0), simd.splat_f32s(-4.0));
    let (even, odd) = (simd.mul_add_e_f32s(less_four, d[2], d[4]), simd.mul_add_e_f32s(less_four, d[1], d[3]));
    let (near, far) = (simd.sub_f32s(d[4], d[2]), simd.sub_f32s(d[3], d[1]));
    out[0] = simd.mul_add_e_f32s(four, simd.sub_f32s(d[0], d[2]), near);
    out[1] = simd.add_f32s(even, odd);
    out[2] = simd.sub_f32s(even, odd);
    out[3] = simd.mul_add_e_f32s(two, far, near);
    out[4] = simd.mul_add_e_f32s(less_two, far, near);
    out[5] = simd.mul_add_e_f32s(less_four, far, simd.sub_f32s(d[5], d[3]));
    out
}

/// The transform of inputs along columns: from `N` rows of `row` values to as many, which are `apart` from each other.
#[inline(always)]
pub(super) fn lift<S: Simd, const N: usize>(simd: S, rows: &[f32], row: usize, lifted: &mut [f32], apart: usize) {
    let (rows, lifted) = (&rows[..N * row], &mut lifted[..(N - 1) * apart + row]);
    for from in (0..row).step_by(S::F32_LANES) {
        let mut pixels = [simd.splat_f32s(0.0); N];
        for (at, pixels) in pixels.iter_mut().enumerate() {
            *pixels = load::<S>(&rows[at * row + from..]);
        }
        for (at, value) in before::<S, N>(simd, pixels).into_iter().enumerate() {
            store::<S>(&mut lifted[at * apart + from..], value);
        }
    }
}

/// The transform of products along one dimension, to two results.
#[inline(always)]
pub(super) fn after<S: Simd, const N: usize>(simd: S, m: [S::f32s; N]) -> [S::f32s; 2] {
    let (sum, difference) = (simd.add_f32s(m[1], m[2]), simd.sub_f32s(m[1], m[2]));
    if N == 4 {
        return [simd.add_f32s(m[0], sum), simd.sub_f32s(difference, m[3])];
    }
    let far = simd.mul_add_e_f32s(simd.splat_f32s(2.0), simd.sub_f32s(m[3], m[4]), difference);
    let sum = simd.add_f32s(sum, simd.add_f32s(m[3], m[4]));
    [simd.add_f32s(m[0], sum), simd.add_f32s(far, m[5])]
}
