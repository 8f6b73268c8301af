//! One clone as a frame of the live stream.

use app::wire::frame::{Codec, FrameHeader, HEADER_BYTES};
use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

/// At this quality a preview of 128 x 128 pixels takes 4 to 8 kB and its faults are not seen at the size it is shown.
const QUALITY: u8 = 85;

/// Appends the header and the JPEG of `picture` (square RGB, 8 bits, HWC) to `out`; `header.length` is filled in.
///
/// # Errors
/// If the picture is not of the header's size.
pub fn append_frame(mut header: FrameHeader, picture: &[u8], out: &mut Vec<u8>) -> Result<(), EncodingError> {
    let start = out.len();
    out.extend_from_slice(&[0; HEADER_BYTES]);
    let mut encoder = Encoder::new(&mut *out, QUALITY);
    // Clones have fine coloured grain, which halved colour planes would smear into strong tints.
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(picture, header.width, header.height, ColorType::Rgb)?;
    header.codec = Codec::Jpeg;
    header.length = (out.len() - start - HEADER_BYTES) as u32;
    out[start..start + HEADER_BYTES].copy_from_slice(&header.encode());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_decodes_to_about_the_picture_that_went_in() {
        let side = 32u16;
        let picture: Vec<u8> =
            (0..side * side).flat_map(|at| [(at % 32 * 8) as u8, (at / 32 * 8) as u8, 128]).collect();
        let header = FrameHeader {
            sequence: 9,
            iteration: 3,
            target: 1,
            slot: 2,
            width: side,
            height: side,
            codec: Codec::Png,
            length: 0,
            target_score: 0.25,
        };
        let mut bytes = vec![7];
        append_frame(header, &picture, &mut bytes).expect("encodes");
        let (decoded, jpeg, rest) = FrameHeader::decode(&bytes[1..]).expect("a frame");
        assert_eq!(decoded, FrameHeader { codec: Codec::Jpeg, length: jpeg.len() as u32, ..header });
        assert!(rest.is_empty());
        let back = image::load_from_memory(jpeg).expect("a JPEG").to_rgb8();
        let worst = back.as_raw().iter().zip(&picture).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst < Some(24), "{worst:?}");
        assert!(append_frame(header, &picture[..9], &mut bytes).is_err());
    }
}
