//! Names in lower-case hexadecimal digits.

/// So many bytes from the system's random source.
///
/// # Errors
/// If the system has no randomness to give.
pub fn random(bytes: usize) -> anyhow::Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("the system has no randomness: {error}"))?;
    Ok(hex::encode(random))
}

/// Whether a text is so many digits.
pub fn is(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_digits_are_digits_and_differ() {
        let name = random(8).expect("randomness");
        assert!(is(&name, 16), "{name}");
        assert_eq!(random(16).expect("randomness").len(), 32);
        assert_ne!(name, random(8).expect("randomness"));
        for no in ["", "00ff", "00FF00ff", "00ff00fg", "00ff00ff0", "00ff00é"] {
            assert!(!is(no, 8), "{no}");
        }
    }
}
