//! Priors: what faces look like, learnt from public faces only, never from a registered person.

mod eigenfaces;
mod halves;

pub use eigenfaces::{Eigenfaces, MOST_FACES, PriorError};
