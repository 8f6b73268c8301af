//! Recognizers of workspaces.

mod rows;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, Done};
use crate::store::faces::Deleted;
use crate::store::people::Deed;
use crate::store::recognizers::{RecognizerRow, RecognizerStore, WEIGHTS};
use crate::store::runs::FileRow;
use wire::faces::RecognizerId;
use wire::people::WorkspaceId;

impl RecognizerStore for Sql {
    fn add_recognizer(&self, recognizer: RecognizerRow, description: Option<FileRow>, deed: Deed) -> Done<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::add(connection, recognizer, description, deed))))
    }

    fn recognizers<'a>(&'a self, workspace: &'a WorkspaceId) -> Done<'a, Vec<(RecognizerRow, bool)>> {
        Box::pin(async move { rows::all(&mut *self.reader().await?, workspace).await })
    }

    fn recognizer<'a>(&'a self, id: &'a RecognizerId) -> Done<'a, Option<(RecognizerRow, bool)>> {
        Box::pin(async move { rows::one(&mut *self.reader().await?, id).await })
    }

    fn recognizer_files<'a>(&'a self, id: &'a RecognizerId) -> Done<'a, Vec<FileRow>> {
        Box::pin(async move { rows::files(&mut *self.reader().await?, id).await })
    }

    fn keep_weights(&self, id: RecognizerId, weights: FileRow) -> Done<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::keep_weights(connection, id, weights))))
    }

    fn delete_recognizer(&self, id: RecognizerId, deed: Deed) -> Done<'_, Deleted> {
        Box::pin(self.writer.write(move |connection| Box::pin(rows::delete(connection, id, deed))))
    }
}
