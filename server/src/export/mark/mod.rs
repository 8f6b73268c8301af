//! Marks a picture as what it is. Every clone that leaves this program carries the words "synthetic clone" and its run's
//! id in its metadata, so that one that is found alone can be told from a photograph and traced to its run.
//!
//! The picture itself is not encoded again: the mark is put between its parts. Files in a run's folder have none, since
//! they follow from configuration and seed alone, and the run's id does not.

mod jpeg;
mod png;
mod webp;

use wire::run::RunId;

/// What is written into `Software`.
pub const SOFTWARE: &str = concat!("Effigy ", env!("CARGO_PKG_VERSION"));

/// Why a picture cannot be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no whole PNG, JPEG or WebP picture")]
pub struct NoPicture;

/// What is written into the description of a run's clone.
pub fn description(run: &RunId) -> String {
    format!("synthetic clone, made by model inversion in run {}; no photograph", run.0)
}

/// A PNG, JPEG or WebP file of a clone with the mark in its metadata: in a PNG the texts `Description` and `Software`, in
/// a JPEG a comment, in a WebP an XMP packet.
///
/// # Errors
/// If the bytes are none of these files.
pub fn marked(picture: &[u8], run: &RunId) -> Result<Vec<u8>, NoPicture> {
    let texts = [("Description", description(run)), ("Software", SOFTWARE.to_owned())];
    match picture {
        [0x89, b'P', b'N', b'G', ..] => png::with_texts(picture, &texts),
        [0xff, 0xd8, ..] => jpeg::with_comment(picture, &format!("{}; {SOFTWARE}", description(run))),
        [b'R', b'I', b'F', b'F', ..] => webp::with_description(picture, &description(run), SOFTWARE),
        _ => None,
    }
    .ok_or(NoPicture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused() {
        let run = RunId("0123456789abcdef".into());
        for no in [&b""[..], b"GIF89a", b"\x89PNG", b"\xff\xd8", b"RIFF\0\0\0\0WEBP", b"RIFF\x04\0\0\0WAVE"] {
            assert_eq!(marked(no, &run), Err(NoPicture), "{no:?}");
        }
    }
}
