//! Names that people give: to themselves, workspaces, runs, studies, sets, recognizers, tokens and publications, and to
//! the folders and files that they send. One rule for all, so that a name can be read wherever it is shown, and two
//! that look the same are the same.

mod letters;

use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// The most bytes of a name that becomes a folder's or a file's. File systems take 255; endings are added to some.
pub const MOST_BYTES: usize = 200;

/// A name as it is kept.
///
/// # Errors
/// Why it is none, to stand behind the name of its field.
pub fn checked(text: &str, characters: RangeInclusive<usize>) -> Result<String, String> {
    let name = tidy(text);
    let length = name.chars().count();
    let (least, most) = (*characters.start(), *characters.end());
    if length == 0 && least > 0 {
        return Err(format!("is missing; {}", sizes(least, most)));
    }
    if !characters.contains(&length) {
        return Err(format!("has {length} characters; {}", sizes(least, most)));
    }
    letters::fault(&name).map_or(Ok(name), Err)
}

/// The name of a folder or a file as it is kept. What only file systems forbid is not looked at.
///
/// # Errors
/// Why it is none, to stand behind the name of its field.
pub fn of_file(text: &str, characters: usize) -> Result<String, String> {
    let name = checked(text, 1..=characters)?;
    match name.len() {
        bytes if bytes > MOST_BYTES => {
            Err(format!("takes {bytes} bytes in a folder, and {MOST_BYTES} are the most; shorten it"))
        }
        _ => Ok(name),
    }
}

/// On one line, with single spaces, and each letter written in one way.
pub fn tidy(text: &str) -> String {
    let written: String = text.nfc().filter(|&letter| !letters::is_variation(letter)).collect();
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines as it is kept; empty if nothing of it can be seen.
pub fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.nfc().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    let is_seen = kept.chars().any(|letter| !letter.is_whitespace() && !letters::is_unseen(letter));
    if is_seen { kept.trim().to_owned() } else { String::new() }
}

/// Whether one of two texts may be taken for the other where letters of several scripts are read, and marks on them are
/// overlooked.
pub fn look_alike(one: &str, other: &str) -> bool {
    !(one.is_ascii() && other.is_ascii()) && image(one) == image(other)
}

/// What of a text is seen at a glance (UTS 39, section 4): letters that look like others as these, without marks on
/// them.
fn image(text: &str) -> String {
    let plain: String = text.nfkd().filter(|letter| !letters::is_diacritic(*letter)).collect();
    // What a letter looks like may be one with a mark.
    skeleton(&plain).filter(|letter| !letters::is_diacritic(*letter)).collect()
}

fn sizes(least: usize, most: usize) -> String {
    if least <= 1 { format!("give at most {most}") } else { format!("give {least} to {most}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_languages_are_taken() {
        let names =
            ["Zoë", "李", "Анна Smith", "Ann-Marie O'Neil", "λ = 0.1, Δlr", "می‌خواهم", "नमस्ते", "日本語 A3", "👩‍🔬 ❤️"];
        for name in names {
            let kept = checked(name, 1..=60).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert_eq!(checked(&kept, 1..=60), Ok(kept.clone()), "{name} is kept as it is kept");
        }
    }

    #[test]
    fn a_name_is_written_in_one_way() {
        assert_eq!(checked(" Ada \u{a0}\n\t Lovelace ", 1..=60).as_deref(), Ok("Ada Lovelace"));
        assert_eq!(checked("Zoe\u{308}", 1..=60).as_deref(), Ok("Zoë"));
        assert_eq!(tidy("\u{2764}\u{fe0f}"), tidy("\u{2764}"));
    }

    #[test]
    fn invisible_and_misleading_letters_are_refused() {
        for name in
            ["\u{200b}", "\u{202e}adA", "A\0da", "Ada\u{ad}", "a\u{2066}b", "\u{feff}Ada", "\u{3164}", "\u{2800}"]
        {
            assert!(checked(name, 1..=60).expect_err("refused").contains("cannot be seen"), "{name:?}");
        }
        for name in ["\u{410}da", "M\u{43e}sk", "\u{41c}\u{43e}\u{441}\u{43a}\u{432}a", "Ze\u{3bf}"] {
            assert!(checked(name, 1..=60).expect_err("refused").contains("looks like"), "{name:?}");
        }
        assert!(checked(&format!("a{}", "\u{336}\u{489}".repeat(4)), 1..=60).expect_err("refused").contains("marks"));
    }

    #[test]
    fn lengths_are_those_that_are_meant() {
        assert!(checked(" \n", 1..=60).expect_err("refused").contains("missing"));
        assert_eq!(checked("", 0..=9).as_deref(), Ok(""));
        assert_eq!(checked("Al", 3..=9).expect_err("refused"), "has 2 characters; give 3 to 9");
        assert_eq!(checked(&"é".repeat(61), 1..=60).expect_err("refused"), "has 61 characters; give at most 60");
        assert!(of_file(&"é".repeat(80), 80).is_ok());
        assert!(of_file(&"😀".repeat(51), 80).expect_err("refused").contains("204 bytes"));
    }

    #[test]
    fn texts_of_two_scripts_may_be_taken_for_each_other() {
        assert!(look_alike("\u{430}\u{441}\u{430}@example.org", "aca@example.org"));
        assert!(!look_alike("anna", "annа2"));
        assert!(!look_alike("ben1", "benl"), "within ASCII people look closely");
        assert!(!look_alike("か", "き") && !look_alike("か", "が"), "marks that make another letter");
        assert!(!look_alike("कम", "काम") && !look_alike("آدم", "ادمی"));
    }

    /// Such a name was once given to somebody beside the one that it looks like.
    #[test]
    fn marks_and_letters_of_other_scripts_make_no_other_name() {
        for other in [
            "admi\u{1e45}",
            "admin\u{307}",
            "a\u{301}dmin",
            "adm\u{131}n",
            "admi\u{207f}",
            "\u{251}dmin",
            "ａｄｍｉｎ",
            "admi\u{578}",
            "\u{430}dmin",
            "admin\u{20d0}",
        ] {
            assert!(look_alike("admin", other) && look_alike(other, "admin"), "{other:?}");
        }
        assert!(look_alike("zoe", "zoë") && look_alike("ångström", "angstrom"));
        assert!(!look_alike("zoe", "zoé2") && !look_alike("admin", "ädmins"));
    }
}
