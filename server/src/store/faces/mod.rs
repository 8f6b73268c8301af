//! Stored face sets: their people, the authority for the audit, and the hashes of their images.

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

/// Stores face sets. Every action on a set is recorded in the same transaction.
pub trait FaceStore: Send + Sync + 'static {
    /// Adds a set.
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
    /// Adds an image to a set that is being filled, or replaces the one of the same name; at most `most` images.
    fn keep_face(&self, id: FaceSetId, face: FaceRow, most: u32) -> StoreFuture<'_, AddFaceOutcome>;
    /// Finishes a set, so that runs can use it; false if it does not exist or is finished.
    fn finish_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, bool>;
    /// Deletes a set that no unfinished run uses.
    fn delete_face_set(&self, id: FaceSetId, action: Action) -> StoreFuture<'_, Deleted>;
}

/// The result of adding an image.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum AddFaceOutcome {
    /// It was added; no row names this object any more.
    Kept(Option<ContentHash>),
    /// The set does not exist, or is finished.
    NotFilling,
    /// The set is full.
    Full,
}

/// The result of a deletion.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Deleted {
    /// It was deleted; no row names these objects any more.
    Gone(Vec<ContentHash>),
    /// An unfinished run uses it.
    InUse,
    /// It does not exist.
    Missing,
}
