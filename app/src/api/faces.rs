//! What pages ask about the faces and recognizers of a workspace. Images themselves go by `PUT /api/faces/{set}/{identity}/{name}`, archives by
//! `POST /api/faces/{set}/zip`, weights by `PUT /api/recognizers/{id}/weights`.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::faces::{FaceSetId, FaceSetView, FacesOverview, NewFaceSet, NewRecognizer, RecognizerId};

/// What the server offers about the faces of the workspace that lists show.
#[cfg(feature = "ssr")]
pub trait Faces: Send + Sync + 'static {
    /// All of them.
    fn overview(&self) -> Answer<'_, FacesOverview>;
    /// A set.
    fn set(&self, id: FaceSetId) -> Answer<'_, FaceSetView>;
    /// Adds a set: a folder, or an empty one to be filled.
    fn add_set(&self, new: NewFaceSet) -> Answer<'_, FaceSetId>;
    /// Lets runs use a set that was filled; nothing in it changes from then on.
    fn finish_set(&self, id: FaceSetId) -> Answer<'_, ()>;
    /// Takes a set away, with its images.
    fn delete_set(&self, id: FaceSetId) -> Answer<'_, ()>;
    /// Adds a recognizer: a file, or one whose weights are sent next.
    fn add_recognizer(&self, new: NewRecognizer) -> Answer<'_, RecognizerId>;
    /// Takes a recognizer away.
    fn delete_recognizer(&self, id: RecognizerId) -> Answer<'_, ()>;
}

/// The faces as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedFaces = std::sync::Arc<dyn Faces>;

#[cfg(feature = "ssr")]
fn faces() -> SharedFaces {
    expect_context()
}

server_functions! {
    /// All faces and recognizers of the workspace.
    "faces" get_faces() -> FacesOverview = with_status faces.overview;

    /// A set of faces.
    "face_set" get_face_set(
        /// Which.
        id: FaceSetId,
    ) -> FaceSetView = with_status faces.set;

    /// Adds a set of faces: a folder, or an empty one to be filled.
    "add_face_set" add_face_set(
        /// What, and under whose authority.
        new: NewFaceSet,
    ) -> FaceSetId = with_status faces.add_set;

    /// Lets runs use a set that was filled; nothing in it changes from then on.
    "finish_face_set" finish_face_set(
        /// Which.
        id: FaceSetId,
    ) -> () = with_status faces.finish_set;

    /// Deletes a set of faces, with its images.
    "delete_face_set" delete_face_set(
        /// Which.
        id: FaceSetId,
    ) -> () = with_status faces.delete_set;

    /// Adds a recognizer: a file, or one whose weights are sent next.
    "add_recognizer" add_recognizer(
        /// Which, and under whose authority.
        new: NewRecognizer,
    ) -> RecognizerId = with_status faces.add_recognizer;

    /// Deletes a recognizer.
    "delete_recognizer" delete_recognizer(
        /// Which.
        id: RecognizerId,
    ) -> () = with_status faces.delete_recognizer;
}
