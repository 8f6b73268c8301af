//! Pictures as JPEG, for previews. It lives in this crate because even the quick build optimises it: a watched run
//! encodes thousands.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_decodes_to_about_the_picture_that_went_in_and_is_appended() {
        let picture: Vec<u8> =
            (0..32 * 16_u16).flat_map(|at| [(at % 32 * 8) as u8, (at / 32 * 16) as u8, 128]).collect();
        let mut bytes = vec![7];
        append_jpeg(&picture, [32, 16], 85, &mut bytes).expect("encodes");
        assert_eq!(bytes[0], 7);
        let back = image::load_from_memory(&bytes[1..]).expect("a JPEG").to_rgb8();
        assert_eq!(back.dimensions(), (32, 16));
        let worst = back.as_raw().iter().zip(&picture).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst < Some(24), "{worst:?}");
        assert!(append_jpeg(&picture[..9], [32, 16], 85, &mut bytes).is_err());
    }
}
