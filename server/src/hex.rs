//! Names in lower-case hexadecimal digits.

use std::fmt::Write;

/// The digits of bytes.
pub fn of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of digits, if it is digits.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    let pair = |at| text.get(at..at + 2).filter(|pair| is(pair, 2)).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len()).step_by(2).map(pair).collect()
}

/// So many bytes from the system's random source.
///
/// # Errors
/// If the system has no randomness to give.
pub fn random(bytes: usize) -> anyhow::Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("the system has no randomness: {error}"))?;
    Ok(of(&random))
}

/// Whether a text is so many digits.
pub fn is(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_digits_and_differ() {
        assert_eq!(of(&[0, 0x0f, 0xf0]), "000ff0");
        assert_eq!(bytes("000ff0"), Some(vec![0, 0x0f, 0xf0]));
        for no in ["0", "0é0", "+1", "0F"] {
            assert_eq!(bytes(no), None, "{no}");
        }
        let name = random(8).expect("randomness");
        assert!(is(&name, 16), "{name}");
        assert_eq!(random(16).expect("randomness").len(), 32);
        assert_ne!(name, random(8).expect("randomness"));
        for no in ["", "00ff", "00FF00ff", "00ff00fg", "00ff00ff0", "00ff00é"] {
            assert!(!is(no, 8), "{no}");
        }
    }
}
