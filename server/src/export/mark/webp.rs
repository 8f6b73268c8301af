//! An XMP packet in a WebP file (RFC 9649, section 2.7): the extended format, whatever the file was before.

/// In the flags of `VP8X`.
const HAS_ALPHA: u8 = 0x10;
const HAS_XMP: u8 = 0x04;

/// The file with a description and the program's name; none if it is no WebP. Neither text may hold markup.
pub fn with_description(webp: &[u8], description: &str, software: &str) -> Option<Vec<u8>> {
    let riff = webp.strip_prefix(b"RIFF")?;
    let chunks = riff.get(4..)?.strip_prefix(b"WEBP")?;
    let size = u32::from_le_bytes(*riff.first_chunk()?) as usize;
    // What may follow the file's end is not part of it.
    let chunks = chunks.get(..size.checked_sub(4)?)?;
    let mut body = b"WEBP".to_vec();
    match *chunks.first_chunk::<4>()? {
        [b'V', b'P', b'8', b'X'] => {
            body.extend_from_slice(chunks);
            *body.get_mut(4 + 8)? |= HAS_XMP;
        }
        _ => {
            let (width, height, has_alpha) = size_of(chunks)?;
            let flags = HAS_XMP | if has_alpha { HAS_ALPHA } else { 0 };
            let [[a, b, c, _], [d, e, f, _]] = [width - 1, height - 1].map(u32::to_le_bytes);
            append_chunk(*b"VP8X", &[flags, 0, 0, 0, a, b, c, d, e, f], &mut body);
            body.extend_from_slice(chunks);
        }
    }
    append_chunk(*b"XMP ", packet(description, software).as_bytes(), &mut body);
    Some([b"RIFF", &u32::try_from(body.len()).ok()?.to_le_bytes()[..], &body].concat())
}

/// Width, height, and whether pixels can be transparent, of a file in the simple format: lossless, or lossy.
fn size_of(chunks: &[u8]) -> Option<(u32, u32, bool)> {
    let data = chunks.get(8..)?;
    match (chunks.first_chunk::<4>()?, data) {
        (b"VP8L", [0x2f, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([*a, *b, *c, *d]);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, bits >> 28 & 1 == 1))
        }
        (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, a, b, c, d, ..]) => {
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
            let (width, height) = (side(*a, *b), side(*c, *d));
            (width > 0 && height > 0).then_some((width, height, false))
        }
        _ => None,
    }
}

fn append_chunk(kind: [u8; 4], data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&kind);
    out.extend_from_slice(&(data.len() as u32).to_le_bytes());
    out.extend_from_slice(data);
    // Chunks begin at even places.
    out.extend(std::iter::repeat_n(0, data.len() % 2));
}

fn packet(description: &str, software: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"{software}\"><dc:description><rdf:Alt>\
         <rdf:li xml:lang=\"x-default\">{description}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>\
         </x:xmpmeta>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::webp::{WebPDecoder, WebPEncoder};
    use image::{DynamicImage, ExtendedColorType, ImageDecoder};
    use std::io::Cursor;

    fn read(bytes: &[u8]) -> (DynamicImage, Option<String>) {
        let mut decoder = WebPDecoder::new(Cursor::new(bytes)).expect("a WebP");
        let packet = decoder.xmp_metadata().expect("metadata");
        (
            DynamicImage::from_decoder(decoder).expect("a picture"),
            packet.map(|text| String::from_utf8(text).expect("text")),
        )
    }

    #[test]
    fn the_packet_is_read_back_and_the_picture_is_the_same() {
        for (kind, channels) in [(ExtendedColorType::Rgb8, 3), (ExtendedColorType::Rgba8, 4)] {
            let pixels: Vec<u8> = (0..5 * 3 * channels).collect();
            let mut plain = Vec::new();
            WebPEncoder::new_lossless(&mut plain).encode(&pixels, 5, 3, kind).expect("encoded");
            let marked = with_description(&plain, "a synthetic clone", "Effigy").expect("a WebP");
            let (picture, packet) = read(&marked);
            assert_eq!(picture, read(&plain).0);
            assert!(packet.expect("a packet").contains("a synthetic clone"));
            let again = with_description(&marked, "once more", "Effigy").expect("a WebP in the extended format");
            assert_eq!(read(&again).0, picture);
        }
    }

    #[test]
    fn the_size_of_a_lossy_file_stands_in_its_frame() {
        // A key frame of 176 x 144 pixels: three bytes of a frame tag, the start code, the sides.
        let chunk = b"VP8 \x0a\0\0\0\x50\x01\0\x9d\x01\x2a\xb0\0\x90\0";
        assert_eq!(size_of(chunk), Some((176, 144, false)));
        assert_eq!(size_of(&chunk[..15]), None);
    }
}
