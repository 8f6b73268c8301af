//! Which letters a name may have, and beside which others.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

/// More marks on a letter than any language has cover the lines above and below (UTS 39, section 5.4).
const MOST_MARKS: usize = 4;

/// Scripts whose letters look like one another's.
const ALIKE: [Script; 7] =
    [Script::Latin, Script::Greek, Script::Cyrillic, Script::Armenian, Script::Coptic, Script::Cherokee, Script::Lisu];

/// The problem with the letters of a one-line text, if any.
pub fn fault(text: &str) -> Option<String> {
    unseen(text).or_else(|| marks(text)).or_else(|| text.split(|letter| !is_of_word(letter)).find_map(alike))
}

/// Chooses between pictures of one character; names are the same with and without it.
pub fn is_variation(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn unseen(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let at = (0..letters.len()).find(|&at| is_unseen(letters[at]) && !is_joiner(&letters, at))?;
    let code = u32::from(letters[at]);
    Some(format!("has a character that cannot be seen (U+{code:04X}); type the name again without it"))
}

/// Shows nothing by itself.
pub fn is_unseen(letter: char) -> bool {
    let is_ignorable = || skeleton(letter.encode_utf8(&mut [0; 4])).next().is_none();
    let is_nothing = matches!(u32::from(letter), 0xFDD0..=0xFDEF) || u32::from(letter) & 0xFFFE == 0xFFFE;
    // Blank in every font; marks between lines; what each font fills as it likes.
    let is_blank = matches!(letter, '\u{2800}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    letter.is_control() || is_blank || is_nothing || is_ignorable()
}

/// Joins or parts letters where their script needs it, or pictures into one.
fn is_joiner(letters: &[char], at: usize) -> bool {
    let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().unwrap_or_default();
    let sides = [near(at.checked_sub(1)), near(at.checked_add(1))];
    let in_script = |letter: char| matches!(letter, '\u{600}'..='\u{1cff}');
    let in_picture = |letter: char| matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    match letters[at] {
        '\u{200d}' => sides.into_iter().all(in_script) || sides.into_iter().all(in_picture),
        '\u{200c}' => sides.into_iter().all(in_script),
        _ => false,
    }
}

/// A mark over, under or through a letter that is a letter without it as well: those of no script of its own.
pub fn is_diacritic(letter: char) -> bool {
    matches!(u32::from(letter), 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

fn marks(text: &str) -> Option<String> {
    let mut together = 0;
    let is_too_many = |letter| {
        together = if is_combining_mark(letter) { together + 1 } else { 0 };
        together > MOST_MARKS
    };
    text.chars().any(is_too_many).then(|| format!("has a letter with more than {MOST_MARKS} marks on it"))
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// A letter of one script within a word of another, where it is taken for one of that.
fn alike(word: &str) -> Option<String> {
    let mut scripts = ALIKE.into_iter().filter(|script| word.chars().any(|letter| letter.script() == *script));
    scripts.next().zip(scripts.next())?;
    let image = |letter: char| skeleton(letter.encode_utf8(&mut [0; 4])).collect::<String>();
    let foreign = |letter: &char| letter.script() != Script::Latin && ALIKE.contains(&letter.script());
    let letter = word.chars().filter(foreign).find(|&letter| image(letter) != letter.to_string())?;
    let (code, script, image) = (u32::from(letter), letter.script().full_name(), image(letter));
    Some(format!(
        "has a {script} letter (U+{code:04X}) that looks like {image} in {word}; write the word in one script"
    ))
}
