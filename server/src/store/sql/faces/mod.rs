//! Sets of faces.

mod images;
mod sets;

pub(super) use sets::is_used;

use super::people::note;
use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, Done};
use crate::store::faces::*;
use crate::store::people::Deed;
use wire::faces::{FaceSetId, PersonInSet};
use wire::people::WorkspaceId;

impl FaceStore for Sql {
    fn add_face_set(&self, set: FaceSetRow, deed: Deed) -> Done<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::add(connection, set, deed))))
    }

    fn face_sets<'a>(&'a self, workspace: &'a WorkspaceId) -> Done<'a, Vec<CountedSet>> {
        Box::pin(async move { sets::all(&mut *self.reader().await?, workspace).await })
    }

    fn face_set<'a>(&'a self, id: &'a FaceSetId) -> Done<'a, Option<CountedSet>> {
        Box::pin(async move { sets::one(&mut *self.reader().await?, id).await })
    }

    fn people_of_set<'a>(&'a self, id: &'a FaceSetId) -> Done<'a, Vec<PersonInSet>> {
        Box::pin(async move { images::people(&mut *self.reader().await?, id).await })
    }

    fn faces<'a>(&'a self, id: &'a FaceSetId) -> Done<'a, Vec<FaceRow>> {
        Box::pin(async move { images::all(&mut *self.reader().await?, id).await })
    }

    fn first_face<'a>(&'a self, id: &'a FaceSetId, identity: &'a str) -> Done<'a, Option<FaceRow>> {
        Box::pin(async move { images::first(&mut *self.reader().await?, id, identity).await })
    }

    fn keep_face(&self, id: FaceSetId, face: FaceRow, most: u32) -> Done<'_, KeptFace> {
        Box::pin(self.writer.write(move |connection| Box::pin(images::keep(connection, id, face, most))))
    }

    fn finish_face_set(&self, id: FaceSetId, deed: Deed) -> Done<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::finish(connection, id, deed))))
    }

    fn delete_face_set(&self, id: FaceSetId, deed: Deed) -> Done<'_, Deleted> {
        Box::pin(self.writer.write(move |connection| Box::pin(sets::delete(connection, id, deed))))
    }
}
