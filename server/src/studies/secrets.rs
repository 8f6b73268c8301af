//! Names and codes from the system's random source.

use crate::error::Error;
use sha2::{Digest, Sha256};

/// Digits of codes that people type: without those that look alike.
const PLAIN: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code for people, of so many groups of four characters with twenty bits each.
///
/// # Errors
/// If the system has no randomness to give.
pub fn code(groups: usize) -> Result<String, Error> {
    let bytes = random(4 * groups)?;
    let group = |four: &[u8]| four.iter().map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect::<String>();
    Ok(bytes.chunks(4).map(group).collect::<Vec<_>>().join("-"))
}

/// A number.
///
/// # Errors
/// If the system has no randomness to give.
pub fn number() -> Result<u64, Error> {
    // The database's numbers have a sign.
    getrandom::u64().map(|number| number >> 1).map_err(none)
}

/// The stored form of a participant's key.
pub fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

fn random(bytes: usize) -> Result<Vec<u8>, Error> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(none)?;
    Ok(random)
}

fn none(error: getrandom::Error) -> Error {
    Error::Other(anyhow::anyhow!("the system has no randomness: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_plain_and_never_the_same() {
        let code = code(3).expect("randomness");
        assert_eq!(code.len(), 14, "{code}");
        assert!(code.bytes().all(|byte| byte == b'-' || PLAIN.contains(&byte)), "{code}");
        assert_ne!(code, super::code(3).expect("randomness"));
        assert!(number().expect("randomness") <= i64::MAX as u64);
    }
}
