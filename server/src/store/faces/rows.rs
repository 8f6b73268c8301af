//! Rows of sets of faces.

use crate::store::objects::ContentHash;
use wire::experiment::FolderFaces;
use wire::faces::{Authorisation, FaceSetId, FaceSetState};
use wire::people::{PersonId, WorkspaceId};

/// A set of faces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceSetRow {
    /// Names it.
    pub id: FaceSetId,
    /// To which it belongs.
    pub workspace: WorkspaceId,
    /// As people call it.
    pub name: String,
    /// Whether it is being filled or used.
    pub state: FaceSetState,
    /// Folders on the server's machine; an uploaded set has none.
    pub folder: Option<FolderFaces>,
    /// Who allows that it is used, and why.
    pub authorisation: Authorisation,
    /// Who added it, by account and name.
    pub creator: (PersonId, String),
    /// When, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// A set of faces, and how much is in it. Of a folder nothing is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedSet {
    /// The set.
    pub set: FaceSetRow,
    /// Its identities.
    pub identities: u32,
    /// Its images.
    pub images: u32,
    /// Images of the identity that has the fewest.
    pub fewest: u32,
    /// Bytes of all images.
    pub bytes: u64,
}

/// An image of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceRow {
    /// The person it shows.
    pub identity: String,
    /// Its name among that person's images.
    pub name: String,
    /// Its bytes.
    pub hash: ContentHash,
    /// How many.
    pub size: u64,
}
