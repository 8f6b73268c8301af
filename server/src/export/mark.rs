//! Marks a picture as a clone. Every clone that leaves this program carries the words "synthetic clone" and its run's
//! id in its metadata, so that a stray one can be distinguished from a photograph and traced to its run.
//!
//! The picture itself is not encoded again: the mark is put between its parts. Files in a run's folder have none, since
//! they follow from configuration and seed alone, and the run's id does not.

use bytes::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::{CHUNK_VP8X, CHUNK_XMP, WebP};
use img_parts::{DynImage, ImageICC};
use wire::run::RunId;

/// The value of `Software`.
pub const SOFTWARE: &str = concat!("Effigy ", env!("CARGO_PKG_VERSION"));

/// In the flags of an extended WebP file's header: there is an XMP packet (RFC 9649, section 2.7).
const HAS_XMP: u8 = 0x04;

/// Why a picture cannot be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no whole PNG, JPEG or WebP picture")]
pub struct NoPicture;

/// The description in the metadata of a run's clone.
pub fn description(run: &RunId) -> String {
    format!("synthetic clone, made by model inversion in run {}; no photograph", run.0)
}

/// A PNG, JPEG or WebP file of a clone with the mark in its metadata: in a PNG the texts `Description` and `Software`,
/// in a JPEG a comment, in a WebP an XMP packet.
///
/// # Errors
/// If the bytes are none of these files.
pub fn marked(picture: &[u8], run: &RunId) -> Result<Vec<u8>, NoPicture> {
    let description = description(run);
    let marked = match DynImage::from_bytes(Bytes::copy_from_slice(picture)) {
        Ok(Some(DynImage::Png(png))) => with_texts(png, &[("Description", &description), ("Software", SOFTWARE)]),
        Ok(Some(DynImage::Jpeg(jpeg))) => with_comment(jpeg, &format!("{description}; {SOFTWARE}")),
        Ok(Some(DynImage::WebP(webp))) => with_packet(webp, &packet(&description)),
        _ => None,
    };
    marked.map(|bytes| bytes.to_vec()).ok_or(NoPicture)
}

