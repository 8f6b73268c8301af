//! What images are brought to before a network sees them.

/// What images are brought to: `(value - mean) / deviation` of each value from 0 to 255, for red, green and blue in this
/// order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preprocessing {
    /// The mean of each channel.
    pub mean: [f32; 3],
    /// The deviation of each channel.
    pub deviation: [f32; 3],
}

impl Preprocessing {
    /// To values from -1 to 1.
    pub(crate) const SYMMETRIC: Self = Self { mean: [127.5; 3], deviation: [127.5; 3] };
}
