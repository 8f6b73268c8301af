//! Errors of the object store, and how to fix them.

use super::ContentHash;
use crate::remedy::{cause, words};
use object_store::Error as Refusal;

/// An error of the object store.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// It refused, or could not be reached.
    #[error("the files in {place}: {said}{}", words(cause(.said.as_ref())))]
    Refused {
        /// Which folder or bucket.
        place: String,
        /// The service's error; not exposed as a source, since the message contains all of it.
        said: Box<Refusal>,
    },
    /// The stored bytes differ from the written ones.
    #[error("the object {0} is damaged; `effigy check` tells what else is")]
    Damaged(ContentHash),
}

impl ObjectError {
    pub(super) fn refused(place: &str, said: Refusal) -> Self {
        Self::Refused { place: place.into(), said: Box::new(said) }
    }
}
