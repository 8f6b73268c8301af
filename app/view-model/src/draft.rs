//! The draft of a comment.

use super::number;
use wire::comments::LONGEST;

/// The number of characters left is shown below this number.
const FEW: usize = 200;

/// A note on the characters left, once few, or in excess.
pub fn room(text: &str) -> Option<String> {
    let length = text.trim().chars().count();
    match LONGEST.checked_sub(length) {
        None => Some(format!("{} too many", number::counted((length - LONGEST) as u64, "character"))),
        Some(left) if left < FEW => Some(format!("{} left", number::counted(left as u64, "character"))),
        Some(_) => None,
    }
}

/// Whether the draft can be sent.
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
