//! Removes this machine's folders from messages that others read; the log keeps them.

use std::path::PathBuf;

/// Removes the program's own folders from messages.
#[derive(Clone, Debug)]
pub struct PathRedactor(Vec<String>);

impl PathRedactor {
    /// Removes these folders; their order does not matter.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let ways = folders.into_iter().flat_map(|folder| [folder.canonicalize().ok(), Some(folder)]).flatten();
        // A relative name may be a word of a message.
        let ways = ways.filter(|folder| folder.is_absolute() && folder.parent().is_some());
        let mut named: Vec<String> = ways.filter_map(|folder| folder.to_str().map(str::to_owned)).collect();
        named.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self(named)
    }

    /// The message with paths relative to those folders.
    pub fn redact(&self, message: &str) -> String {
        self.0.iter().fold(message.to_owned(), |message, folder| {
            message.replace(&format!("{folder}/"), "").replace(folder, "the server's own folder")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_what_failed_and_not_where_the_server_keeps_it() {
        let redactor = PathRedactor::new(["/srv/effigy".into(), "/srv/effigy/objects".into(), "/".into(), "no".into()]);
        assert_eq!(
            redactor.redact("cannot make /srv/effigy/cache/faces/00/Ada: File name too long (os error 36)"),
            "cannot make cache/faces/00/Ada: File name too long (os error 36)"
        );
        assert_eq!(
            redactor.redact("the files in /srv/effigy/objects: no space; /faces/a.png is damaged"),
            "the files in the server's own folder: no space; /faces/a.png is damaged"
        );
    }
}
