//! Texts in a PNG file (PNG specification, third edition, 11.3.3.4: `iTXt`).

/// Signature and header; texts stand right after, where every reader comes by.
const HEAD: usize = 8 + 25;

/// The file with texts, each with its keyword; none if the file is no PNG.
pub fn with_texts(png: &[u8], texts: &[(&str, String)]) -> Option<Vec<u8>> {
    let (head, rest) = png.split_at_checked(HEAD)?;
    if !head.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") {
        return None;
    }
    let mut marked = head.to_vec();
    for (keyword, text) in texts {
        // Not compressed, in no language, and the keyword is not translated.
        append_chunk(*b"iTXt", &[keyword.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat(), &mut marked);
    }
    marked.extend_from_slice(rest);
    Some(marked)
}

fn append_chunk(kind: [u8; 4], data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(&kind);
    out.extend_from_slice(data);
    let checksum = crc(&out[start..]);
    out.extend_from_slice(&checksum.to_be_bytes());
}

/// The checksum of a chunk (CRC-32 as in ISO 3309), bit by bit: a text is short.
fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| bit(crc));
    !bytes.iter().fold(u32::MAX, byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder};
    use std::io::Cursor;

    #[test]
    fn the_checksum_is_the_usual_one() {
        // The check value that catalogues of checksums give.
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn texts_are_read_back_and_the_picture_is_the_same() {
        let pixels: Vec<u8> = (0..48).collect();
        let mut plain = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut plain);
        encoder.write_image(&pixels, 4, 4, ExtendedColorType::Rgb8).expect("encoded");
        let texts = [("Description", "Zoë, a synthetic clone".to_owned()), ("Software", "Effigy".to_owned())];
        let marked = with_texts(&plain, &texts).expect("a PNG");
        // This reader refuses wrong checksums.
        let mut reader = png::Decoder::new(Cursor::new(&marked)).read_info().expect("a PNG");
        let read = &reader.info().utf8_text;
        let read: Vec<_> = read.iter().map(|text| (text.keyword.as_str(), text.get_text().expect("text"))).collect();
        assert_eq!(read, texts);
        let mut back = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut back).expect("a picture");
        assert_eq!(back, pixels);
    }
}
