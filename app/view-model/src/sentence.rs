//! Messages as sentences.

/// Capitalizes a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect()).unwrap_or_default()
}

/// Turns a message into a sentence, with a capital and a full stop.
pub fn sentence(message: &str) -> String {
    let message = capital(message.trim());
    if message.is_empty() || message.ends_with(['.', '!', '?', '…']) { message } else { message + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_sentence_once() {
        assert_eq!(sentence("there is no folder x; check the path"), "There is no folder x; check the path.");
        assert_eq!((sentence("Enter a number."), sentence("")), ("Enter a number.".into(), String::new()));
    }
}
