//! A comment in a JPEG file (ITU-T T.81, B.2.4.5).

/// The file with a comment; none if it is no JPEG, or the comment too long for one.
pub fn with_comment(jpeg: &[u8], comment: &str) -> Option<Vec<u8>> {
    let rest = jpeg.strip_prefix(b"\xff\xd8")?;
    let length = u16::try_from(comment.len() + 2).ok()?.to_be_bytes();
    // JFIF wants its own segment to be the first.
    let (first, rest) = rest.split_at_checked(first_segment(rest)?)?;
    Some([b"\xff\xd8", first, b"\xff\xfe", &length, comment.as_bytes(), rest].concat())
}

/// Bytes of a leading `APP0` segment; 0 where another one leads.
fn first_segment(segments: &[u8]) -> Option<usize> {
    match *segments.first_chunk::<4>()? {
        [0xff, 0xe0, high, low] => Some(2 + usize::from(u16::from_be_bytes([high, low]))),
        [0xff, ..] => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::pixels::append_jpeg;

    #[test]
    fn the_comment_stands_after_the_first_segment_and_the_picture_is_the_same() {
        let mut plain = Vec::new();
        append_jpeg(&[90; 8 * 8 * 3], [8, 8], 90, &mut plain).expect("encoded");
        let marked = with_comment(&plain, "a synthetic clone").expect("a JPEG");
        let at = marked.windows(2).position(|two| two == b"\xff\xfe").expect("a comment");
        assert_eq!(&marked[at + 2..at + 21], b"\0\x13a synthetic clone");
        assert_eq!(&marked[2..4], b"\xff\xe0", "JFIF comes first");
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a JPEG").into_rgb8();
        assert_eq!(pixels(&marked), pixels(&plain));
    }

    #[test]
    fn a_cut_file_is_refused() {
        for cut in [&b"\xff\xd8\xff\xe0"[..], b"\xff\xd8\xff\xe0\0\x10JFIF", b"\xff\xd8abcd"] {
            assert_eq!(with_comment(cut, "x"), None, "{cut:?}");
        }
    }
}
