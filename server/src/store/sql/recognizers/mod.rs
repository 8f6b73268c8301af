//! Recognizers of workspaces.

mod rows;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::faces::Deleted;
use crate::store::people::Action;
use crate::store::recognizers::{RecognizerRow, RecognizerStore, WEIGHTS};
use crate::store::runs::FileRow;
use wire::faces::RecognizerId;
use wire::people::WorkspaceId;

impl RecognizerStore for Sql {
    fn add_recognizer(
        &self,
        recognizer: RecognizerRow,
        description: Option<FileRow>,
        action: Action,
    ) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::add(connection, recognizer, description, action))))
    }

    fn recognizers<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<(RecognizerRow, bool)>> {
        Box::pin(async move { rows::all(&mut *self.reader().await?, workspace).await })
    }

    fn recognizer<'a>(&'a self, id: &'a RecognizerId) -> StoreFuture<'a, Option<(RecognizerRow, bool)>> {
        Box::pin(async move { rows::one(&mut *self.reader().await?, id).await })
    }

    fn recognizer_files<'a>(&'a self, id: &'a RecognizerId) -> StoreFuture<'a, Vec<FileRow>> {
        Box::pin(async move { rows::files(&mut *self.reader().await?, id).await })
    }

    fn keep_file(&self, id: RecognizerId, file: FileRow) -> StoreFuture<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::keep_file(connection, id, file))))
    }

    fn delete_recognizer(&self, id: RecognizerId, action: Action) -> StoreFuture<'_, Deleted> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::delete(connection, id, action))))
    }
}
