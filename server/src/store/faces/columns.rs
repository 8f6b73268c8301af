//! Conversions between columns and values of sets of faces.

use crate::store::studies::columns::Named;
use wire::faces::{Basis, FaceSetState};

/// Table and field of a set's folders.
pub const FOLDER: &str = "face_sets.folder";

impl Named for FaceSetState {
    const COLUMN: &'static str = "face_sets.state";
    const ALL: &'static [Self] = &[Self::Filling, Self::Ready];

    fn name(self) -> &'static str {
        match self {
            Self::Filling => "filling",
            Self::Ready => "ready",
        }
    }
}

impl Named for Basis {
    const COLUMN: &'static str = "face_sets.basis";
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        Self::name(self)
    }
}
