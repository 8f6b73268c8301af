//! Where recognizers of workspaces are kept: under whose authority they may be audited, and which objects they are.

#[cfg(test)]
pub(super) mod scenario;

use super::database::error::StoreFuture;
use super::faces::Deleted;
use super::people::Action;
use super::runs::FileRow;
use wire::faces::{Authorisation, RecognizerId};
use wire::people::{PersonId, WorkspaceId};

/// The description of an uploaded recognizer, among its files.
pub const DESCRIPTION: &str = "recognizer.json";
/// Its weights.
pub const WEIGHTS: &str = "recognizer.safetensors";
/// Templates of people, if some were brought with it.
pub const TEMPLATES: &str = "recognizer.templates";

/// A recognizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecognizerRow {
    /// Names it.
    pub id: RecognizerId,
    /// To which it belongs.
    pub workspace: WorkspaceId,
    /// As people call it.
    pub name: String,
    /// Weights on the server's machine; uploaded ones have none.
    pub file: Option<String>,
    /// How many identities it knows.
    pub classes: u32,
    /// Who allows that it is audited, and why.
    pub authorisation: Authorisation,
    /// Who added it, by account and name.
    pub creator: (PersonId, String),
    /// When, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// Keeps recognizers. Whatever somebody does to one is noted in the same transaction.
pub trait RecognizerStore: Send + Sync + 'static {
    /// Keeps a new one; an uploaded one has its description, and wants its weights.
    fn add_recognizer(
        &self,
        recognizer: RecognizerRow,
        description: Option<FileRow>,
        action: Action,
    ) -> StoreFuture<'_, ()>;
    /// All of a workspace that can be used or want their weights, newest first.
    fn recognizers<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<(RecognizerRow, bool)>>;
    /// One, and whether it can be used.
    fn recognizer<'a>(&'a self, id: &'a RecognizerId) -> StoreFuture<'a, Option<(RecognizerRow, bool)>>;
    /// The files of an uploaded one, by path.
    fn recognizer_files<'a>(&'a self, id: &'a RecognizerId) -> StoreFuture<'a, Vec<FileRow>>;
    /// Keeps a file of a recognizer whose weights are still missing; the weights are its last file. False if its weights,
    /// or a file of this path, are kept already.
    fn keep_file(&self, id: RecognizerId, file: FileRow) -> StoreFuture<'_, bool>;
    /// Takes one away, if no run that is not over uses it.
    fn delete_recognizer(&self, id: RecognizerId, action: Action) -> StoreFuture<'_, Deleted>;
}
