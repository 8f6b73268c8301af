//! Where sets of faces are kept: who may be attacked under whose authority, and which objects are their images.

mod columns;
mod rows;
#[cfg(test)]
pub(super) mod scenario;

pub(super) use columns::FOLDER;
pub use rows::*;

use super::database::error::StoreFuture;
use super::objects::ContentHash;
use super::people::Action;
use wire::faces::{FaceSetId, PersonInSet};
use wire::people::WorkspaceId;

/// Keeps sets of faces. Whatever somebody does to a set is noted in the same transaction.
pub trait FaceStore: Send + Sync + 'static {
    /// Keeps a new set.
    fn add_face_set(&self, set: FaceSetRow, action: Action) -> StoreFuture<'_, ()>;
    /// All sets of a workspace, newest first.
    fn face_sets<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<CountedSet>>;
    /// A set.
    fn face_set<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Option<CountedSet>>;
    /// The people of a set, by name.
    fn people_of_set<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Vec<PersonInSet>>;
    /// All images of a set, by identity and name.
    fn faces<'a>(&'a self, id: &'a FaceSetId) -> StoreFuture<'a, Vec<FaceRow>>;
    /// The first image of an identity, by name.
    fn first_face<'a>(&'a self, id: &'a FaceSetId, identity: &'a str) -> StoreFuture<'a, Option<FaceRow>>;
    /// Keeps an image of a set that is being filled, instead of one of the same name; unless it would be one too many.
    fn keep_face(&self, id: FaceSetId, face: FaceRow, most: u32) -> StoreFuture<'_, AddFaceOutcome>;
    /// Lets runs use a set from now on; false if it is not there or already so.
    fn finish_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, bool>;
    /// Takes a set away, if no run that is not over uses it.
    fn delete_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, Deleted>;
}

/// Whether an image is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum AddFaceOutcome {
    /// It is; this object is named by no row any more.
    Kept(Option<ContentHash>),
    /// The set is not there, or takes no images any more.
    NotFilling,
    /// The set has as many as it may.
    Full,
}

/// Whether something was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Deleted {
    /// It was; these objects are named by no row any more.
    Gone(Vec<ContentHash>),
    /// A run that is not over uses it.
    InUse,
    /// It is not there.
    Missing,
}
