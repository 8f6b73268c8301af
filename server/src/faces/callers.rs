//! Faces as one caller may see and change them.

use super::FaceService;
use crate::access::Caller;
use crate::error::answer;
use app::api::Answer;
use app::api::faces::Faces;
use wire::faces::{FaceSetId, FaceSetView, FacesOverview, NewFaceSet, NewRecognizer, RecognizerId};

/// Faces for one caller.
pub struct CallersFaces {
    /// All.
    pub service: FaceService,
    /// Who asks.
    pub caller: Caller,
}

impl Faces for CallersFaces {
    fn overview(&self) -> Answer<'_, FacesOverview> {
        answer(self.all())
    }

    fn set(&self, id: FaceSetId) -> Answer<'_, FaceSetView> {
        answer(async move { self.one(&id).await })
    }

    fn add_set(&self, new: NewFaceSet) -> Answer<'_, FaceSetId> {
        answer(self.add(new))
    }

    fn finish_set(&self, id: FaceSetId) -> Answer<'_, ()> {
        answer(self.finish(id))
    }

    fn delete_set(&self, id: FaceSetId) -> Answer<'_, ()> {
        answer(self.delete(id))
    }

    fn add_recognizer(&self, new: NewRecognizer) -> Answer<'_, RecognizerId> {
        answer(self.add_one(new))
    }

    fn delete_recognizer(&self, id: RecognizerId) -> Answer<'_, ()> {
        answer(self.delete_one(id))
    }
}