/// Texts right after the header, where every reader comes by (PNG specification, third edition, 11.3.3.4: `iTXt`).
fn with_texts(mut png: Png, texts: &[(&str, &str)]) -> Option<Bytes> {
    let chunks = png.chunks_mut();
    (chunks.first()?.kind() == *b"IHDR").then_some(())?;
    // Not compressed, in no language, and the keyword is not translated.
    let chunk = |(keyword, text): &(&str, &str)| {
        PngChunk::new(*b"iTXt", [keyword.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat().into())
    };
    chunks.splice(1..1, texts.iter().map(chunk));
    Some(png.encoder().bytes())
}

/// A comment (ITU-T T.81, B.2.4.5) after JFIF's own segment, which has to be the first.
fn with_comment(mut jpeg: Jpeg, comment: &str) -> Option<Bytes> {
    let segments = jpeg.segments_mut();
    let place = usize::from(segments.first()?.marker() == markers::APP0);
    segments.insert(place, JpegSegment::new_with_contents(markers::COM, comment.to_owned().into()));
    Some(jpeg.encoder().bytes())
}

/// An XMP packet in the extended format, whatever the file was before.
fn with_packet(mut webp: WebP, packet: &str) -> Option<Bytes> {
    webp.remove_chunks_by_id(CHUNK_XMP);
    webp.chunks_mut().push(RiffChunk::new(CHUNK_XMP, RiffContent::Data(packet.to_owned().into())));
    // The library writes the extended header when a profile is set; setting the existing one changes nothing else.
    webp.set_icc_profile(webp.icc_profile());
    let header = webp.chunks_mut().iter_mut().find(|chunk| chunk.id() == CHUNK_VP8X)?;
    let RiffContent::Data(data) = header.content_mut() else { return None };
    let mut flagged = data.to_vec();
    *flagged.first_mut()? |= HAS_XMP;
    *data = flagged.into();
    Some(webp.encoder().bytes())
}

/// The description may hold no markup.
fn packet(description: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"{SOFTWARE}\"><dc:description><rdf:Alt>\
         <rdf:li xml:lang=\"x-default\">{description}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>\
         </x:xmpmeta>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::pixels::append_jpeg;
    use image::codecs::png::PngEncoder;
    use image::codecs::webp::{WebPDecoder, WebPEncoder};
    use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder};
    use std::io::Cursor;

    fn run() -> RunId {
        RunId("0123456789abcdef".into())
    }

    #[test]
    fn files_that_are_no_pictures_are_refused() {
        let (jpeg_head, webp_head) = (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], b"RIFF\0\0\0\0WEBP");
        for no in
            [&b""[..], b"GIF89a", b"\x89PNG", b"\xff\xd8", b"\xff\xd8abcd", jpeg_head, webp_head, b"RIFF\x04\0\0\0WAVE"]
        {
            assert_eq!(marked(no, &run()), Err(NoPicture), "{no:?}");
        }
    }

    #[test]
    fn texts_of_a_png_are_read_back_and_the_picture_is_the_same() {
        let pixels: Vec<u8> = (0..48).collect();
        let mut plain = Vec::new();
        PngEncoder::new(&mut plain).write_image(&pixels, 4, 4, ExtendedColorType::Rgb8).expect("encoded");
        let marked = marked(&plain, &run()).expect("a PNG");
        // This reader refuses wrong checksums.
        let mut reader = png::Decoder::new(Cursor::new(&marked)).read_info().expect("a PNG");
        let read = &reader.info().utf8_text;
        let read: Vec<_> = read.iter().map(|text| (text.keyword.as_str(), text.get_text().expect("text"))).collect();
        assert_eq!(read, [("Description", description(&run())), ("Software", SOFTWARE.to_owned())]);
        let mut back = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut back).expect("a picture");
        assert_eq!(back, pixels);
    }

    #[test]
    fn the_comment_of_a_jpeg_stands_after_the_first_segment_and_the_picture_is_the_same() {
        let mut plain = Vec::new();
        append_jpeg(&[90; 8 * 8 * 3], [8, 8], 90, &mut plain).expect("encoded");
        let marked = marked(&plain, &run()).expect("a JPEG");
        let at = marked.windows(2).position(|two| two == b"\xff\xfe").expect("a comment");
        assert!(marked[at + 4..].starts_with(description(&run()).as_bytes()));
        assert_eq!(&marked[2..4], b"\xff\xe0", "JFIF comes first");
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a JPEG").into_rgb8();
        assert_eq!(pixels(&marked), pixels(&plain));
    }

    fn read_webp(bytes: &[u8]) -> (DynamicImage, Option<String>) {
        let mut decoder = WebPDecoder::new(Cursor::new(bytes)).expect("a WebP");
        let packet = decoder.xmp_metadata().expect("metadata");
        let packet = packet.map(|text| String::from_utf8(text).expect("text"));
        (DynamicImage::from_decoder(decoder).expect("a picture"), packet)
    }

    #[test]
    fn the_packet_of_a_webp_is_read_back_and_the_picture_is_the_same() {
        for (kind, channels) in [(ExtendedColorType::Rgb8, 3), (ExtendedColorType::Rgba8, 4)] {
            let pixels: Vec<u8> = (0..5 * 3 * channels).collect();
            let mut plain = Vec::new();
            WebPEncoder::new_lossless(&mut plain).encode(&pixels, 5, 3, kind).expect("encoded");
            let once = marked(&plain, &run()).expect("a WebP");
            let (picture, packet) = read_webp(&once);
            assert_eq!(picture, read_webp(&plain).0);
            assert!(packet.expect("a packet").contains(&description(&run())));
            let again = marked(&once, &run()).expect("a WebP in the extended format");
            assert_eq!(again, once);
        }
    }
}
