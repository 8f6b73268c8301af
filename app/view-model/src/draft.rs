//! A comment that is being written.

use super::number;
use wire::comments::LONGEST;

/// Below so many characters left, it is said how many.
const FEW: usize = 200;

/// How many characters are left, once they are few, or by how many it is too long.
pub fn room(text: &str) -> Option<String> {
    let length = text.trim().chars().count();
    match LONGEST.checked_sub(length) {
        None => Some(format!("{} too many", number::counted((length - LONGEST) as u64, "character"))),
        Some(left) if left < FEW => Some(format!("{} left", number::counted(left as u64, "character"))),
        Some(_) => None,
    }
}

/// Whether it can be sent.
pub fn is_ready(text: &str) -> bool {
    (1..=LONGEST).contains(&text.trim().chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_told_when_it_gets_narrow() {
        assert_eq!(room("short"), None);
        assert_eq!(room(&"é".repeat(3801)).as_deref(), Some("199 characters left"));
        assert_eq!(room(&"é".repeat(4000)).as_deref(), Some("0 characters left"));
        assert_eq!(room(&"é".repeat(4001)).as_deref(), Some("1 character too many"));
    }

    #[test]
    fn nothing_and_too_much_are_not_sent() {
        let ready = ["", " \n ", "a"].map(is_ready);
        assert_eq!(ready, [false, false, true]);
        assert!(is_ready(&format!(" {} ", "é".repeat(4000))) && !is_ready(&"é".repeat(4001)));
    }
}
