//! Sets of faces.

mod images;
mod sets;

pub(super) use sets::is_used;

use super::people::note;
use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::faces::*;
use crate::store::people::Action;
use wire::faces::{FaceSetId, PersonInSet};
use wire::people::WorkspaceId;

impl FaceStore for Sql {
    fn add_face_set(&self, set: FaceSetRow, action: Action) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::add(connection, set, action))))
    }

    fn face_sets<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<CountedSet>> {
        Box::pin(async move { sets::all(&mut *self.reader().await?, workspace).await })
    }

    fn face_set<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Option<CountedSet>> {
        Box::pin(async move { sets::one(&mut *self.reader().await?, id).await })
    }

    fn people_of_set<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Vec<PersonInSet>> {
        Box::pin(async move { images::people(&mut *self.reader().await?, id).await })
    }

    fn faces<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Vec<FaceRow>> {
        Box::pin(async move { images::all(&mut *self.reader().await?, id).await })
    }

    fn first_face<'a>(&'a self, id: &'a FaceSetId, identity: &'a str) -> StoreFuture<'a, Option<FaceRow>> {
        Box::pin(async move { images::first(&mut *self.reader().await?, id, identity).await })
    }

    fn keep_face(&self, id: FaceSetId, face: FaceRow, most: u32) -> StoreFuture<'_, AddFaceOutcome> {
        Box::pin(self.writer.write(move |connection| Box::pin(images::keep(connection, id, face, most))))
    }

    fn finish_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::finish(connection, id, action))))
    }

    fn delete_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, Deleted> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::delete(connection, id, action))))
    }
}
