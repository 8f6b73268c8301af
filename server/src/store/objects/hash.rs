//! The name of an object: what its bytes hash to.

use crate::digits;
use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(String);

/// Not the hash of anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no SHA-256 hash")]
pub struct NoHash(String);

impl ContentHash {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex::encode(Sha256::digest(bytes)))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ContentHash {
    type Error = NoHash;

    fn try_from(text: String) -> Result<Self, NoHash> {
        let is_hash = digits::is(&text, 64);
        if is_hash { Ok(Self(text)) } else { Err(NoHash(text)) }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_one_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(ContentHash::of(b"abc").as_str(), abc);
        assert_eq!(ContentHash::try_from(abc.to_owned()), Ok(ContentHash::of(b"abc")));
        for no in ["", "../..", &abc[1..], &abc.to_uppercase()] {
            assert!(ContentHash::try_from(no.to_owned()).is_err(), "{no}");
        }
    }
}
