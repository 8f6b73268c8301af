//! Choosing a password.

use crate::number::counted;
use wire::people::PASSWORD_LENGTH;

/// The rule, shown before input.
pub fn rule() -> String {
    format!("{} characters or more. A few words that do not belong together are easy to keep.", PASSWORD_LENGTH.start())
}

/// A note on the characters missing or in excess.
pub fn room(password: &str) -> Option<String> {
    let length = password.chars().count();
    let (fewest, most) = (*PASSWORD_LENGTH.start(), *PASSWORD_LENGTH.end());
    match length {
        0 => None,
        _ if length < fewest => Some(format!("{} more", counted((fewest - length) as u64, "character"))),
        _ if length > most => Some(format!("{} too many", counted((length - most) as u64, "character"))),
        _ => None,
    }
}

/// Whether its length is right; the server says what else may be wrong with it.
pub fn is_ready(password: &str) -> bool {
    PASSWORD_LENGTH.contains(&password.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_while_one_types() {
        assert_eq!(room(""), None);
        assert_eq!(room("é").as_deref(), Some("11 characters more"));
        assert_eq!(room(&"é".repeat(11)).as_deref(), Some("1 character more"));
        assert_eq!(room(&"é".repeat(201)).as_deref(), Some("1 character too many"));
        for length in [12, 200] {
            assert!(room(&"é".repeat(length)).is_none() && is_ready(&"é".repeat(length)), "{length}");
        }
        assert!(!is_ready("") && !is_ready(&"é".repeat(11)) && !is_ready(&"é".repeat(201)));
    }
}
