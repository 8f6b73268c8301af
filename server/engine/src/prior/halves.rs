//! Decomposes pictures into a half that is even and a half that is odd under mirroring.
//!
//! The principal components of faces together with their mirror images are either even or odd. Analysing each half by
//! itself takes a quarter of the work of analysing twice as many pictures.

use std::f32::consts::FRAC_1_SQRT_2;

/// The effect of mirroring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Nothing.
    Even,
    /// The sign changes.
    Odd,
}

impl Half {
    /// Values in half a line of `side` pixels; the middle pixel of an odd line belongs to the even half.
    fn length(self, side: usize) -> usize {
        match self {
            Self::Even => side.div_ceil(2),
            Self::Odd => side / 2,
        }
    }

    /// Values in half a picture.
    pub fn values(self, side: usize) -> usize {
        3 * side * self.length(side)
    }

    /// The half of a picture `[3, side, side]`; preserves lengths.
    pub fn of(self, planes: &[f32], side: usize, half: &mut [f32]) {
        let length = self.length(side);
        for (line, half) in planes.chunks_exact(side).zip(half.chunks_exact_mut(length)) {
            for (at, value) in half.iter_mut().enumerate() {
                let (left, right) = (line[at], line[side - 1 - at]);
                *value = match self {
                    Self::Even if 2 * at + 1 == side => left,
                    Self::Even => (left + right) * FRAC_1_SQRT_2,
                    Self::Odd => (left - right) * FRAC_1_SQRT_2,
                };
            }
        }
    }

    /// The picture `[3, side, side]` with this half, and zero as the other.
    pub fn whole(self, half: &[f32], side: usize, planes: &mut [f32]) {
        let length = self.length(side);
        planes.fill(0.0);
        for (line, half) in planes.chunks_exact_mut(side).zip(half.chunks_exact(length)) {
            for (at, value) in half.iter().enumerate() {
                if self == Self::Even && 2 * at + 1 == side {
                    line[at] = *value;
                } else {
                    line[at] = value * FRAC_1_SQRT_2;
                    line[side - 1 - at] = if self == Self::Even { line[at] } else { -line[at] };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_add_up_to_the_picture_and_keep_its_length() {
        for side in [4, 5] {
            let picture: Vec<f32> = (0..3 * side * side).map(|at| (at * 37 % 101) as f32).collect();
            let (mut sum, mut squares) = (vec![0.0; picture.len()], 0.0);
            for half in [Half::Even, Half::Odd] {
                let (mut values, mut whole) = (vec![0.0; half.values(side)], vec![0.0; picture.len()]);
                half.of(&picture, side, &mut values);
                half.whole(&values, side, &mut whole);
                squares += values.iter().map(|value| value * value).sum::<f32>();
                sum.iter_mut().zip(&whole).for_each(|(sum, value)| *sum += value);
            }
            assert!(sum.iter().zip(&picture).all(|(sum, value)| (sum - value).abs() < 1e-3), "side {side}");
            let wanted: f32 = picture.iter().map(|value| value * value).sum();
            assert!((squares / wanted - 1.0).abs() < 1e-5, "side {side}: {squares} {wanted}");
        }
    }
}
