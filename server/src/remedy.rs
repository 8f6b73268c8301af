//! What to do about a disk that refuses, in words.

use anyhow::Result;
use std::error::Error;
use std::io::{self, ErrorKind};

/// Names what failed and, where the disk refused, what to do about it.
pub(crate) trait OrRemedy<T> {
    /// `what` was not done: "cannot write report.json".
    fn or_remedy(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: Into<anyhow::Error>> OrRemedy<T> for Result<T, E> {
    fn or_remedy(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| {
            let error = error.into();
            let remedy = words(cause(error.as_ref()));
            error.context(format!("{}{remedy}", what()))
        })
    }
}

/// Of the causes of an error, a refusal by the disk.
pub(crate) fn cause(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    let kinds = causes.filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    kinds.into_iter().find(|kind| !words(Some(*kind)).is_empty())
}

/// What to do, to be put after what was refused; nothing where the disk did not.
pub(crate) fn words(cause: Option<ErrorKind>) -> &'static str {
    match cause {
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) => {
            "; the disk is full: make room there and try again"
        }
        Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            "; let the user that runs Effigy write there, or give another folder"
        }
        _ => "",
    }
}

/// An error and its causes in one line, each once: some errors say their cause themselves.
pub(crate) fn in_one_line(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |line, cause| match line.contains(&cause) {
        _ if line.is_empty() => cause,
        true => line,
        false => format!("{line}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_word_is_found_under_what_others_say_of_it() {
        let full = io::Error::from(ErrorKind::StorageFull);
        let wrapped = object_store::Error::Generic { store: "folder", source: Box::new(full) };
        assert_eq!(cause(&wrapped), Some(ErrorKind::StorageFull));
        assert_eq!(cause(&io::Error::from(ErrorKind::PermissionDenied)), Some(ErrorKind::PermissionDenied));
        assert_eq!(cause(&io::Error::from(ErrorKind::NotFound)), None);
        assert!(words(Some(ErrorKind::StorageFull)).contains("make room"));
    }

    #[test]
    fn a_cause_is_said_once() {
        let missing = || engine::recognizer::artifact::read_description("nowhere.onnx".as_ref()).expect_err("missing");
        let said = in_one_line(&anyhow::Error::from(missing()).context("cannot be used"));
        assert!(said.starts_with("cannot be used: nowhere.json: ") && said.matches("os error").count() == 1, "{said}");
    }

    #[test]
    fn errors_name_the_failure_and_a_remedy_if_there_is_one() {
        let failed = |kind: ErrorKind| {
            let result: Result<()> = Err(io::Error::from(kind)).or_remedy(|| "cannot write a".into());
            result.expect_err("failed").to_string()
        };
        assert_eq!(failed(ErrorKind::StorageFull), "cannot write a; the disk is full: make room there and try again");
        assert_eq!(failed(ErrorKind::NotFound), "cannot write a");
    }
}
