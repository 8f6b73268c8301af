//! A bound on what a pickle becomes in memory, checked on its bytes before it is parsed.
//!
//! A pickle is a list of instructions of one byte and more, and each may become an object of a hundred.

use crate::error::ConvertError;

/// Bytes that the pickles of a file may have; their tensors lie elsewhere.
pub const MOST_BYTES: usize = 64 << 20;

/// Instructions that the pickles of a file may have; a network of 1,000 tensors has some 40,000, and twice as many again
/// with its optimizer.
const MOST_INSTRUCTIONS: u64 = 1_000_000;

/// What follows the byte of an instruction.
enum Argument {
    /// This many bytes.
    Fixed(usize),
    /// A length of this many bytes, and as many bytes as it says.
    Counted(usize),
    /// This many lines of text.
    Lines(usize),
}

/// Checks pickles that follow each other. `bytes` may go on after them.
///
/// # Errors
/// If they are too large, end too early, or are no pickles.
pub fn check(bytes: &[u8], pickles: usize) -> Result<(), ConvertError> {
    let mut rest = bytes;
    let mut left = MOST_INSTRUCTIONS;
    for _ in 0..pickles {
        loop {
            let (found, limit) = (MOST_INSTRUCTIONS + 1, MOST_INSTRUCTIONS);
            left = left.checked_sub(1).ok_or(ConvertError::TooMuch { what: "pickled values", found, limit })?;
            let (code, after) = rest.split_first().ok_or_else(|| ended(bytes))?;
            rest = argument(*code)?.skip(after).ok_or_else(|| ended(bytes))?;
            if *code == b'.' {
                break;
            }
        }
    }
    Ok(())
}

fn ended(bytes: &[u8]) -> ConvertError {
    if bytes.len() < MOST_BYTES {
        return ConvertError::Broken("it ends too early; fetch the whole file".into());
    }
    let (found, limit) = (bytes.len() as u64 + 1, MOST_BYTES as u64);
    ConvertError::TooMuch { what: "bytes beside its tensors", found, limit }
}

fn argument(code: u8) -> Result<Argument, ConvertError> {
    Ok(match code {
        b'(' | b'.' | b'0'..=b'2' | b'N' | b'Q' | b'R' | b'a' | b'b' | b'd' | b'}' | b'e' | b'l' | b']' => {
            Argument::Fixed(0)
        }
        b'o' | b's' | b't' | b')' | b'u' | 0x81 | 0x85..=0x89 | 0x8f..=0x94 | 0x97 | 0x98 => Argument::Fixed(0),
        b'K' | b'h' | b'q' | 0x80 | 0x82 => Argument::Fixed(1),
        b'M' | 0x83 => Argument::Fixed(2),
        b'J' | b'j' | b'r' | 0x84 => Argument::Fixed(4),
        b'G' | 0x95 => Argument::Fixed(8),
        b'U' | b'C' | 0x8a | 0x8c => Argument::Counted(1),
        b'T' | b'X' | b'B' | 0x8b => Argument::Counted(4),
        0x8d | 0x8e | 0x96 => Argument::Counted(8),
        b'F' | b'I' | b'L' | b'P' | b'S' | b'V' | b'g' | b'p' => Argument::Lines(1),
        b'c' | b'i' => Argument::Lines(2),
        _ => return Err(ConvertError::Broken(format!("it has an instruction {code:#04x}, which no pickle has"))),
    })
}

impl Argument {
    /// What comes after it, if it is there as a whole.
    fn skip(self, bytes: &[u8]) -> Option<&[u8]> {
        match self {
            Self::Fixed(length) => bytes.get(length..),
            Self::Counted(width) => {
                let (length, rest) = bytes.split_at_checked(width)?;
                let length = length.iter().rev().fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
                rest.get(usize::try_from(length).ok()?..)
            }
            Self::Lines(lines) => (0..lines).try_fold(bytes, |bytes, _| {
                let end = bytes.iter().position(|byte| *byte == b'\n')?;
                bytes.get(end + 1..)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"a": [1, 2.5]}` in protocols 2 and 0.
    const PICKLES: [&[u8]; 2] = [
        b"\x80\x02}q\x00X\x01\x00\x00\x00aq\x01]q\x02(K\x01G@\x04\x00\x00\x00\x00\x00\x00es.",
        b"(dp0\nVa\np1\n(lp2\nI1\naF2.5\nas.",
    ];

    #[test]
    fn whole_pickles_are_accepted_and_cut_ones_refused() {
        for pickle in PICKLES {
            check(pickle, 1).expect("whole");
            for end in 0..pickle.len() {
                assert!(check(&pickle[..end], 1).is_err(), "{end}");
            }
        }
        check(&PICKLES.concat(), 2).expect("both");
        assert!(check(PICKLES[0], 2).is_err());
    }

    #[test]
    fn a_pickle_of_nothing_but_values_is_refused() {
        let error = check(&vec![b'N'; 2_000_000], 1).expect_err("refused");
        assert!(matches!(error, ConvertError::TooMuch { what: "pickled values", .. }), "{error}");
    }
}
