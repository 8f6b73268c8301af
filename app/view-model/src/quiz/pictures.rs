//! Verification of a picture's file.

use sha2::{Digest, Sha256};
use wire::study::quiz::Picture;

/// Whether these bytes are the picture's complete file. Without a known length, a browser accepts a truncated file,
/// caches it, and draws its upper half.
pub fn is_whole(picture: &Picture, bytes: &[u8]) -> bool {
    hex::encode(Sha256::digest(bytes)) == picture.sha256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_file_and_another_one_are_not_the_picture() {
        // SHA-256 of "abc", as FIPS 180-2 has it.
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into();
        let picture = Picture { address: "/api/stimuli/0.png".into(), sha256 };
        assert!(is_whole(&picture, b"abc"));
        assert!(!is_whole(&picture, b"ab") && !is_whole(&picture, b"abd") && !is_whole(&picture, b""));
    }
}
