//! The difference of two pictures by pixel.

use crate::number;

/// The amplification of differences, a power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gain(u8);

impl Default for Gain {
    fn default() -> Self {
        Self(2)
    }
}

impl Gain {
    /// The highest power of two.
    pub const MAX: u8 = 5;

    /// Two to this power, if valid.
    pub fn of_power(power: u8) -> Option<Self> {
        (power <= Self::MAX).then_some(Self(power))
    }

    /// The exponent of two.
    pub fn power(self) -> u8 {
        self.0
    }

    /// The factor.
    pub fn factor(self) -> u32 {
        1 << self.0
    }

    /// Reads a factor.
    pub fn read(text: &str) -> Option<Self> {
        let factor: u32 = text.parse().ok()?;
        (0..=Self::MAX).map(Self).find(|gain| gain.factor() == factor)
    }
}

/// The mean colour value of an opaque picture (RGBA, 8 bits each), in [0,255]; for a picture of differences, their mean
/// absolute difference. `None` for an empty picture.
pub fn mean(rgba: &[u8]) -> Option<f64> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let sum: u64 =
        pixels.iter().map(|[red, green, blue, _]| u64::from(*red) + u64::from(*green) + u64::from(*blue)).sum();
    (!pixels.is_empty()).then(|| sum as f64 / (3 * pixels.len()) as f64)
}

/// The mean difference in words.
pub fn words(mean: Option<f64>) -> String {
    match mean {
        None => String::new(),
        Some(0.0) => "The two pictures are the same.".into(),
        Some(mean) => format!("Mean absolute difference: {} of 255.", number::significant(mean)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_over_colours_and_leaves_opacity_out() {
        assert_eq!(mean(&[0, 3, 6, 255, 9, 0, 0, 255]), Some(3.0));
        assert_eq!(mean(&[0, 0, 0, 255]), Some(0.0));
        assert_eq!(mean(&[]), None);
    }

    #[test]
    fn a_difference_is_said_in_words() {
        assert_eq!(words(mean(&[0, 0, 0, 255])), "The two pictures are the same.");
        assert_eq!(words(Some(2.71999)), "Mean absolute difference: 2.72 of 255.");
        assert_eq!(words(None), "");
    }

    #[test]
    fn gains_are_powers_of_two() {
        let read = ["1", "2", "4", "32", "3", "64", "0", ""].map(|text| Gain::read(text).map(Gain::power));
        assert_eq!(read, [Some(0), Some(1), Some(2), Some(5), None, None, None, None]);
        assert_eq!(Gain::of_power(6), None);
    }
}
