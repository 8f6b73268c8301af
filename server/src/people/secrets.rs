//! Secrets of sessions, tokens and links: random, stored only as hashes, and read from cookies and headers.

use crate::digits;
use crate::store::people::Secret;
use sha2::{Digest, Sha256};

/// Bytes of a secret.
const SIZE: usize = 32;

/// The cookie of a session.
pub const COOKIE: &str = "effigy-session";

/// Prefix of tokens, which makes leaked ones recognizable.
pub const TOKEN: &str = "effigy_";

/// A secret in plain text, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct PlainSecret(pub String);

/// Keeps it out of logs.
impl std::fmt::Debug for PlainSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlainSecret(…)")
    }
}

/// A new secret, and its hash.
///
/// # Errors
/// If the system has no randomness to give.
pub fn new() -> anyhow::Result<(PlainSecret, Secret)> {
    let told = digits::random(SIZE)?;
    let kept = kept(&told);
    Ok((PlainSecret(told), kept))
}

/// The hash of a secret.
pub fn kept(told: &str) -> Secret {
    Secret(hex::encode(Sha256::digest(told)))
}

/// The hash of the session secret in the cookies, if there is a well-formed one.
pub fn of_cookies(cookies: &str) -> Option<Secret> {
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value).next()?;
    digits::is(value, 2 * SIZE).then(|| kept(value))
}

/// The hash of the token in an `Authorization` header, if it is well-formed.
pub fn of_authorization(header: &str) -> Option<Secret> {
    let (scheme, token) = header.split_once(' ')?;
    let value = token.trim().strip_prefix(TOKEN)?;
    (scheme.eq_ignore_ascii_case("bearer") && digits::is(value, 2 * SIZE)).then(|| kept(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_matches_its_stored_hash() {
        let (PlainSecret(told), secret) = new().expect("randomness");
        assert!(!secret.0.contains(&told) && secret.0.len() == 64);
        assert_eq!(of_cookies(&format!("a=b; {COOKIE}={told}; c=d")), Some(secret.clone()));
        assert_eq!(of_authorization(&format!("Bearer {TOKEN}{told}")), Some(secret));
        assert_ne!(new().expect("randomness").0, PlainSecret(told));
    }

    #[test]
    fn invalid_secrets_are_refused() {
        let (PlainSecret(told), _) = new().expect("randomness");
        for cookies in ["", COOKIE, "effigy-session=", "effigy-session=00", &format!("other={told}")] {
            assert_eq!(of_cookies(cookies), None, "{cookies}");
        }
        for header in ["", "Bearer", "Bearer effigy_", &format!("Basic {TOKEN}{told}"), &format!("Bearer {told}")] {
            assert_eq!(of_authorization(header), None, "{header}");
        }
    }
}
