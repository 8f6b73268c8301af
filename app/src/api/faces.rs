//! Server functions for the faces and recognizers of a workspace. Images are sent to `PUT
//! /api/faces/{set}/{identity}/{name}`, archives to `POST /api/faces/{set}/zip`, weights to `PUT
//! /api/recognizers/{id}/weights`.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::calibration::{CalibrationState, CheckedWith};
use wire::faces::{FaceSetId, FaceSetView, FacesOverview, NewFaceSet, NewRecognizer, RecognizerId};

/// Faces and recognizers of the current workspace.
#[cfg(feature = "ssr")]
pub trait Faces: Send + Sync + 'static {
    /// All sets and recognizers.
    fn overview(&self) -> Answer<'_, FacesOverview>;
    /// One set.
    fn set(&self, id: FaceSetId) -> Answer<'_, FaceSetView>;
    /// Adds a set: a folder, or an empty set to fill.
    fn add_set(&self, new: NewFaceSet) -> Answer<'_, FaceSetId>;
    /// Makes a filled set available to runs; it no longer changes.
    fn finish_set(&self, id: FaceSetId) -> Answer<'_, ()>;
    /// Deletes a set with its images.
    fn delete_set(&self, id: FaceSetId) -> Answer<'_, ()>;
    /// Adds a recognizer: a file on the server's machine, or one whose weights are uploaded next.
    fn add_recognizer(&self, new: NewRecognizer) -> Answer<'_, RecognizerId>;
    /// Begins the check of an embedding network.
    fn start_check(&self, id: RecognizerId, with: CheckedWith) -> Answer<'_, ()>;
    /// The state of its check.
    fn check(&self, id: RecognizerId) -> Answer<'_, CalibrationState>;
    /// Stops or forgets its check.
    fn stop_check(&self, id: RecognizerId) -> Answer<'_, ()>;
    /// Deletes a recognizer.
    fn delete_recognizer(&self, id: RecognizerId) -> Answer<'_, ()>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedFaces = std::sync::Arc<dyn Faces>;

#[cfg(feature = "ssr")]
fn faces() -> SharedFaces {
    expect_context()
}

server_functions! {
    /// All faces and recognizers of the workspace.
    "faces" get_faces() -> FacesOverview = with_status faces.overview;

    /// A face set.
    "face_set" get_face_set(
        /// The set.
        id: FaceSetId,
    ) -> FaceSetView = with_status faces.set;

    /// Adds a face set: a folder, or an empty set to fill.
    "add_face_set" add_face_set(
        /// The set and its authorisation.
        new: NewFaceSet,
    ) -> FaceSetId = with_status faces.add_set;

    /// Makes a filled set available to runs; it no longer changes.
    "finish_face_set" finish_face_set(
        /// The set.
        id: FaceSetId,
    ) -> () = with_status faces.finish_set;

    /// Deletes a face set with its images.
    "delete_face_set" delete_face_set(
        /// The set.
        id: FaceSetId,
    ) -> () = with_status faces.delete_set;

    /// Adds a recognizer: a file on the server's machine, or one whose weights are uploaded next.
    "add_recognizer" add_recognizer(
        /// The recognizer and its authorisation.
        new: NewRecognizer,
    ) -> RecognizerId = with_status faces.add_recognizer;

    /// Begins to check how well an embedding network tells people apart under the usual preprocessings.
    "check_recognizer" check_recognizer(
        /// The network.
        id: RecognizerId,
        /// The photographs.
        with: CheckedWith,
    ) -> () = with_status faces.start_check;

    /// The state of the last check of a network.
    "recognizer_check" get_recognizer_check(
        /// The network.
        id: RecognizerId,
    ) -> CalibrationState = with_status faces.check;

    /// Stops the check of a network, or forgets its result.
    "stop_recognizer_check" stop_recognizer_check(
        /// The network.
        id: RecognizerId,
    ) -> () = with_status faces.stop_check;

    /// Deletes a recognizer.
    "delete_recognizer" delete_recognizer(
        /// The recognizer.
        id: RecognizerId,
    ) -> () = with_status faces.delete_recognizer;
}
