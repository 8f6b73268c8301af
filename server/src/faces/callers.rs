//! Face sets and recognizers for one caller.

use super::FaceService;
use crate::access::Caller;
use crate::error::answer;
use app::api::Answer;
use app::api::faces::Faces;
use wire::calibration::{CalibrationState, CheckedWith};
use wire::faces::{FaceSetId, FaceSetView, FacesOverview, NewFaceSet, NewRecognizer, RecognizerId};

/// Face sets and recognizers for one caller.
pub struct CallersFaces {
    /// The face service.
    pub service: FaceService,
    /// The caller.
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

    fn start_check(&self, id: RecognizerId, with: CheckedWith) -> Answer<'_, ()> {
        answer(CallersFaces::start_check(self, id, with))
    }

    fn check(&self, id: RecognizerId) -> Answer<'_, CalibrationState> {
        answer(self.check_of(id))
    }

    fn stop_check(&self, id: RecognizerId) -> Answer<'_, ()> {
        answer(CallersFaces::stop_check(self, id))
    }

    fn delete_recognizer(&self, id: RecognizerId) -> Answer<'_, ()> {
        answer(self.delete_one(id))
    }
}
