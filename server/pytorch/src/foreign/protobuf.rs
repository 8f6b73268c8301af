//! Files of protocol buffers, which have no magic number: by their first fields.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A `saved_model.pb` of TensorFlow.
    SavedModel,
    /// A `GraphDef` of TensorFlow.
    Frozen,
    /// An `.mlmodel` of Core ML.
    CoreMl,
}

/// Field 1 as a number, field 1 as a message or text, field 2 as a message or text.
const NUMBER: u8 = 0x08;
const FIRST: u8 = 0x0a;
const SECOND: u8 = 0x12;

/// The kind of a file. Those of ONNX begin like Core ML's and TensorFlow's with a version, and go on with the name of a
/// program where the others have a message.
pub fn kind(bytes: &[u8], is_named_mlmodel: bool) -> Option<Kind> {
    match bytes {
        [NUMBER, version @ 1..=20, SECOND, rest @ ..] => {
            let (_, message) = length(rest)?;
            let is_message = message.first() == Some(&FIRST);
            // TensorFlow's version has always been 1.
            match (is_message, *version) {
                (true, 1) if !is_named_mlmodel => Some(Kind::SavedModel),
                (true, _) => Some(Kind::CoreMl),
                (false, _) => None,
            }
        }
        [FIRST, rest @ ..] => {
            let (_, node) = length(rest)?;
            is_node(node).then_some(Kind::Frozen)
        }
        _ => None,
    }
}

/// Whether something begins like a node of TensorFlow's: its name, and its operator.
fn is_node(bytes: &[u8]) -> bool {
    after_word(FIRST, bytes).and_then(|rest| after_word(SECOND, rest)).is_some()
}

/// What comes after a field that holds a word.
fn after_word(tag: u8, bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = length(bytes.strip_prefix(&[tag])?)?;
    let (word, rest) = rest.split_at_checked(length)?;
    let is_word = word.first()?.is_ascii_alphabetic() && word.iter().all(u8::is_ascii_graphic);
    is_word.then_some(rest)
}

/// Splits the length of a field from the bytes that follow it.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_usize;
    for (at, byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[at + 1..]));
        }
    }
    None
}
