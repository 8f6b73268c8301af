//! Pictures as JPEG, for previews: a watched run encodes thousands.

use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

/// Appends the JPEG of `picture` (RGB, 8 bits, HWC, `width * height * 3` bytes) to `out`, at `quality` of 100.
///
/// # Errors
/// If the picture is not of this size; `out` may then end with part of a file.
pub fn append_jpeg(
    picture: &[u8],
    [width, height]: [u16; 2],
    quality: u8,
    out: &mut Vec<u8>,
) -> Result<(), EncodingError> {
    let mut encoder = Encoder::new(out, quality);
    // Clones have fine coloured grain, which chroma subsampling would smear into strong tints.
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(picture, width, height, ColorType::Rgb)
}
