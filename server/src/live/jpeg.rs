//! One clone as a frame of the live stream.

use engine::pixels::{EncodingError, append_jpeg};
use wire::frame::{Codec, FrameHeader, HEADER_BYTES};

/// At this quality a preview of 128 x 128 pixels takes 4 to 8 kB, without visible artefacts at its display size.
const QUALITY: u8 = 85;

/// Appends the header and the JPEG of `picture` (square RGB, 8 bits, HWC) to `out`; `header.codec` and `header.length`
/// are filled in.
///
/// # Errors
/// If the picture is not of the header's size.
pub fn append_frame(header: &mut FrameHeader, picture: &[u8], out: &mut Vec<u8>) -> Result<(), EncodingError> {
    let start = out.len();
    out.extend_from_slice(&[0; HEADER_BYTES]);
    append_jpeg(picture, [header.width, header.height], QUALITY, out)?;
    header.codec = Codec::Jpeg;
    header.length = (out.len() - start - HEADER_BYTES) as u32;
    out[start..start + HEADER_BYTES].copy_from_slice(&header.encode());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_its_header_and_a_picture_of_its_size() {
        let side = 32_u16;
        let picture = vec![128; 32 * 32 * 3];
        let mut header = FrameHeader {
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
        append_frame(&mut header, &picture, &mut bytes).expect("encodes");
        let (decoded, jpeg, rest) = FrameHeader::decode(&bytes[1..]).expect("a frame");
        assert_eq!((decoded, header.codec, header.length), (header, Codec::Jpeg, jpeg.len() as u32));
        assert!(rest.is_empty());
        let back = image::load_from_memory(jpeg).expect("a JPEG").to_rgb8();
        assert_eq!(back.dimensions(), (32, 32));
        assert!(append_frame(&mut header, &picture[..9], &mut bytes).is_err());
    }
}
