//! Uploaded names of people and images, which become folders and files.

use crate::names::of_file;
use wire::faces::{LONGEST_NAME, PICTURE_ENDINGS};

/// Characters that some system forbids in names or interprets.
const FORBIDDEN: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The stored name of a person or an image, if it is a valid file name on every system and leads nowhere else.
///
/// # Errors
/// The problem, worded to follow the name of its field.
pub fn kept(text: &str) -> Result<String, String> {
    if text.contains(FORBIDDEN) {
        return Err("has a character that no folder's name has everywhere; leave out / \\ : * ? \" < > |".into());
    }
    if text.starts_with(['.', ' ']) || text.ends_with(['.', ' ']) {
        return Err("begins or ends with a dot or a space; leave that out".into());
    }
    if text.contains(char::is_control) {
        return Err("has a line break or another character that cannot be seen; leave that out".into());
    }
    of_file(text, LONGEST_NAME)
}

/// The stored name of an image: all are PNG files.
///
/// # Errors
/// As for any name.
pub fn kept_image(file: &str) -> Result<String, String> {
    let is_ending = |ending: &str| PICTURE_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    let stem = file.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).map_or(file, |(stem, _)| stem);
    kept(file).and_then(|_| kept(stem)).map(|stem| format!("{stem}.png"))
}

/// The person and the file name of an entry in an archive; the last folder of its path names the person.
///
/// # Errors
/// The reason, if the path leads elsewhere.
pub fn parts_of(path: &str) -> Result<Option<(&str, &str)>, &'static str> {
    if path.contains('\\') {
        return Err("has a backslash in its name; folders are told apart by / in an archive");
    }
    if path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':')) {
        return Err("has an absolute path for a name");
    }
    if path.split('/').any(|part| part == "..") {
        return Err("has a name that leads out of its folder");
    }
    if path.contains('\0') {
        return Err("has a name that no file can have");
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    Ok(match parts.as_slice() {
        [.., identity, file] => Some((identity, file)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uploads accept exactly what runs read from folders.
    #[test]
    fn the_engine_reads_pictures_of_the_same_kinds() {
        assert_eq!(PICTURE_ENDINGS, engine::dataset::ENDINGS);
    }

    #[test]
    fn names_stay_where_they_are() {
        for name in ["Zoë", "n000001", "Ann-Marie O'Neil", "李", "a.b"] {
            assert_eq!(kept(name).as_deref(), Ok(name));
        }
        for no in ["", ".", "..", ".git", "a/b", "a\\b", "c:", "a\0", "a\nb", " a", "a ", "a.", "*", &"x".repeat(81)] {
            assert!(kept(no).is_err(), "{no:?}");
        }
        assert_eq!(kept_image("0001.JPG").as_deref(), Ok("0001.png"));
        assert_eq!(kept_image("noon").as_deref(), Ok("noon.png"));
        assert_eq!(kept_image("a.b.webp").as_deref(), Ok("a.b.png"));
        assert_eq!(kept_image("noon.jfif").as_deref(), Ok("noon.png"));
        assert_eq!(kept_image("noon.txt").as_deref(), Ok("noon.txt.png"), "it is no second noon");
        for no in [".png", "..png", "a/b.png", ""] {
            assert!(kept_image(no).is_err(), "{no:?}");
        }
    }

    #[test]
    fn a_folder_is_named_in_bytes_and_what_is_seen_is_what_it_is_called() {
        assert!(kept(&"😀".repeat(80)).expect_err("refused").contains("320 bytes"), "no file system takes them");
        assert_eq!(kept("Zoe\u{308}").as_deref(), Ok("Zoë"), "one person, whichever system made the archive");
        for no in ["\u{200b}", "\u{202e}adA", "Ada\u{200b}", "\u{410}da"] {
            assert!(kept(no).is_err() && kept_image(no).is_err(), "{no:?}");
        }
    }

    #[test]
    fn paths_of_archives_are_read_by_their_last_folder() {
        assert_eq!(parts_of("faces/Ada/1.png"), Ok(Some(("Ada", "1.png"))));
        assert_eq!(parts_of("./Ada//1.png"), Ok(Some(("Ada", "1.png"))));
        assert_eq!(parts_of("1.png"), Ok(None));
        for no in ["../1.png", "a/../../1.png", "/etc/passwd", "c:/x/1.png", "a\\..\\1.png", "a/1\0.png"] {
            assert!(parts_of(no).is_err(), "{no:?}");
        }
    }
}
